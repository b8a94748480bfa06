/** Workbooks that are handed out: tables as pages show them, every text inert, the log's size and root at the end. */
import ExcelJS from 'exceljs'
import type { FastifyReply } from 'fastify'
import { dayOf } from '../engine/time.ts'
import type { OpenOrganisation } from './organisation.ts'

export type Cell = string | number
export interface Sheet {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  /** Said under the table. */
  readonly note?: string
}
/** A cell that begins so could be taken for a formula; a leading apostrophe makes it text for every program. */
const formula = /^[=+\-@\t\r\0＝＋－＠]/
export const inert = (text: string) => (formula.test(text) ? `'${text}` : text)
/** What no program takes in the name of a sheet, and how long that may be. */
const sheetName = (title: string) => title.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31)

/** What stands under everything that leaves the house: when, how long the log was, its root. */
export const sealNote = ({ parts: { clock }, writer, log }: OpenOrganisation): string =>
  `导出于 ${dayOf(clock.now())}，账本长 ${writer.size}，根 ${Buffer.from(log.tree.root()).toString('hex')}`

export async function workbookOf(sheets: readonly Sheet[], seal: string): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook(),
    names = new Set<string>()
  for (const { title, columns, rows, note } of sheets) {
    let name = sheetName(title)
    for (let n = 2; names.has(name); n++) name = `${sheetName(title).slice(0, 27)} ${n}`
    names.add(name)
    const sheet = workbook.addWorksheet(name)
    sheet.addRow([...columns]).font = { bold: true }
    for (const row of rows) sheet.addRow(row.map((cell) => (typeof cell === 'string' ? inert(cell) : cell)))
    sheet.addRow([])
    if (note !== undefined) sheet.addRow([note])
    sheet.addRow([seal])
  }
  return new Uint8Array(await workbook.xlsx.writeBuffer())
}
export const sendWorkbook = (reply: FastifyReply, name: string, bytes: Uint8Array) =>
  reply
    .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${name}.xlsx`)}`)
    .send(Buffer.from(bytes))
