/** 岗位、单位类别、制度、条: one of those that the policies declare; and the unit that a post belongs to. */
import type { UnitRow } from '../../server/api.ts'
import { clauses, policies, posts, registers, unitKinds } from '../declared.ts'
import { useAnswer } from '../parts/answer.ts'
import type { ControlProps } from './field-view.tsx'
import { SelectBox } from './select.tsx'

const titles = {
  post: posts,
  unit: unitKinds,
  policy: policies,
  register: registers,
  clause: clauses,
} as const

export function DeclaredControl(props: ControlProps) {
  return (
    <SelectBox {...props}>
      {titles[props.field.what ?? 'post'].map((one) => (
        <option key={one.id} value={one.id}>
          {one.title}
        </option>
      ))}
    </SelectBox>
  )
}

/** Units of every kind that some post belongs to; the server refuses one that does not fit the post. */
export function UnitOfPostControl(props: ControlProps) {
  const { body } = useAnswer<Readonly<Record<string, readonly UnitRow[]>>>('/api/units')
  const units = Object.values(body ?? {})
    .flat()
    .filter(({ until }) => until === undefined)
  return (
    <SelectBox {...props}>
      {units.map((unit) => (
        <option key={unit.id} value={unit.id}>
          {unit.title}
        </option>
      ))}
    </SelectBox>
  )
}
