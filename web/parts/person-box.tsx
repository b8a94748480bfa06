/** Somebody chosen from the staff: a search above the list where there are many. */
import { useId, useState } from 'react'
import type { PersonRow } from '../../server/api.ts'
import { isMeant } from '../fields/person.tsx'
import { useAnswer } from './answer.ts'
import { postsOf } from './session.ts'

const searchFrom = 12,
  listedMax = 200

/** `empty`: what stands first and means nobody. Who has left, and `except`, are not offered. */
export function PersonBox({
  label,
  empty,
  value,
  set,
  except,
  fault,
}: {
  readonly label: string
  readonly empty: string
  readonly value: string
  readonly set: (person: string) => void
  readonly except?: string
  readonly fault?: string | undefined
}) {
  const id = useId()
  const all = useAnswer<readonly PersonRow[]>('/api/people').body ?? []
  const [typed, setTyped] = useState('')
  const people = all.filter(({ person, left }) => left === undefined && person !== except)
  const shown = people.filter((one) => one.person === value || isMeant(one, typed.trim()))
  const narrow = (text: string) => {
    setTyped(text)
    const meant = people.filter((one) => isMeant(one, text.trim()))
    if (text.trim() !== '' && meant.length === 1) set(meant[0]?.person ?? '')
  }
  return (
    <div className="field person-box">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      {people.length >= searchFrom && (
        <input
          className="input"
          type="search"
          value={typed}
          placeholder="姓名、拼音或首字母"
          autoComplete="off"
          aria-label={`${label}，找人`}
          onChange={(event) => narrow(event.target.value)}
        />
      )}
      <select
        id={id}
        className="input"
        value={value}
        aria-invalid={fault !== undefined}
        aria-describedby={fault === undefined ? undefined : `${id}-fault`}
        onChange={(event) => set(event.target.value)}
      >
        <option value="">{empty}</option>
        {shown.slice(0, listedMax).map((one) => (
          <option key={one.person} value={one.person}>
            {one.name}
            {postsOf(one) && `（${postsOf(one)}）`}
          </option>
        ))}
      </select>
      {fault !== undefined && (
        <span className="fault" id={`${id}-fault`}>
          {fault}
        </span>
      )}
    </div>
  )
}
