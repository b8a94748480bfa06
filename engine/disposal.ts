/**
 * What a disposal destroys, as lines that a person and a checker read alike: `check-in 2026-08 1284 48-9120,9131` is 1284
 * bodies of the register `check-in`, recorded in that month: each that there was from entry 48 through 9120, and 9131.
 */
import type { Event } from './events.ts'
import { certify } from './keeping.ts'

export interface DisposalLine {
  readonly register: string
  readonly month: string
  readonly count: number
  /** First and last sequence number, both included; between them no body of the register stays. */
  readonly ranges: readonly (readonly [number, number])[]
}
/** One body that there is, and whether it goes. */
export interface Body {
  readonly register: string
  readonly month: string
  readonly seq: number
  readonly isOver: boolean
}

/** The lines of a list of bodies that stands in order of their numbers; what stays parts the ranges. */
export function linesOf(bodies: Iterable<Body>): readonly DisposalLine[] {
  const lines = new Map<string, { count: number; ranges: [number, number][]; isParted: boolean }>()
  for (const { register, month, seq, isOver } of bodies) {
    const key = `${register} ${month}`,
      line = lines.get(key) ?? { count: 0, ranges: [], isParted: true }
    lines.set(key, line)
    const last = line.ranges.at(-1)
    if (isOver) {
      line.count += 1
      if (last && !line.isParted) last[1] = seq
      else line.ranges.push([seq, seq])
    }
    line.isParted = !isOver
  }
  return [...lines]
    .filter(([, { count }]) => count > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { count, ranges }]) => {
      const [register = '', month = ''] = key.split(' ')
      return { register, month, count, ranges }
    })
}
export const spellLine = ({ register, month, count, ranges }: DisposalLine) =>
  `${register} ${month} ${count} ${ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',')}`

/** Undefined where the text is no line. */
export function readLine(text: string): DisposalLine | undefined {
  const [, register = '', month = '', count = '', ranges = ''] =
    /^([a-z0-9-]+) (\d{4}-\d{2}) (\d{1,9}) (\d{1,15}(?:-\d{1,15})?(?:,\d{1,15}(?:-\d{1,15})?)*)$/.exec(text) ?? []
  if (register === '') return undefined
  const pairs = ranges.split(',').map((one) => {
    const [from = '', to = from] = one.split('-')
    return [Number(from), Number(to)] as const
  })
  return { register, month, count: Number(count), ranges: pairs }
}
/** What the digest of a list is taken of: the numbers, ascending. */
export const spellList = (seqs: readonly number[]) => seqs.join(',')

/** What an event certifies to be destroyed; nothing, where it is no certificate. */
export function certifiedIn(event: Event): readonly DisposalLine[] {
  if (event.type !== 'filed' || event.register !== certify.id || event.by !== 'system') return []
  const { lines } = event.facts
  return Array.isArray(lines) ? lines.flatMap((line) => readLine(String(line)) ?? []) : []
}
