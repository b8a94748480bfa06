/** 科室等单位: those that are open today; one's own first. */
import type { UnitRow } from '../../server/api.ts'
import { useAnswer } from '../parts/answer.ts'
import { useSession } from '../parts/session.ts'
import type { ControlProps } from './field-view.tsx'
import { SelectBox } from './select.tsx'

/** Units of a kind that exist, one's own at the head. */
export function useUnits(kind: string | undefined): readonly UnitRow[] {
  const {
    session: { posts },
  } = useSession()
  const units = useAnswer<readonly UnitRow[]>(kind === undefined ? undefined : `/api/units/${kind}`).body
  const mine = new Set(posts.map(({ unit }) => unit))
  const open = (units ?? []).filter(({ until }) => until === undefined)
  return [...open].sort((a, b) => Number(mine.has(b.id)) - Number(mine.has(a.id)))
}

export function UnitControl(props: ControlProps) {
  const { field, text } = props
  const units = useUnits(field.unit)
  return (
    <SelectBox {...props}>
      {text !== '' && !units.some((unit) => unit.id === text) && <option value={text}>{text}</option>}
      {units.map((unit) => (
        <option key={unit.id} value={unit.id}>
          {unit.title}
        </option>
      ))}
    </SelectBox>
  )
}
