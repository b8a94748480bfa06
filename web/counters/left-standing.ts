/** What the next person at a shared counter finds as it stood: the seat that was chosen, and nothing of the customer. */
import { useEffect } from 'react'
import { useSession } from '../parts/session.ts'

let seat = ''

/** The seat that the one before had chosen; in this page's memory only. */
export const seatLeftStanding = () => seat

/** Keeps the seat for the next person where several share the computer. */
export function useLeftStanding(chosen: string): void {
  const isShared = useSession().session.device !== undefined
  useEffect(() => {
    seat = isShared ? chosen : ''
  }, [isShared, chosen])
}
