/** A list as text: comma- or tab-separated (RFC 4180), as a file in UTF-8, UTF-16 or GB18030, or as pasted cells. */
import { Grid, type Sheet } from './cells.ts'
import { refuse } from './refused.ts'

/** Throws a sentence where the bytes are no text that people write here. */
export function decodedText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {
      /* the next one may fit */
    }
  }
  return refuse('文字既不是 UTF-8 也不是 GB18030；请另存为 .xlsx 再传')
}

/** A cell in quotation marks may hold separators, line ends, and doubled marks. */
export function sheetOfText(whole: string): Sheet {
  const text = tabbed(whole)
  if (text.includes('\0')) refuse('里面有不是文字的内容；请另存为 .xlsx 再传')
  const grid = new Grid(),
    separator = separatorOf(text),
    ends = new RegExp(`[${separator}\r\n]`, 'g')
  let row = 0,
    column = 0
  for (let at = 0; at <= text.length; ) {
    const { value, next } = cellAt(text, at, separator, ends)
    grid.put(row, column, { text: value.trim(), as: 'text' })
    if (next >= text.length) break
    if (text[next] === separator) column += 1
    else {
      row += 1
      column = 0
    }
    at = next + (text.startsWith('\r\n', next) ? 2 : 1)
  }
  return { title: '', rows: grid.rows() }
}
/** Words that somebody typed with spaces between them, three in a line at least, stand in columns. */
function tabbed(text: string): string {
  const isTyped = !/[\t,，;]/.test(text) && text.split(/\r?\n/).some((line) => line.trim().split(/\s+/).length > 2)
  return isTyped ? text.replace(/[^\S\r\n]+/g, '\t') : text
}
/** A tab where there is one; else what the first line has most of. */
function separatorOf(text: string): string {
  if (text.includes('\t')) return '\t'
  const [line = ''] = text.split(/\r?\n/, 1)
  const counted = [',', '，', ';'].map((one) => ({ one, n: line.split(one).length }))
  return counted.reduce((best, other) => (other.n > best.n ? other : best)).one
}
function cellAt(
  text: string,
  from: number,
  separator: string,
  ends: RegExp,
): { readonly value: string; readonly next: number } {
  if (text[from] === '"') {
    for (let end = text.indexOf('"', from + 1); end >= 0; end = text.indexOf('"', end + 2)) {
      if (text[end + 1] === '"') continue
      const after = text[end + 1]
      if (after === undefined || after === separator || after === '\n' || after === '\r') {
        return { value: text.slice(from + 1, end).replaceAll('""', '"'), next: end + 1 }
      }
      break
    }
  }
  ends.lastIndex = from
  const next = ends.exec(text)?.index ?? text.length
  return { value: text.slice(from, next), next }
}
