/** The morning's summary as paper: who reported when, who did not, what was grave; seen in print only. */
import type { EntryList } from '../../server/api.ts'
import { dayOf } from '../../engine/time.ts'
import { registerOf } from '../declared.ts'
import { useSession } from '../parts/session.ts'
import { textIn } from '../parts/values.tsx'
import { sayEntry, sayFullDay, sayMinute, sayWeekday } from '../parts/wording.ts'
import { inOrder, notIn, type Side } from './board-sides.ts'
import { bySeverity, weightOf } from './board-came.tsx'
import type { DutyDayUnit } from '../../server/api.ts'

const columns = 3
/** Rows of three units each, read downwards. */
function inRows<T>(all: readonly T[]): readonly (readonly (T | undefined)[])[] {
  const height = Math.ceil(all.length / columns)
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: columns }, (_unused, column) => all[column * height + row]),
  )
}
const said = ({ state, isZero }: DutyDayUnit) =>
  state === 'phone' ? '电话' : state === 'met-late' ? '迟报' : isZero ? '零报' : '有'

export function BoardPaper({
  sides,
  items,
  at,
}: {
  readonly sides: readonly Side[]
  readonly items: EntryList | undefined
  readonly at: number
}) {
  const { session } = useSession()
  const day = dayOf(at)
  const grave = bySeverity(items?.rows ?? []).filter((row) => weightOf(row) > 0)
  const fields = registerOf('item')?.fields ?? []
  const fieldOf = (name: string) => fields.find(([other]) => other === name)?.[1]
  return (
    <section className="a4" aria-hidden="true">
      <header className="ph">
        <p className="org">{session.organisation.name}</p>
        <h1>日安全信息汇总</h1>
        <p className="meta">
          <span>
            日期：{sayFullDay(day)}（{sayWeekday(day)}）
          </span>
          <span>汇总时刻：{sayMinute(at)}</span>
        </p>
      </header>
      {sides.map((side) => (
        <div key={side.duty}>
          <h2>
            {side.title}：应报 {side.day.units.length}，已报 {inOrder(side).length}，未报 {notIn(side).length}
          </h2>
          <table className="paper tight">
            <tbody>
              {inRows(inOrder(side)).map((row, index) => (
                <tr key={index}>
                  {row.flatMap((unit, column) => [
                    <td key={`${column}n`}>{unit?.title}</td>,
                    <td key={`${column}t`} className="t">
                      {unit?.metAt !== undefined && sayMinute(unit.metAt)}
                    </td>,
                    <td key={`${column}z`} className="t">
                      {unit && said(unit)}
                    </td>,
                  ])}
                </tr>
              ))}
            </tbody>
          </table>
          {notIn(side).length > 0 && (
            <p className="still">
              未报：
              {notIn(side)
                .map(({ title }) => title)
                .join('、')}
            </p>
          )}
        </div>
      ))}
      <h2>严重及以上 {grave.length} 件</h2>
      <table className="paper tight">
        <tbody>
          {grave.map((row) => (
            <tr key={row.seq}>
              <td>{sayEntry(row.seq)}</td>
              <td>{textIn('department', fieldOf('department'), row.values)}</td>
              <td>
                <b>{textIn('severity', fieldOf('severity'), row.values)}</b>
              </td>
              <td>{textIn('summary', fieldOf('summary'), row.values)}</td>
              <td>{row.state?.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className="sign">
        <tbody>
          <tr>
            {['医务科', '护理部', '分管副院长'].map((who) => (
              <td key={who}>
                <span>{who}</span>
                <i>年　　月　　日</i>
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </section>
  )
}
