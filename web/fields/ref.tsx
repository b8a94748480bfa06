/** 所指的那一件: an entry of another register, or a matter by its key (a seat). */
import { useId } from 'react'
import type { EntryList, EntryRow, MatterRows } from '../../server/api.ts'
import { registerOf } from '../declared.ts'
import { useAnswer } from '../parts/answer.ts'
import { sayEntry } from '../parts/wording.ts'
import type { ControlProps } from './field-view.tsx'

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

function EntryRef({
  register,
  id,
  name,
  field,
  text,
  set,
  left,
  isInvalid,
  describedBy,
}: ControlProps & {
  readonly register: string
}) {
  const search = `/api/registers/${register}/search`
  const rows = useAnswer<EntryList>(registerOf(register) ? search : undefined, { size: 50 }).body?.rows ?? []
  return (
    <select
      className="input"
      id={id}
      name={name}
      value={text}
      onBlur={left}
      aria-invalid={isInvalid}
      aria-describedby={describedBy}
      onChange={(event) => set(event.target.value)}
    >
      <option value="">{field.isOptional ? '不填' : '请选'}</option>
      {text !== '' && !rows.some(({ seq }) => String(seq) === text) && (
        <option value={text}>{sayEntry(Number(text))}</option>
      )}
      {rows.map((row) => (
        <option key={row.seq} value={row.seq}>
          {sayEntry(row.seq)}，{String(summary(row)).slice(0, 30)}
        </option>
      ))}
    </select>
  )
}

function MatterRef({
  matter,
  id,
  name,
  text,
  set,
  left,
  isInvalid,
  describedBy,
}: ControlProps & {
  readonly matter: string
}) {
  const list = useId()
  const rows = useAnswer<MatterRows>(`/api/matters/${matter}`).body?.rows ?? {}
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
