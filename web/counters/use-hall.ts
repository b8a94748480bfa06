/** The hall as it stands: seats, how long each was used as far as this page saw it, and when the house closes. */
import { useMemo } from 'react'
import type { MatterRows, ParameterRow } from '../../server/api.ts'
import { dayOf } from '../../engine/time.ts'
import { closingAhead } from '../../policies/02-internet-cafe/policy.ts'
import { useAnswer } from '../parts/answer.ts'
import { sayLong } from '../parts/wording.ts'
import { areasOf, proposed, seatsOf } from './seats.ts'

/** `taken` and `left`: seats whose change this page knows before the rows have come anew. */
export function useHall(at: number, taken: ReadonlySet<string>, left: ReadonlySet<string>) {
  const terminals = useAnswer<MatterRows>('/api/matters/terminal')
  const used = useAnswer<MatterRows>('/api/matters/seat')
  const access = useAnswer<MatterRows>('/api/matters/access-licence')
  const today = dayOf(at)
  return useMemo(() => {
    const rows = { ...used.body?.rows }
    for (const seat of taken) rows[seat] ??= {}
    for (const seat of left) delete rows[seat]
    const seats = seatsOf(terminals.body?.rows ?? {}, rows, access.body?.rows ?? {}, today)
    return {
      seats,
      areas: areasOf(seats),
      proposal: proposed(seats),
      problem: terminals.problem ?? used.problem ?? access.problem,
      free: seats.filter(({ state }) => state === 'free').length,
      used: seats.filter(({ state }) => state === 'used').length,
      off: seats.filter(({ state }) => state === 'off').length,
      isWaiting: terminals.isWaiting || used.isWaiting || access.isWaiting,
    }
  }, [terminals, used, access, today, taken, left])
}

/** Until when the house is open, by its own parameters; undefined while it is closed or they are not known. */
export function useClosing(at: number): { readonly closesAt: number | undefined; readonly said: string } {
  const parameters = useAnswer<readonly ParameterRow[]>('/api/parameters').body
  const minute = Math.floor(at / 60_000)
  return useMemo(() => {
    if (!parameters) return { closesAt: undefined, said: '' }
    const value = <V extends number | boolean>({ id, usual }: { readonly id: string; readonly usual: V }): V => {
      const found = parameters.find((one) => one.id === id)?.value
      // A parameter keeps the type of its usual value: the server refuses any other.
      return typeof found === typeof usual ? (found as V) : usual
    }
    const closesAt = closingAhead(minute * 60_000, { value })
    return { closesAt, said: closesAt === undefined ? '没有营业' : `还有 ${sayLong(closesAt - minute * 60_000)}` }
  }, [parameters, minute])
}
