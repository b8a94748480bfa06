/** The statistics as sheets of a workbook: table by table what the page shows. */
import type { Outcomes, Statistics } from '../api-statistics.ts'
import type { Cell, Sheet } from '../workbook.ts'

const outcomeColumns = ['应做', '按时', '零报', '迟', '未做', '逾期', '待做', '按时率']
/** Percent with one figure behind the point; empty where nothing came due. */
export const percent = (rate: number | undefined) =>
  rate === undefined ? '' : `${(Math.floor(rate * 1_000) / 10).toFixed(1)}%`
const cells = ({ owed, inTime, zero, late, missed, overdue, open, rate }: Outcomes): readonly Cell[] => [
  owed,
  inTime,
  zero,
  late,
  missed,
  overdue,
  open,
  percent(rate),
]

export function statisticsSheets({ month, unit, duties, registers, duty, register }: Statistics): readonly Sheet[] {
  const note = `${month}${unit ? `，${unit.title}` : ''}`
  const sheets: Sheet[] = [
    {
      title: '职责',
      columns: ['制度', '条', '职责', ...outcomeColumns],
      rows: duties.map(({ policy, clause, title, outcomes }) => [policy, clause.cite, title, ...cells(outcomes)]),
      note,
    },
    {
      title: '登记',
      columns: ['制度', '条', '登记簿', '条数', '未办结'],
      rows: registers.map(({ policy, clause, title, n, unfinished }) => [
        policy,
        clause.cite,
        title,
        n,
        unfinished ?? '',
      ]),
      note,
    },
  ]
  if (duty) {
    const { title } = duty.sum
    sheets.push(
      {
        title: `${title} 各单位`,
        columns: ['单位', ...outcomeColumns],
        rows: duty.units.map((one) => [one.title, ...cells(one.outcomes)]),
        note,
      },
      {
        title: `${title} 各月`,
        columns: ['月', ...outcomeColumns],
        rows: duty.months.map((one) => [one.month, ...cells(one.outcomes)]),
      },
    )
  }
  if (register) {
    const { title } = register.sum
    sheets.push(
      {
        title: `${title} 各单位`,
        columns: ['单位', '条数', '未办结'],
        rows: register.units.map((one) => [one.title, one.n, one.unfinished ?? '']),
        note,
      },
      ...register.fields.map(
        ({ label, options }): Sheet => ({
          title: `${title} ${label}`,
          columns: [label, '条数'],
          rows: options.map((one) => [one.title, one.n]),
          note,
        }),
      ),
      { title: `${title} 各月`, columns: ['月', '条数'], rows: register.months.map((one) => [one.month, one.n]) },
    )
  }
  return sheets
}
