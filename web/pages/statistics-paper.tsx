/** The statistics as paper: the tables that the page shows. */
import type { Outcomes, Statistics } from '../../server/api-statistics.ts'
import { Sheets, type Block, type Column } from '../parts/sheets.tsx'
import { sayMonth, sayNumber } from '../parts/wording.ts'
import { sayRate } from './rate.ts'

const figures: readonly Column[] = ['应做', '按时', '零报', '迟', '未做', '逾期', '待做'].map((title) => ({
  title,
  width: 'narrow',
}))
const outcomeHead = (first: string): readonly Column[] => [
  { title: first },
  ...figures,
  { title: '按时率', width: 'narrow' },
]
const outcomeCells = ({ owed, inTime, zero, late, missed, overdue, open, rate }: Outcomes) => [
  ...[owed, inTime, zero, late, missed, overdue, open].map(sayNumber),
  sayRate(rate),
]
const countHead = (first: string): readonly Column[] => [{ title: first }, { title: '条数', width: 'middling' }]
const heading = (text: string): Block => ({ is: 'text', kind: 'heading', text })

export function StatisticsPaper({ statistics }: { readonly statistics: Statistics }) {
  const { month, unit, duties, registers, duty, register } = statistics
  const blocks: Block[] = [
    heading('应做的事'),
    {
      is: 'list',
      head: outcomeHead('职责'),
      rows: duties.map(({ title, outcomes }) => [title, ...outcomeCells(outcomes)]),
    },
  ]
  if (duty) {
    blocks.push(
      heading(`${duty.sum.title}，各单位`),
      {
        is: 'list',
        head: outcomeHead('单位'),
        rows: duty.units.map((one) => [one.title, ...outcomeCells(one.outcomes)]),
      },
      heading(`${duty.sum.title}，十二个月`),
      {
        is: 'list',
        head: outcomeHead('月'),
        rows: duty.months
          .filter(({ outcomes }) => outcomes.owed > 0)
          .map((one) => [sayMonth(one.month), ...outcomeCells(one.outcomes)]),
      },
    )
  }
  blocks.push(heading('登记'), {
    is: 'list',
    head: countHead('登记簿'),
    rows: registers.map(({ title, n }) => [title, sayNumber(n)]),
  })
  if (register) {
    const { sum, units, fields, months } = register
    const list = (title: string, rows: readonly (readonly string[])[]) => {
      if (rows.length > 0) blocks.push(heading(`${sum.title}，${title}`), { is: 'list', head: countHead(title), rows })
    }
    list(
      '各单位',
      units.map((one) => [one.title, sayNumber(one.n)]),
    )
    for (const { label, options } of fields)
      list(
        label,
        options.map((one) => [one.title, sayNumber(one.n)]),
      )
    list(
      '各月',
      months.filter(({ n }) => n > 0).map((one) => [sayMonth(one.month), sayNumber(one.n)]),
    )
  }
  return (
    <Sheets
      title="统计表"
      meta={[`月份：${sayMonth(month)}`, `范围：${unit?.title ?? '全单位'}`]}
      blocks={blocks}
      signatures={['制表', '审核', '负责人']}
    />
  )
}
