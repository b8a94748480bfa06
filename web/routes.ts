/** Pages in the shape of the URL, on the History API: typed paths, one place to go, nothing personal in an address. */
import { useSyncExternalStore } from 'react'

export type Route =
  | {
      readonly page:
        | 'today'
        | 'sign-in'
        | 'first-run'
        | 'registers'
        | 'write'
        | 'counter'
        | 'reader'
        | 'clauses'
        | 'people'
        | 'staff-list'
        | 'calendar'
        | 'history'
        | 'settings'
        | 'machines'
        | 'policies'
        | 'me'
        | 'disposals'
        | 'missing'
    }
  | { readonly page: 'board'; readonly isWall: boolean }
  | { readonly page: 'owed' | 'sent' | 'statistics' | 'verify'; readonly query: URLSearchParams }
  | { readonly page: 'register' | 'new-entry'; readonly register: string; readonly query: URLSearchParams }
  | { readonly page: 'entry'; readonly seq: number }
  | { readonly page: 'correction' | 'certificate' | 'disclosure'; readonly seq: number }
  | { readonly page: 'person' | 'leave' | 'leaving'; readonly person: string }

const plain = [
  'calendar',
  'sign-in',
  'first-run',
  'registers',
  'write',
  'counter',
  'reader',
  'clauses',
  'people',
  'history',
  'settings',
  'machines',
  'policies',
  'me',
  'disposals',
] as const

/** What page a path names; unknown paths name the page that says so. */
export function routeOf(pathname: string, search = ''): Route {
  const [first = '', second, third, ...more] = pathname.split('/').filter(Boolean).map(decodeURIComponent)
  const query = new URLSearchParams(search)
  const missing: Route = { page: 'missing' }
  if (more.length > 0) return missing
  if (first === '') return { page: 'today' }
  if (first === 'registers' && second !== undefined) {
    if (third === undefined) return { page: 'register', register: second, query }
    return third === 'new' ? { page: 'new-entry', register: second, query } : missing
  }
  if (first === 'entries' && second !== undefined && /^\d{1,15}$/.test(second)) {
    if (third === undefined) return { page: 'entry', seq: Number(second) }
    return third === 'correct' ? { page: 'correction', seq: Number(second) } : missing
  }
  const ofEntry = first === 'certificates' ? 'certificate' : first === 'disclosures' ? 'disclosure' : undefined
  if (ofEntry && second !== undefined && third === undefined && /^\d{1,15}$/.test(second))
    return { page: ofEntry, seq: Number(second) }
  if (first === 'people' && second !== undefined) {
    if (third === undefined) return second === 'import' ? { page: 'staff-list' } : { page: 'person', person: second }
    return third === 'leave' || third === 'leaving' ? { page: third, person: second } : missing
  }
  if (second !== undefined) return missing
  const asked = (['owed', 'sent', 'statistics', 'verify'] as const).find((name) => name === first)
  if (asked) return { page: asked, query }
  if (first === 'board') return { page: 'board', isWall: query.has('wall') }
  const page = plain.find((name) => name === first)
  return page ? { page } : missing
}

/** Registers whose entries are made on a page of their own. */
const ownPages: ReadonlyMap<string, string> = new Map([
  ['disposal', '/disposals'],
  ['disposal-approval', '/disposals'],
])

/** Paths by what they show. */
export const path = {
  today: '/',
  signIn: '/sign-in',
  firstRun: '/first-run',
  postsStep: '/first-run#5',
  registers: '/registers',
  write: '/write',
  counter: '/counter',
  reader: '/reader',
  board: '/board',
  wall: '/board?wall',
  clauses: '/clauses',
  people: '/people',
  staffList: '/people/import',
  calendar: '/calendar',
  person: (id: string) => `/people/${encodeURIComponent(id)}`,
  leave: (id: string) => `/people/${encodeURIComponent(id)}/leave`,
  leaving: (id: string) => `/people/${encodeURIComponent(id)}/leaving`,
  history: '/history',
  settings: '/settings',
  machines: '/machines',
  policies: '/policies',
  me: '/me',
  clausesAt: (query: Readonly<Record<string, string>>, clause = '') =>
    withQuery('/clauses', query) + (clause === '' ? '' : `#${encodeURIComponent(clause)}`),
  statistics: (query: Readonly<Record<string, string>> = {}) => withQuery('/statistics', query),
  verify: (query: Readonly<Record<string, string>> = {}) => withQuery('/verify', query),
  owed: (query: Readonly<Record<string, string>>) => withQuery('/owed', query),
  sent: (query: Readonly<Record<string, string>>) => withQuery('/sent', query),
  register: (id: string, query: Readonly<Record<string, string>> = {}) => withQuery(`/registers/${id}`, query),
  disposals: '/disposals',
  certificate: (seq: number) => `/certificates/${seq}`,
  disclosure: (seq: number) => `/disclosures/${seq}`,
  newEntry: (id: string, prefill: Readonly<Record<string, string>> = {}) =>
    ownPages.get(id) ?? withQuery(`/registers/${id}/new`, prefill),
  /** The same form, for what `stead` told; without him, for whoever telephones. */
  assist: (
    { register, prefill }: { readonly register: string; readonly prefill: Readonly<Record<string, string>> },
    stead = '',
  ) => withQuery(`/registers/${register}/new`, { ...prefill, [steadName]: stead }),
  entry: (seq: number) => `/entries/${seq}`,
  correction: (seq: number) => `/entries/${seq}/correct`,
}
/** The name in an address of the person in whose stead a form begins. */
export const steadName = 'stead'
function withQuery(base: string, query: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString()
  return text === '' ? base : `${base}?${text}`
}

const listeners = new Set<() => void>()
const tell = () => {
  for (const listener of listeners) listener()
}
/** Goes to a path of this site; `replace` leaves no trace in the history. */
export function go(to: string, { replace = false } = {}): void {
  if (to === location.pathname + location.search + location.hash) return
  if (replace) history.replaceState(null, '', to)
  else history.pushState(null, '', to)
  tell()
  if (!replace && !to.includes('#')) scrollTo(0, 0)
}
/** The address as it stands: path, query and hash; a component that asks is drawn again when it changes. */
export function useAddress(): string {
  return useSyncExternalStore(
    (listener) => {
      if (listeners.size === 0) addEventListener('popstate', tell)
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) removeEventListener('popstate', tell)
      }
    },
    () => location.pathname + location.search + location.hash,
  )
}
