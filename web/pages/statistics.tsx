/** 统计: a month of the house or of one unit; duties by how they ended, registers by what was entered; every number leads on. */
import type {
  DutyStatistics,
  Outcomes,
  RegisterStatistics,
  Statistics,
  UnitTitle,
} from '../../server/api-statistics.ts'
import type { Behind, OwedBehind } from '../../server/api-board.ts'
import { daysOfMonth, nextMonth } from '../../engine/month.ts'
import { useAnswer } from '../parts/answer.ts'
import { Bar } from '../parts/bar.tsx'
import { behindPath } from '../parts/behind.ts'
import { Link } from '../parts/link.tsx'
import { Empty, Refusal, Waiting } from '../parts/sayings.tsx'
import { Workbook } from '../parts/workbook.tsx'
import { sayMonth, sayNumber } from '../parts/wording.ts'
import { go, path } from '../routes.ts'
import { sayRate } from './rate.ts'
import { StatisticsPaper } from './statistics-paper.tsx'

type Asked = Readonly<Record<'month' | 'unit' | 'duty' | 'register', string>>
export function StatisticsPage({ query }: { readonly query: URLSearchParams }) {
  const of = (name: string) => query.get(name) ?? ''
  const asked: Asked = { month: of('month'), unit: of('unit'), duty: of('duty'), register: of('register') }
  const text = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== '')).toString()
  const { body, problem } = useAnswer<Statistics>(text === '' ? '/api/statistics' : `/api/statistics?${text}`)
  if (problem) return <Refusal sentence={problem.detail} kind="soft" />
  if (!body) return <Waiting />
  return <Page statistics={body} asked={asked} />
}
function Page({ statistics, asked }: { readonly statistics: Statistics; readonly asked: Asked }) {
  const { month, last, unit, units, duties, registers, duty, register } = statistics
  const here = (changes: Partial<Asked>) => {
    const next = { ...asked, ...changes }
    return path.statistics({ ...next, month: next.month === last ? '' : next.month })
  }
  const range = daysOfMonth(month)
  const unitOf = unit === undefined ? {} : { unit: unit.unit }
  return (
    <div className="statistics printed">
      <StatisticsPaper statistics={statistics} />
      <div className="title">
        <h1>统计</h1>
        <p className="note">
          {unit?.title ?? '全单位'}，{sayMonth(month)}
          {month === last && '（到现在）'} · 每个数字可点开
        </p>
        <p className="push">
          <Workbook from="/api/statistics.xlsx" body={{ ...asked, month }} name={`统计 ${month}`} />
          <button className="btn small" type="button" onClick={() => print()}>
            打印
          </button>
        </p>
      </div>
      <form className="filters" role="search" aria-label="筛选" onSubmit={(event) => event.preventDefault()}>
        <Months statistics={statistics} to={(wanted) => here({ month: wanted })} />
        <label>
          <span className="unseen">单位</span>
          <select
            className="input"
            value={asked.unit}
            onChange={(event) => go(here({ unit: event.target.value }), { replace: true })}
          >
            <option value="">全单位</option>
            {units.map((one) => (
              <option key={`${one.kind} ${one.unit}`} value={one.unit}>
                {one.title}
              </option>
            ))}
          </select>
        </label>
      </form>
      {duties.length + registers.length === 0 && <Empty title="这个月没有可数的。">换个月，或者还没有人记过。</Empty>}
      {duties.length > 0 && (
        <section className="group" aria-labelledby="duties">
          <h2 id="duties">应做的事</h2>
          <OutcomeTable
            label="应做的事"
            first="职责"
            rows={duties.map(({ id, title, clause, outcomes }) => ({
              key: id,
              title,
              note: clause.cite,
              to: here({ duty: asked.duty === id ? '' : id, register: '' }),
              isOpen: asked.duty === id,
              outcomes,
              behind: { duty: id, ...range, ...unitOf },
            }))}
          />
        </section>
      )}
      {duty && <DutyDetail duty={duty} range={range} month={month} unit={unit} to={here} />}
      {registers.length > 0 && (
        <section className="group" aria-labelledby="registers">
          <h2 id="registers">登记</h2>
          <CountTable
            label="登记"
            first="登记簿"
            rows={registers.map(({ id, title, clause, n, unfinished, isCut, unitField }) => ({
              key: id,
              title,
              note: isCut ? `${clause.cite}，只数最近的` : clause.cite,
              to: here({ register: asked.register === id ? '' : id, duty: '' }),
              isOpen: asked.register === id,
              n,
              unfinished,
              behind: {
                is: 'entries',
                register: id,
                ...range,
                ...(unit && unitField !== undefined ? { filters: { [unitField]: unit.unit } } : {}),
              },
            }))}
          />
        </section>
      )}
      {register && <RegisterDetail register={register} range={range} unit={unit} to={here} />}
    </div>
  )
}
function Months({
  statistics: { month, first, last },
  to,
}: {
  readonly statistics: Statistics
  readonly to: (month: string) => string
}) {
  const all = Array.from({ length: 120 }, (_, n) => nextMonth(last, -n)).filter((one) => one >= first)
  return (
    <label>
      <span className="unseen">月份</span>
      <select className="input" value={month} onChange={(event) => go(to(event.target.value), { replace: true })}>
        {all.map((one) => (
          <option key={one} value={one}>
            {sayMonth(one)}
          </option>
        ))}
      </select>
    </label>
  )
}

interface OutcomeRow {
  readonly key: string
  readonly title: string
  readonly note?: string
  /** Opens the row's own tables. */
  readonly to?: string
  readonly isOpen?: boolean
  readonly outcomes: Outcomes
  readonly behind: OwedBehind
}
const columns = [
  ['inTime', '按时', 'in-time'],
  ['late', '迟', 'late'],
  ['missed', '未做', 'missed'],
  ['overdue', '逾期', 'overdue'],
  ['open', '待做', 'open'],
] as const

function OutcomeTable({
  label,
  first,
  rows,
}: {
  readonly label: string
  readonly first: string
  readonly rows: readonly OutcomeRow[]
}) {
  const registers = [
    ...new Map(rows.flatMap(({ outcomes }) => outcomes.otherwise.map((one) => [one.register, one.title] as const))),
  ]
  return (
    <div className="scroll">
      <table className="table counts-table" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            <th scope="col" className="num">
              应做
            </th>
            {columns.map(([, word]) => (
              <th key={word} scope="col" className="num">
                {word}
              </th>
            ))}
            <th scope="col" className="num">
              零报
            </th>
            {registers.map(([id, title]) => (
              <th key={id} scope="col" className="num">
                {title}
              </th>
            ))}
            <th scope="col" className="num">
              按时率
            </th>
            <th scope="col" className="bars" aria-label="按时率的长短" />
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, title, note, to, isOpen, outcomes, behind }) => (
            <tr key={key} aria-selected={isOpen}>
              <th scope="row">
                {to === undefined ? title : <Link to={to}>{title}</Link>}
                {note !== undefined && <span className="note"> {note}</span>}
              </th>
              <N n={outcomes.owed} behind={{ is: 'owed', ...behind }} />
              {columns.map(([name, word, outcome]) => (
                <N
                  key={word}
                  n={outcomes[name]}
                  isLate={name === 'late' || name === 'missed' || name === 'overdue'}
                  behind={{ is: 'owed', ...behind, outcome }}
                />
              ))}
              <N n={outcomes.zero} behind={{ is: 'owed', ...behind, zero: true }} />
              {registers.map(([id]) => (
                <N
                  key={id}
                  n={outcomes.otherwise.find(({ register }) => register === id)?.n ?? 0}
                  behind={{ is: 'owed', ...behind, register: id }}
                />
              ))}
              <td className="num">{sayRate(outcomes.rate)}</td>
              <td className="bars">
                {outcomes.rate !== undefined && (
                  <Bar of={outcomes.rate} all={1} mark={outcomes.rate < 1 ? 'late' : 'kept'} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
function N({ n, behind, isLate = false }: { readonly n: number; readonly behind: Behind; readonly isLate?: boolean }) {
  return (
    <td className="num" data-late={isLate && n > 0 ? 'true' : undefined}>
      {n === 0 ? <span className="nought">0</span> : <Link to={behindPath(behind)}>{sayNumber(n)}</Link>}
    </td>
  )
}
type Range = ReturnType<typeof daysOfMonth>
type To = (changes: Partial<Asked>) => string

function DutyDetail({
  duty: { sum, units, months },
  range,
  unit,
  to,
}: {
  readonly duty: DutyStatistics
  readonly range: Range
  readonly month: string
  readonly unit: UnitTitle | undefined
  readonly to: To
}) {
  const unitOf = unit === undefined ? {} : { unit: unit.unit }
  return (
    <section className="opened" aria-labelledby="duty">
      <h2 id="duty">
        {sum.title}
        {unit !== undefined && `，${unit.title}`}
      </h2>
      {units.length > 0 && (
        <OutcomeTable
          label={`${sum.title}，各单位`}
          first="单位"
          rows={units.map((one) => ({
            key: one.unit,
            title: one.title,
            ...(unit === undefined ? { to: to({ unit: one.unit }) } : {}),
            outcomes: one.outcomes,
            behind: { duty: sum.id, ...range, unit: one.unit },
          }))}
        />
      )}
      <h3>十二个月</h3>
      <OutcomeTable
        label={`${sum.title}，十二个月`}
        first="月"
        rows={months
          .filter(({ outcomes }) => outcomes.owed > 0)
          .map((one) => ({
            key: one.month,
            title: sayMonth(one.month),
            outcomes: one.outcomes,
            behind: { duty: sum.id, ...daysOfMonth(one.month), ...unitOf },
          }))}
      />
    </section>
  )
}

interface CountRow {
  readonly key: string
  readonly title: string
  readonly note?: string
  readonly to?: string
  readonly isOpen?: boolean
  readonly n: number
  readonly unfinished?: number | undefined
  readonly behind: Behind & { readonly is: 'entries' }
}
function CountTable({
  label,
  first,
  rows,
}: {
  readonly label: string
  readonly first: string
  readonly rows: readonly CountRow[]
}) {
  const most = Math.max(0, ...rows.map(({ n }) => n))
  const hasUnfinished = rows.some(({ unfinished }) => unfinished !== undefined)
  return (
    <div className="scroll">
      <table className="table counts-table" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            <th scope="col" className="num">
              条数
            </th>
            {hasUnfinished && (
              <th scope="col" className="num">
                未办结
              </th>
            )}
            <th scope="col" className="bars" aria-label="条数的长短" />
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, title, note, to, isOpen, n, unfinished, behind }) => (
            <tr key={key} aria-selected={isOpen}>
              <th scope="row">
                {to === undefined ? title : <Link to={to}>{title}</Link>}
                {note !== undefined && <span className="note"> {note}</span>}
              </th>
              <N n={n} behind={behind} />
              {hasUnfinished && (
                <td className="num">
                  {unfinished !== undefined &&
                    (unfinished === 0 ? (
                      <span className="nought">0</span>
                    ) : (
                      <Link to={`${behindPath(behind)}&unfinished=1`}>{sayNumber(unfinished)}</Link>
                    ))}
                </td>
              )}
              <td className="bars">
                <Bar of={n} all={most} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
function RegisterDetail({
  register: { sum, units, fields, months },
  range,
  unit,
  to,
}: {
  readonly register: RegisterStatistics
  readonly range: Range
  readonly unit: UnitTitle | undefined
  readonly to: To
}) {
  const { unitField } = sum
  const ofUnit = unit && unitField !== undefined ? { [unitField]: unit.unit } : {}
  const behind = (days: Range, filters: Readonly<Record<string, string>>) =>
    ({ is: 'entries', register: sum.id, ...days, filters: { ...ofUnit, ...filters } }) as const
  return (
    <section className="opened" aria-labelledby="register">
      <h2 id="register">
        {sum.title}
        {unit !== undefined && `，${unit.title}`}
      </h2>
      {units.length > 0 && unitField !== undefined && (
        <CountTable
          label={`${sum.title}，各单位`}
          first="单位"
          rows={units.map((one) => ({
            key: one.unit,
            title: one.title,
            ...(unit === undefined ? { to: to({ unit: one.unit }) } : {}),
            n: one.n,
            unfinished: one.unfinished,
            behind: behind(range, { [unitField]: one.unit }),
          }))}
        />
      )}
      <div className="by-choice">
        {fields
          .filter(({ options }) => options.length > 0)
          .map(({ field, label, options }) => (
            <CountTable
              key={field}
              label={`${sum.title}，按${label}`}
              first={label}
              rows={options.map(({ option, title, n }) => ({
                key: option,
                title,
                n,
                behind: behind(range, { [field]: option }),
              }))}
            />
          ))}
      </div>
      <h3>十二个月</h3>
      <CountTable
        label={`${sum.title}，十二个月`}
        first="月"
        rows={months
          .filter(({ n }) => n > 0)
          .map((one) => ({
            key: one.month,
            title: sayMonth(one.month),
            n: one.n,
            behind: behind(daysOfMonth(one.month), {}),
          }))}
      />
    </section>
  )
}
