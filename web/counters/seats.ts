/** Seats of a hall: which is free, used or closed and why, and which to propose to the next customer. */
import type { Day } from '../../engine/time.ts'

export interface Seat {
  readonly id: string
  readonly area: string
  readonly state: 'free' | 'used' | 'off'
  /** Why it is closed, in two characters: 直连, 停用, 外网. */
  readonly why?: string
  /** Since when it is used. */
  readonly since?: number
}
type Rows = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/**
 * Seats in the order of the hall: by area as first seen, in it by number. `terminals` and `used` are rows by seat, `access`
 * those of the licences by name: one that is entered there ends when that says.
 */
export function seatsOf(terminals: Rows, used: Rows, access: Rows, today: Day): readonly Seat[] {
  const ids = [...new Set([...Object.keys(terminals), ...Object.keys(used)])]
  return ids
    .sort((a, b) => a.localeCompare(b, 'zh-CN', { numeric: true }))
    .map((id) => {
      const row = terminals[id]
      const area = typeof row?.['area'] === 'string' ? row['area'] : ''
      const taken = used[id],
        since = taken?.['since']
      if (taken) return { id, area, state: 'used', ...(typeof since === 'number' ? { since } : {}) }
      const why = faultOf(row, access, today)
      return why ? { id, area, state: 'off', why } : { id, area, state: 'free' }
    })
}
function faultOf(row: Rows[string] | undefined, access: Rows, today: Day): string | undefined {
  if (!row) return '未登'
  if (row['isRetired'] === true) return '停用'
  if (row['isSuspended'] === true) return '外网'
  const until = access[String(row['licence'])]?.['until'] ?? row['licensedUntil']
  if (typeof until === 'string' && until < today) return '过期'
  return row['isDirect'] === true ? '直连' : undefined
}

export interface Area {
  readonly title: string
  readonly seats: readonly Seat[]
}
export function areasOf(seats: readonly Seat[]): readonly Area[] {
  const titles = [...new Set(seats.map(({ area }) => area))]
  return titles.map((title) => ({ title, seats: seats.filter(({ area }) => area === title) }))
}

/** The first free seat with free neighbours on both sides, or else the first free one; undefined when the hall is full. */
export function proposed(seats: readonly Seat[]): { readonly seat: Seat; readonly note: string } | undefined {
  const isQuiet = (seat: Seat, index: number) =>
    seat.state === 'free' && seats[index - 1]?.state !== 'used' && seats[index + 1]?.state !== 'used'
  const quiet = seats.find(isQuiet)
  const seat = quiet ?? seats.find(({ state }) => state === 'free')
  if (!seat) return undefined
  const where = seat.area === '' ? '空座' : `${seat.area}${/[区间厅]$/.test(seat.area) ? '' : '区'}空座`
  return { seat, note: quiet ? `推荐：${where}，邻座无人` : `推荐：${where}` }
}

/** The seat that somebody means: 5 and ５ for 05, where there is no seat 5. */
export function seatMeant(typed: string, seats: readonly Seat[]): string {
  const text = typed.normalize('NFKC').trim().toUpperCase()
  if (text === '' || seats.some(({ id }) => id === text)) return text
  const same = seats.filter(({ id }) => id.replace(/^0+/, '') === text.replace(/^0+/, ''))
  return same.length === 1 ? (same[0]?.id ?? text) : text
}
