/** 几个单位: those of a kind that are open today, each with its box; of anything else a line, with 、 between. */
import type { ControlProps } from './field-view.tsx'
import { LineControl } from './text.tsx'
import { useUnits } from './unit.tsx'

export const ListControl = (props: ControlProps) =>
  props.field.unit === undefined ? <LineControl {...props} /> : <UnitsControl {...props} />

/** From how many units on one press takes them all. */
const allFrom = 3

function UnitsControl({ id, field, text, set, left, isInvalid, describedBy }: ControlProps) {
  const units = useUnits(field.unit)
  const chosen = new Set(text.split('\n').filter((one) => one !== ''))
  /** In the order of the list, so that the same choice is the same answer. */
  const choose = (next: ReadonlySet<string>) =>
    set(
      [...units.map((unit) => unit.id), ...chosen]
        .filter((one, n, all) => next.has(one) && all.indexOf(one) === n)
        .join('\n'),
    )
  const isAll = units.length > 0 && units.every((unit) => chosen.has(unit.id))
  return (
    <span
      className="boxes"
      role="group"
      aria-labelledby={`${id}-label`}
      aria-describedby={describedBy}
      data-invalid={isInvalid}
      onBlur={left}
    >
      {units.length >= allFrom && (
        <label className="check">
          <input
            type="checkbox"
            checked={isAll}
            onChange={() => choose(new Set(isAll ? [] : units.map((unit) => unit.id)))}
          />
          全部 {units.length} 个
        </label>
      )}
      {units.map((unit) => (
        <label className="check" key={unit.id}>
          <input
            type="checkbox"
            checked={chosen.has(unit.id)}
            onChange={({ target }) =>
              choose(
                target.checked ? new Set([...chosen, unit.id]) : new Set([...chosen].filter((one) => one !== unit.id)),
              )
            }
          />
          {unit.title}
        </label>
      ))}
    </span>
  )
}
