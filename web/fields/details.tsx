/** Under a heading of a report: what was entered by itself for it, and the forms that it asks for on the spot. */
import { useEffect, useRef, useState } from 'react'
import type { EntryList, EntryRow } from '../../server/api.ts'
import { registerOf, registers, type RegisterShape } from '../declared.ts'
import { useAnswer } from '../parts/answer.ts'
import { Link } from '../parts/link.tsx'
import { sayEntry } from '../parts/wording.ts'
import { path, useAddress } from '../routes.ts'
import type { Typed } from './typed.ts'

/** A register that takes one entry for each thing under a heading, and what its form knows already. */
export interface Detail {
  readonly register: RegisterShape
  readonly prefill: Readonly<Record<string, string>>
}

/** Those that say so themselves; where none does, the one of the policy in which the heading can be chosen. */
export function detailsOf(report: RegisterShape, heading: string, typed: Typed): readonly Detail[] {
  const others = registers.filter(({ id, policy }) => policy === report.policy && id !== report.id)
  const own = others.filter(({ under }) => under === heading)
  const choosing = others.flatMap((register) => {
    const field = register.fields.find(
      ([, { kind, options }]) => kind === 'choice' && Object.hasOwn(options ?? {}, heading),
    )
    return field ? [{ register, chosen: { [field[0]]: heading } }] : []
  })
  const found = own.length > 0 ? own.map((register) => ({ register, chosen: {} })) : choosing.slice(0, 1)
  return found.map(({ register, chosen }) => ({ register, prefill: { ...shared(report, register, typed), ...chosen } }))
}
/** The unit and the day that both ask for. */
const shared = (report: RegisterShape, detail: RegisterShape, typed: Typed) =>
  Object.fromEntries(
    report.fields.flatMap(([name, { kind }]) => {
      const isShared = (kind === 'unit' || kind === 'day') && detail.fields.some(([other]) => other === name)
      const text = typed[name] ?? ''
      return isShared && text !== '' ? [[name, text]] : []
    }),
  )

const placeOf = (heading: string, register: string) => `#${heading}/${register}`
const bare = (address: string) => address.split('#')[0] ?? '/'
/** The form that the address asks for beside the report, and the way back to the report. */
export function useDetail(report: RegisterShape, typed: Typed) {
  const address = useAddress()
  const [heading = '', id = ''] = (address.split('#')[1] ?? '').split('/')
  const detail = detailsOf(report, heading, typed).find(({ register }) => register.id === id)
  return { detail: registerOf(id) && detail, heading, back: bare(address) }
}

/** How many were entered one by one, and the way to enter another; the heading's number follows what is entered. */
export function Details({
  report,
  heading,
  typed,
  text,
  use,
}: {
  readonly report: RegisterShape
  readonly heading: string
  readonly typed: Typed
  readonly text: string
  readonly use: (text: string) => void
}) {
  const details = detailsOf(report, heading, typed)
  const [totals, setTotals] = useState<Readonly<Record<string, number>>>({})
  const isKnown = details.length > 0 && details.every(({ register: { id } }) => totals[id] !== undefined)
  const total = isKnown ? details.reduce((sum, { register: { id } }) => sum + (totals[id] ?? 0), 0) : undefined
  const before = useRef<number>(undefined)
  useEffect(() => {
    if (total === undefined) return
    const isMore = before.current !== undefined && total > before.current
    before.current = total
    if ((text === '' || isMore) && total > Number(text)) use(String(total))
  }, [total, text, use])
  if (details.length === 0) return null
  return (
    <div className="details">
      {details.map((detail) => (
        <Entered
          key={detail.register.id}
          detail={detail}
          heading={heading}
          count={(n) => setTotals((before) => ({ ...before, [detail.register.id]: n }))}
        />
      ))}
      {total !== undefined && total > 0 && String(total) !== text && (
        <p className="note">
          共 {total} 件，上面填的是 {text || '空'}
          <button className="btn quiet small" type="button" onClick={() => use(String(total))}>
            照此填
          </button>
        </p>
      )}
    </div>
  )
}
/** What an entry says of itself: the first words that were told; where there are none, its number. */
function saidOf({ fields }: RegisterShape, { seq, values }: EntryRow): string {
  const told = fields.find(([name, { kind }]) => kind === 'text' && typeof values[name] === 'string')
  return told ? String(values[told[0]]) : sayEntry(seq)
}

function Entered({
  detail: { register, prefill },
  heading,
  count,
}: {
  readonly detail: Detail
  readonly heading: string
  readonly count: (total: number) => void
}) {
  const here = bare(useAddress())
  const list = useAnswer<EntryList>(`/api/registers/${register.id}/search`, {
    filters: prefill,
    rule: '',
    size: 20,
  }).body
  const total = list?.total
  const latest = useRef(count)
  latest.current = count
  useEffect(() => {
    if (total !== undefined) latest.current(total)
  }, [total])
  return (
    <div className="entered">
      {list?.rows.map((row) => (
        <Link key={row.seq} to={path.entry(row.seq)}>
          {saidOf(register, row)}
        </Link>
      ))}
      <p className="note">
        <span>
          {register.title}
          {total === undefined ? '' : total === 0 ? '，还没有' : `，已填 ${total} 张`}
        </span>
        <Link className="btn small" to={here + placeOf(heading, register.id)}>
          填{register.title}
        </Link>
      </p>
    </div>
  )
}
