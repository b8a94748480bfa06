/** 人员: from the staff, found by name or pinyin initials where there are many. */
import { useState } from 'react'
import type { PersonRow } from '../../server/api.ts'
import { useAnswer } from '../parts/answer.ts'
import { joined } from '../parts/session.ts'
import type { ControlProps } from './field-view.tsx'
import { SelectBox } from './select.tsx'

/** From how many people on a line to search them stands above the list. */
const searchFrom = 12

const badge = ({ posts }: PersonRow) =>
  posts.map(({ title, unitTitle }) => (unitTitle === undefined ? title : joined(unitTitle, title))).join('、')
/** Whether a person is meant by a part of the name, by its pinyin, or by the initials of that. */
export function isMeant(
  { name, initials, spelling }: Pick<PersonRow, 'name' | 'initials' | 'spelling'>,
  typed: string,
) {
  const letters = typed.toLowerCase()
  return typed === '' || name.includes(typed) || initials.startsWith(letters) || spelling.startsWith(letters)
}

export function PersonControl(props: ControlProps) {
  const { field, text, set } = props
  const known = useAnswer<readonly PersonRow[]>('/api/people').body,
    all = known ?? []
  // Who has left is chosen nowhere, and stands where he was chosen before.
  const people = all.filter(({ left, person }) => left === undefined || person === text)
  const [typed, setTyped] = useState('')
  const shown = people.filter((one) => one.person === text || isMeant(one, typed.trim()))
  const narrow = (value: string) => {
    setTyped(value)
    const meant = people.filter((one) => isMeant(one, value.trim()))
    if (value !== '' && meant.length === 1) set(meant[0]?.person ?? '')
  }
  return (
    <span className="with-act person">
      {people.length >= searchFrom && (
        <input
          className="input"
          type="search"
          value={typed}
          placeholder="姓名或拼音首字母"
          autoComplete="off"
          aria-label={`${field.label}，找人`}
          onChange={(event) => narrow(event.target.value)}
        />
      )}
      <SelectBox {...props}>
        {text !== '' && !people.some(({ person }) => person === text) && (
          <option value={text}>{known ? '不在人员名单上' : '正在取姓名'}</option>
        )}
        {shown.map((one) => (
          <option key={one.person} value={one.person}>
            {one.name}
            {badge(one) && `，${badge(one)}`}
          </option>
        ))}
      </SelectBox>
    </span>
  )
}
