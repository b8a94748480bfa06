/** The morning's summary as paper: who reported when, who did not, what was grave; seen in print only. */
import type { DutyDayUnit } from '../../server/api.ts'
import { dayOf } from '../../engine/time.ts'
import { Sheets, type Block } from '../parts/sheets.tsx'
import { textIn } from '../parts/values.tsx'
import { sayFullDay, sayMinute, sayNumber, sayWeekday } from '../parts/wording.ts'
import { bySeverity, fieldIn, saidOf, weightOf, type CameIn } from './board-came.tsx'
import { inOrder, notIn, type Side } from './board-sides.ts'

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
  came,
  at,
}: {
  readonly sides: readonly Side[]
  readonly came: CameIn
  readonly at: number
}) {
  const day = dayOf(at)
  const grave = bySeverity(came.rows).filter((row) => weightOf(row) > 0)
  const blocks: Block[] = [
    ...sides.flatMap(sideBlocks),
    { is: 'text', kind: 'heading', text: `严重及以上 ${grave.length} 件` },
    ...(grave.length === 0
      ? []
      : [
          {
            is: 'list' as const,
            head: [
              { title: '条号', width: 'narrow' as const },
              { title: '科室' },
              { title: '程度', width: 'middling' as const },
              { title: '情况' },
              { title: '进展', width: 'middling' as const },
            ],
            rows: grave.map((row) => [
              sayNumber(row.seq),
              textIn('department', fieldIn(row, 'department'), row.values),
              textIn('severity', fieldIn(row, 'severity'), row.values),
              saidOf(row),
              row.state?.text ?? '',
            ]),
          },
        ]),
  ]
  return (
    <Sheets
      title="日安全信息汇总"
      meta={[`日期：${sayFullDay(day)}（${sayWeekday(day)}）`, `汇总时刻：${sayMinute(at)}`]}
      blocks={blocks}
      signatures={['医务科', '护理部', '分管副院长']}
    />
  )
}
function sideBlocks(side: Side): readonly Block[] {
  const [done, open] = [inOrder(side), notIn(side)]
  const head = ['科室', '报出', '内容'].map((title, n) => (n === 0 ? { title } : { title, width: 'narrow' as const }))
  const rows = inRows(done).map((row) =>
    row.flatMap((unit) => [
      unit?.title ?? '',
      unit?.metAt === undefined ? '' : sayMinute(unit.metAt),
      unit ? said(unit) : '',
    ]),
  )
  return [
    {
      is: 'text',
      kind: 'heading',
      text: `${side.title}：应报 ${side.day.units.length}，已报 ${done.length}，未报 ${open.length}`,
    },
    ...(rows.length === 0 ? [] : [{ is: 'list' as const, head: [...head, ...head, ...head], rows }]),
    ...(open.length === 0
      ? []
      : [{ is: 'text' as const, kind: 'saying' as const, text: `未报：${open.map(({ title }) => title).join('、')}` }]),
  ]
}
