/** Any list that people have: a workbook, a text file, pasted cells; told apart by its first bytes, never by its name. */
import type { Sheet } from './cells.ts'
import { sheetLimits as limits } from './limits.ts'
import { refuse } from './refused.ts'
import { decodedText, sheetOfText } from './text.ts'
import { sheetsOfWorkbook } from './xlsx.ts'

/** The sheets that have cells. Throws `SheetRefused` with what to do where it cannot be read. */
export function readSheets(bytes: Buffer): { readonly source: 'workbook' | 'text'; readonly sheets: readonly Sheet[] } {
  if (bytes.length === 0) refuse('文件是空的')
  if (bytes.length > limits.bytesMax) refuse(`文件超过 ${limits.bytesMax / 1_000_000} MB；请只留人员名单`)
  const head = bytes.subarray(0, 4).toString('latin1')
  // The old format, and a workbook with a password, lie in the same kind of container.
  if (head === '\xd0\xcf\x11\xe0') {
    refuse('这是旧的 .xls 格式，或加了密码；请在 Excel 或 WPS 里去掉密码，另存为 .xlsx 再传')
  }
  if (head.startsWith('%PDF')) refuse('这是 PDF；请传 Excel 文件，或把表格复制后粘到这里')
  const isWorkbook = head.startsWith('PK')
  const sheets = isWorkbook ? sheetsOfWorkbook(bytes) : [sheetOfText(decodedText(bytes))]
  if (sheets.every(({ rows }) => rows.length === 0)) refuse('里面没有内容')
  return { source: isWorkbook ? 'workbook' : 'text', sheets }
}
