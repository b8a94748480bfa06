/** The morning's summary as paper: who reported when, who did not, what was grave; seen in print only. */
import type { DutyDayUnit } from '../../server/api.ts'
import { dayOf } from '../../engine/time.ts'
import type { SummaryShape } from '../declared.ts'
import { Sheets, type Block } from '../parts/sheets.tsx'
import { sayFullDay, sayMinute, sayNumber, sayWeekday } from '../parts/wording.ts'
import { byGravity, graveWord, saidOf, valueIn, weightOf, type CameIn } from './board-came.tsx'
import { inOrder, notIn, type Side } from './board-sides.ts'

const columns = 3
/** Rows of three units each, read downwards. */
function inRows<T>(all: readonly T[]): readonly (readonly (T | undefined)[])[] {
  const height = Math.ceil(all.length / columns)
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: columns }, (_unused, column) => all[column * height + row]),
  )
}
const said = ({ state, isZero }: DutyDayUnit, { otherwise }: Side) =>
  state === 'otherwise' ? (otherwise?.word ?? '有') : state === 'met-late' ? '迟报' : isZero ? '零报' : '有'

export function BoardPaper({
  summary,
  sides,
  came,
  at,
}: {
  readonly summary: SummaryShape
  readonly sides: readonly Side[]
  readonly came: CameIn
  readonly at: number
}) {
  const day = dayOf(at)
  const of = summary.came,
    grave = byGravity(came.rows, of).filter((row) => weightOf(row, of) > 0)
  const blocks: Block[] = [
    ...sides.flatMap(sideBlocks),
    { is: 'text', kind: 'heading', text: `${graveWord(of)} ${grave.length} 件` },
    ...(grave.length === 0
      ? []
      : [
          {
            is: 'list' as const,
            head: [
              { title: '条号', width: 'narrow' as const },
              { title: sides[0]?.unit ?? '' },
              { title: '程度', width: 'middling' as const },
              { title: '情况' },
              { title: '进展', width: 'middling' as const },
            ],
            rows: grave.map((row) => [
              sayNumber(row.seq),
              valueIn(row, of.unit),
              valueIn(row, of.gravity),
              saidOf(row),
              row.state?.text ?? '',
            ]),
          },
        ]),
  ]
  return (
    <Sheets
      title={summary.paper.title}
      meta={[`日期：${sayFullDay(day)}（${sayWeekday(day)}）`, `汇总时刻：${sayMinute(at)}`]}
      blocks={blocks}
      signatures={summary.paper.signatures}
    />
  )
}
function sideBlocks(side: Side): readonly Block[] {
  const [done, open] = [inOrder(side), notIn(side)]
  const head = [side.unit, '报出', '内容'].map((title, n) =>
    n === 0 ? { title } : { title, width: 'narrow' as const },
  )
  const rows = inRows(done).map((row) =>
    row.flatMap((unit) => [
      unit?.title ?? '',
      unit?.metAt === undefined ? '' : sayMinute(unit.metAt),
      unit ? said(unit, side) : '',
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
