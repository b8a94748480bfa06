/** 岗位、单位类别、制度、条: one of those that the policies declare; and the unit that a post belongs to. */
import type { UnitRow } from '../../server/api.ts'
import { clauses, policies, posts, registers, unitKinds } from '../declared.ts'
import { useAnswer } from '../parts/answer.ts'
import type { ControlProps } from './field-view.tsx'

const titles = {
  post: posts,
  unit: unitKinds,
  policy: policies,
  register: registers,
  clause: clauses,
} as const

export function DeclaredControl({ id, name, field, text, set, left, isInvalid, describedBy }: ControlProps) {
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
      {titles[field.what ?? 'post'].map((one) => (
        <option key={one.id} value={one.id}>
          {one.title}
        </option>
      ))}
    </select>
  )
}

/** Units of every kind that some post belongs to; the server refuses one that does not fit the post. */
export function UnitOfPostControl({ id, name, field, text, set, left, isInvalid, describedBy }: ControlProps) {
  const { body } = useAnswer<Readonly<Record<string, readonly UnitRow[]>>>('/api/units')
  const units = Object.values(body ?? {})
    .flat()
    .filter(({ until }) => until === undefined)
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
      {units.map((unit) => (
        <option key={unit.id} value={unit.id}>
          {unit.title}
        </option>
      ))}
    </select>
  )
}
