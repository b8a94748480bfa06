/** 所指的那一件: an entry of another register, or a matter by its key (a seat). */
import { useId } from 'react'
import type { EntryList, EntryRow, MatterRows } from '../../server/api.ts'
import { matterIn, registerOf } from '../declared.ts'
import { useAnswer } from '../parts/answer.ts'
import { useNames, valueText } from '../parts/values.tsx'
import { sayEntry } from '../parts/wording.ts'
import type { ControlProps } from './field-view.tsx'
import { SelectBox } from './select.tsx'

export function RefControl(props: ControlProps) {
  const [space, of = ''] = (props.field.space ?? '').split(':')
  if (space === 'entry') return <EntryRef {...props} register={of} />
  return <MatterRef {...props} matter={of} />
}

/** What an entry says of itself in a list: its first words. */
const summary = (row: EntryRow) =>
  Object.values(row.values)
    .filter((value) => typeof value === 'string' && value.length > 3)
    .at(-1) ?? row.byName

function EntryRef({ register, ...props }: ControlProps & { readonly register: string }) {
  const { text } = props
  const search = `/api/registers/${register}/search`
  const rows = useAnswer<EntryList>(registerOf(register) ? search : undefined, { size: 50 }).body?.rows ?? []
  return (
    <SelectBox {...props}>
      {text !== '' && !rows.some(({ seq }) => String(seq) === text) && (
        <option value={text}>{sayEntry(Number(text))}</option>
      )}
      {rows.map((row) => (
        <option key={row.seq} value={row.seq}>
          {sayEntry(row.seq)}，{String(summary(row)).slice(0, 30)}
        </option>
      ))}
    </SelectBox>
  )
}

/** So many of a matter are offered; what is older is reached from its own page. */
const offeredMax = 200
/** What a row says in a line: whose it is, how far, since when. */
function useLines(matter: string, rows: MatterRows['rows']): readonly (readonly [key: string, line: string])[] {
  const fields = (matterIn(`row:${matter}`)?.fields ?? []).filter(([, { kind }]) => kind !== 'ref' && kind !== 'yes')
  const names = useNames(fields)
  return Object.keys(rows)
    .sort((a, b) => b.localeCompare(a, 'zh', { numeric: true }))
    .slice(0, offeredMax)
    .map((key) => {
      const said = fields.flatMap(([name, field]) => {
        const value = rows[key]?.[name]
        return typeof value === 'string' || typeof value === 'number' ? [valueText(field, value, names)] : []
      })
      return [key, [...(/^\d+$/.test(key) ? [sayEntry(Number(key))] : []), ...said].join('，')] as const
    })
}
/** A row that an entry opened is called by that entry's number: it is chosen by what it says. */
function OpenedRef({
  matter,
  rows,
  ...props
}: ControlProps & { readonly matter: string; readonly rows: MatterRows['rows'] }) {
  const { text } = props
  const lines = useLines(matter, rows)
  return (
    <SelectBox {...props}>
      {text !== '' && !lines.some(([key]) => key === text) && <option value={text}>{text}</option>}
      {lines.map(([key, line]) => (
        <option key={key} value={key}>
          {line}
        </option>
      ))}
    </SelectBox>
  )
}

function MatterRef({ matter, ...props }: ControlProps & { readonly matter: string }) {
  const { id, name, text, set, left, isInvalid, describedBy } = props
  const list = useId()
  const rows = useAnswer<MatterRows>(`/api/matters/${matter}`).body?.rows ?? {}
  if (matterIn(`row:${matter}`)?.isOpenedByEntry) return <OpenedRef {...props} matter={matter} rows={rows} />
  return (
    <>
      <input
        className="input"
        id={id}
        name={name}
        value={text}
        list={list}
        autoComplete="off"
        onBlur={left}
        aria-invalid={isInvalid}
        aria-describedby={describedBy}
        onChange={(event) => set(event.target.value)}
      />
      <datalist id={list}>
        {Object.keys(rows)
          .sort()
          .map((key) => (
            <option key={key} value={key} />
          ))}
      </datalist>
    </>
  )
}
