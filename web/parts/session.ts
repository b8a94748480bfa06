/** Who is signed in, for every page below; asked again after whatever may change it. */
import { createContext, useContext } from 'react'
import type { Session } from '../../server/api.ts'
import { summaries } from '../declared.ts'

export interface SignedIn {
  readonly session: Session
  /** Asks the server again who is signed in. */
  reload(): Promise<void>
  signOut(): Promise<void>
}
export const SessionContext = createContext<SignedIn | undefined>(undefined)

/** The session of the page that asks. A page that nobody may see unsigned is never drawn without one. */
export function useSession(): SignedIn {
  const signedIn = useContext(SessionContext)
  if (!signedIn) throw new Error('a page asked for the session before anybody signed in')
  return signedIn
}

/** The days' pages of the policies that hold where one is signed in. */
export function useSummaries() {
  const { session } = useSession()
  return summaries.filter(({ policy }) => session.policies.some(({ id }) => id === policy))
}

/** The posts as one reads them on a badge: 骨科副主任, 医务科. */
export const postsOf = ({ posts }: Pick<Session, 'posts'>) =>
  posts.map(({ title, unitTitle }) => (unitTitle === undefined ? title : joined(unitTitle, title))).join('、')
/** 骨科 and 科副主任 make 骨科副主任: the character that both end and begin with stands once. */
export const joined = (unit: string, title: string) =>
  unit.endsWith(title.slice(0, 1)) ? unit + title.slice(1) : unit + title
