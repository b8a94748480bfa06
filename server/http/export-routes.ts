/** A register as a workbook: what the list shows, under the same filters and the same eyes. */
import ExcelJS from 'exceljs'
import type { FastifyInstance } from 'fastify'
import { clockOf, dayOf } from '../../engine/time.ts'
import { fieldsOf } from '../fields.ts'
import type { Search, Value } from '../api.ts'
import { queryOf, readable, rowsOf } from '../views/entry-list.ts'
import { shelfOf } from './entry-routes.ts'
import { objectBody, refuseForeign, type Door } from './request.ts'

const rowsMax = 10_000
/** Stands where a value stood whose time was over. */
const destroyed = '已按期销毁'
/** A cell that begins so could be taken for a formula; a leading apostrophe makes it text for every program. */
const formula = /^[=+\-@\t\r\0＝＋－＠]/
export const inert = (text: string) => (formula.test(text) ? `'${text}` : text)

export function exportRoutes(app: FastifyInstance, door: Door) {
  app.post<{ Params: { register: string }; Body: Search }>(
    '/api/registers/:register/entries.xlsx',
    async (request, reply) => {
      refuseForeign(request)
      const asking = await door.ask(request),
        { open } = asking,
        { register } = shelfOf(open.parts.book, request.params.register)
      await open.projector.caughtUp(open.writer.size)
      const entries = await readable(asking, queryOf(asking, register.id, objectBody(request)), rowsMax)
      const workbook = new ExcelJS.Workbook(),
        sheet = workbook.addWorksheet(register.title.slice(0, 31))
      const fields = fieldsOf(open.parts.book, register.id)
      sheet.addRow(['条号', '登记时间', '登记人', ...fields.map(([, { label }]) => label)]).font = { bold: true }
      for (const { seq, recorded, byName, values, isDisposed } of await rowsOf(asking, entries)) {
        const cells = fields.map(([name, field]) =>
          isDisposed && (field.keeps === 'body' || field.kind === 'hashed')
            ? destroyed
            : cell(field, values[`${name}.title`] ?? values[`${name}.name`] ?? values[name]),
        )
        sheet.addRow([seq, `${dayOf(recorded)} ${clockOf(recorded)}`, inert(byName), ...cells])
      }
      const { size } = open.writer
      sheet.addRow([])
      sheet.addRow([
        `共 ${entries.length} 条；导出于 ${dayOf(open.parts.clock.now())}，账本长 ${size}，根 ${Buffer.from(open.log.tree.root()).toString('hex')}`,
      ])
      const file = await workbook.xlsx.writeBuffer()
      return reply
        .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${register.title}.xlsx`)}`)
        .send(Buffer.from(file))
    },
  )
}
function cell(field: object, value: Value | undefined): string | number {
  if (value === undefined || value === null) return ''
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'number')
    return 'kind' in field && field.kind === 'instant' ? `${dayOf(value)} ${clockOf(value)}` : value
  if (typeof value === 'string') return inert(optionOf(field, value))
  return inert(value.join('、'))
}
const optionOf = (field: object, value: string) =>
  'options' in field && typeof field.options === 'object' && field.options !== null
    ? String(Object.fromEntries(Object.entries(field.options))[value] ?? value)
    : value
