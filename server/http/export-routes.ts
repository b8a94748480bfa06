/** Workbooks of what pages show, under the same filters and the same eyes: lists, duties, statistics, a day's summary. */
import type { FastifyInstance } from 'fastify'
import { isMonth } from '../../engine/month.ts'
import { clockOf, dayOf, isDay, type Instant } from '../../engine/time.ts'
import type { SummarySide } from '../../engine/declare/words.ts'
import { saidFieldsOf } from '../fields.ts'
import type { DutyDayUnit, Search, Value } from '../api.ts'
import type { OwedRow } from '../api-board.ts'
import type { StatisticsAsked } from '../api-statistics.ts'
import { dutyDayOf } from '../views/duty-day.ts'
import { queryOf, readable, rowsOf } from '../views/entry-list.ts'
import { owedQuery, owedRows, type Asked } from '../views/owed-list.ts'
import { statisticsOf } from '../views/statistics.ts'
import { statisticsSheets } from '../views/statistics-sheets.ts'
import { sealNote, sendWorkbook, workbookOf, type Sheet } from '../workbook.ts'
import { shelfOf } from './entry-routes.ts'
import { Fault } from './problem.ts'
import { objectBody, refuseForeign, type Asking, type Door } from './request.ts'

const rowsMax = 10_000
/** Stands where a value stood whose time was over. */
const destroyed = '已按期销毁'

export function exportRoutes(app: FastifyInstance, door: Door) {
  app.post<{ Params: { register: string }; Body: Search }>(
    '/api/registers/:register/entries.xlsx',
    async (request, reply) => {
      refuseForeign(request)
      const asking = await door.ask(request),
        { register } = shelfOf(asking.open.parts.book, request.params.register)
      const sheet = await entrySheet(asking, register.id, objectBody(request))
      return sendWorkbook(reply, register.title, await workbookOf([sheet], sealNote(asking.open)))
    },
  )
  app.post('/api/owed.xlsx', async (request, reply) => {
    refuseForeign(request)
    const asking = await door.ask(request),
      sheet = await owedSheet(asking, textsIn(objectBody(request)))
    return sendWorkbook(reply, sheet.title, await workbookOf([sheet], sealNote(asking.open)))
  })
  app.post('/api/statistics.xlsx', async (request, reply) => {
    refuseForeign(request)
    const asking = await door.ask(request),
      statistics = await statisticsOf(asking, statisticsAsked(objectBody(request)))
    const sheets = statisticsSheets(statistics)
    return sendWorkbook(reply, `统计 ${statistics.month}`, await workbookOf(sheets, sealNote(asking.open)))
  })
  app.post('/api/summary.xlsx', async (request, reply) => {
    refuseForeign(request)
    const asking = await door.ask(request),
      { day, clause } = objectBody(request),
      all = asking.open.parts.book.policies.flatMap(({ summaries }) => summaries),
      summary = all.find((one) => one.clause.id === clause)
    if (!isDay(day) || !summary) throw new Fault(422, 'summary', '不能导出', '不能导出汇总：没有写明哪一天、哪一条的')
    const sheets: Sheet[] = []
    for (const side of summary.sides) sheets.push(await daySheet(asking, side, day))
    for (const register of summary.came.registers)
      if (register) sheets.push(await entrySheet(asking, register.id, { from: day, to: day }))
    return sendWorkbook(reply, `汇总 ${day}`, await workbookOf(sheets, sealNote(asking.open)))
  })
}

/** Of a page's query: which month, unit, duty, register; what is malformed is refused. */
export function statisticsAsked(asked: Readonly<Record<string, unknown>>): StatisticsAsked {
  const { month, unit, duty, register } = textsIn(asked)
  if (month !== undefined && !isMonth(month)) throw new Fault(400, 'malformed', '不能', '不能查询：月份应如 2026-10')
  return {
    ...(month === undefined ? {} : { month }),
    ...(unit === undefined ? {} : { unit }),
    ...(duty === undefined ? {} : { duty }),
    ...(register === undefined ? {} : { register }),
  }
}
/** What is asked twice, or is no text, is not asked. */
export const textsIn = (asked: Readonly<Record<string, unknown>>): Asked =>
  Object.fromEntries(
    Object.entries(asked).flatMap(([name, value]) =>
      typeof value === 'string' && value !== '' ? [[name, value]] : [],
    ),
  )
const minuteOf = (at: Instant) => `${dayOf(at)} ${clockOf(at)}`

async function entrySheet(asking: Asking, register: string, search: Search): Promise<Sheet> {
  const { open } = asking,
    { title } = open.parts.book.shelf(register).register,
    fields = saidFieldsOf(open.parts.book, register)
  await open.projector.caughtUp(open.writer.size)
  const entries = await readable(asking, queryOf(asking, register, search), rowsMax)
  const rows = (await rowsOf(asking, entries)).map(({ seq, recorded, byName, values, isDisposed }) => [
    seq,
    minuteOf(recorded),
    byName,
    ...fields.map(([name, field]) =>
      isDisposed && (field.keeps === 'body' || field.kind === 'hashed')
        ? destroyed
        : cell(field, values[`${name}.title`] ?? values[`${name}.name`] ?? values[name]),
    ),
  ])
  const columns = ['条号', '登记时间', '登记人', ...fields.map(([, { label }]) => label)]
  return { title, columns, rows, note: `共 ${entries.length} 条` }
}
const outcomeWords: Readonly<Record<OwedRow['outcome'], string>> = {
  'in-time': '按时',
  late: '迟',
  missed: '未做',
  overdue: '逾期',
  open: '待做',
}
async function owedSheet(asking: Asking, asked: Asked): Promise<Sheet> {
  const { open } = asking,
    query = owedQuery(asking, asked)
  await open.projector.caughtUp(open.writer.size)
  const found = await owedRows(asking, await open.parts.projection.counts.owed(query, 0, rowsMax))
  const rows = found.map(({ day, unitTitle, due, isExtended, outcome, isZero, metAt, by, entry }) => [
    day,
    unitTitle ?? '',
    `${minuteOf(due)}${isExtended ? '（停机顺延）' : ''}`,
    outcomeWords[outcome],
    isZero ? '零报' : '',
    metAt === undefined ? '' : minuteOf(metAt),
    by ?? '',
    entry ?? '',
  ])
  const columns = ['哪天', '单位', '期限', '结果', '零报', '何时做的', '登记簿', '条号']
  return { title: open.parts.book.duty(query.duties[0] ?? '').title, columns, rows, note: `共 ${rows.length} 条` }
}
const dayWords: Readonly<Record<DutyDayUnit['state'], string>> = {
  open: '未报',
  late: '逾期未报',
  met: '按时',
  'met-late': '迟',
  otherwise: '另报',
}
async function daySheet(asking: Asking, { of, otherwise }: SummarySide, day: string): Promise<Sheet> {
  const { units, duty: named } = await dutyDayOf(asking, of.id, day)
  const rows = units.map(({ title, state, isZero, metAt, seq, holder }) => [
    title,
    state === 'otherwise' ? (otherwise?.word ?? dayWords[state]) : dayWords[state],
    isZero ? '零报' : '',
    metAt === undefined ? '' : minuteOf(metAt),
    seq ?? '',
    holder,
  ])
  return { title: named.title, columns: ['单位', '结果', '零报', '时刻', '条号', '轮到'], rows, note: day }
}
function cell(field: object, value: Value | undefined): string | number {
  if (value === undefined || value === null) return ''
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'number') return 'kind' in field && field.kind === 'instant' ? minuteOf(value) : value
  return typeof value === 'string' ? optionOf(field, value) : value.join('、')
}
const optionOf = (field: object, value: string) =>
  'options' in field && typeof field.options === 'object' && field.options !== null
    ? String(Object.fromEntries(Object.entries(field.options))[value] ?? value)
    : value
