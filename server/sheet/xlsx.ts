/**
 * A workbook (ECMA-376) as Excel, WPS and LibreOffice write it: sheets, shared strings, merged ranges, and as much of the
 * styles as tells a day from a number. Nothing of it is run, followed or kept.
 */
import { sheetLimits as limits } from './limits.ts'
import { Grid, placeOf, type Cell, type Range, type Sheet } from './cells.ts'
import { refuse } from './refused.ts'
import { tokensOf, type Token } from './xml.ts'
import { Zip } from './zip.ts'

const broken = () => refuse('这不是 Excel 工作簿；请在 Excel 或 WPS 里打开，另存为 .xlsx 再传')

/** Every sheet that has cells, in the order of the workbook. */
export function sheetsOfWorkbook(bytes: Buffer): readonly Sheet[] {
  const zip = new Zip(bytes),
    book = bookOf(zip)
  const strings = book.strings === undefined ? [] : [...stringsIn(zip.read(book.strings))],
    dated = book.styles === undefined ? [] : datedStyles(zip.read(book.styles))
  return book.sheets
    .slice(0, limits.sheetsMax)
    .map(({ title, part }) => ({ title, rows: rowsIn(zip.read(part), { strings, dated, from1904: book.from1904 }) }))
    .filter(({ rows }) => rows.length > 0)
}

interface Book {
  readonly sheets: readonly { readonly title: string; readonly part: string }[]
  readonly strings: string | undefined
  readonly styles: string | undefined
  readonly from1904: boolean
}
function bookOf(zip: Zip): Book {
  const root = zip.has('_rels/.rels') ? relationsIn(zip, '_rels/.rels', '') : broken()
  const workbook = [...root.values()].find(({ type }) => type.endsWith('/officeDocument'))?.part ?? broken(),
    folder = workbook.slice(0, workbook.lastIndexOf('/') + 1)
  const related = relationsIn(zip, `${folder}_rels/${workbook.slice(folder.length)}.rels`, folder)
  const partOf = (type: string) => [...related.values()].find((one) => one.type.endsWith(type))?.part
  const sheets: { title: string; part: string }[] = []
  let from1904 = false
  for (const token of tokensOf(zip.read(workbook))) {
    if (token.is !== 'open') continue
    if (token.name === 'workbookPr') from1904 = ['1', 'true'].includes(token.attributes.get('date1904') ?? '')
    // `id` stands for `sheetId` nowhere: local names keep `r:id` and `sheetId` apart.
    const relation = token.name === 'sheet' ? related.get(token.attributes.get('id') ?? '') : undefined
    if (relation?.type.endsWith('/worksheet')) {
      sheets.push({ title: token.attributes.get('name') ?? '', part: relation.part })
    }
  }
  return { sheets, strings: partOf('/sharedStrings'), styles: partOf('/styles'), from1904 }
}
interface Relation {
  readonly type: string
  readonly part: string
}
/** Relations by id; targets outside the file are passed over. */
function relationsIn(zip: Zip, name: string, folder: string): ReadonlyMap<string, Relation> {
  const found = new Map<string, Relation>()
  if (!zip.has(name)) return found
  for (const token of tokensOf(zip.read(name))) {
    if (token.is !== 'open' || token.name !== 'Relationship') continue
    const { attributes } = token,
      target = attributes.get('Target') ?? ''
    const part = target.startsWith('/') ? target.slice(1) : resolved(folder, target)
    if (attributes.get('TargetMode') !== 'External' && zip.has(part)) {
      found.set(attributes.get('Id') ?? '', { type: attributes.get('Type') ?? '', part })
    }
  }
  return found
}
function resolved(folder: string, target: string): string {
  const parts = folder.split('/').slice(0, -1)
  for (const one of target.split('/')) {
    if (one === '..') parts.pop()
    else if (one !== '.') parts.push(one)
  }
  return parts.join('/')
}

/** Texts, with how they are read aloud (`rPh`) left out. */
function* stringsIn(bytes: Buffer): Generator<string> {
  let text: string | undefined,
    isRead = false,
    isSpoken = false
  for (const token of tokensOf(bytes)) {
    const { name } = token.is === 'text' ? { name: '' } : token
    if (token.is === 'text') {
      if (isRead && !isSpoken && text !== undefined) text += token.text
    } else if (name === 'si') {
      if (token.is === 'close') yield unescaped(text ?? '')
      text = token.is === 'open' ? '' : undefined
    } else if (name === 't') isRead = token.is === 'open'
    else if (name === 'rPh') isSpoken = token.is === 'open'
  }
}
/** Excel writes characters that XML has no place for as _x000D_. */
const unescaped = (text: string) =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text

const builtInDays = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58])
interface Style {
  readonly isDay: boolean
  /** How many digits a number is padded to with noughts. */
  readonly width: number
}
/** What each cell style says of its number. */
function datedStyles(bytes: Buffer): readonly Style[] {
  const codes = new Map<number, string>(),
    styles: Style[] = []
  let isOfCells = false
  for (const token of tokensOf(bytes)) {
    if (token.is === 'text') continue
    if (token.name === 'cellXfs') isOfCells = token.is === 'open'
    if (token.is !== 'open') continue
    const format = Number(token.attributes.get('numFmtId') ?? Number.NaN)
    if (token.name === 'numFmt') codes.set(format, token.attributes.get('formatCode') ?? '')
    if (token.name === 'xf' && isOfCells) styles.push(styleOf(format, codes.get(format)))
  }
  return styles
}
function styleOf(format: number, code: string | undefined): Style {
  if (code === undefined) return { isDay: builtInDays.has(format), width: 0 }
  // What stands in quotes, brackets or behind a backslash is said, not counted.
  const [positive = ''] = code.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '').split(';')
  return { isDay: /[yd]/i.test(positive), width: /^0+$/.test(positive) ? positive.length : 0 }
}

interface Around {
  readonly strings: readonly string[]
  readonly dated: readonly Style[]
  readonly from1904: boolean
}
function rowsIn(bytes: Buffer, around: Around): Sheet['rows'] {
  const grid = new Grid(),
    merged: Range[] = []
  let row = -1,
    column = -1,
    cell: Raw | undefined,
    isRead = false
  for (const token of tokensOf(bytes)) {
    if (token.is === 'text') {
      if (cell && isRead) cell.text += token.text
      continue
    }
    const isOpen = token.is === 'open'
    switch (token.name) {
      case 'row':
        if (isOpen) {
          // Some programs leave addresses out: what stands next follows.
          row = Number(token.attributes.get('r') ?? row + 2) - 1
          column = -1
        }
        break
      case 'c':
        if (isOpen) {
          const place = placeOf(token.attributes.get('r') ?? '')
          column = place?.column ?? column + 1
          row = place?.row ?? Math.max(row, 0)
          cell = { type: token.attributes.get('t') ?? 'n', style: Number(token.attributes.get('s') ?? 0), text: '' }
        } else if (cell) {
          grid.put(row, column, cellOf(cell, around))
          cell = undefined
        }
        break
      case 'v':
      case 't':
        isRead = isOpen
        break
      case 'mergeCell':
        if (isOpen) merged.push(...rangeIn(token))
        break
    }
  }
  for (const range of merged.slice(0, limits.rowsMax)) grid.spread(range)
  return grid.rows()
}
interface Raw {
  readonly type: string
  readonly style: number
  text: string
}
function rangeIn(token: Extract<Token, { readonly is: 'open' }>): readonly Range[] {
  const [from = '', to = from] = (token.attributes.get('ref') ?? '').split(':')
  const start = placeOf(from),
    end = placeOf(to)
  return start && end ? [{ top: start.row, left: start.column, bottom: end.row, right: end.column }] : []
}
function cellOf({ type, style, text }: Raw, { strings, dated, from1904 }: Around): Cell {
  switch (type) {
    case 's':
      return said(strings[Number(text)] ?? '')
    case 'str':
    case 'inlineStr':
      return said(unescaped(text))
    case 'b':
      return said(text === '1' ? '是' : text === '0' ? '否' : '')
    case 'e':
      return said(text)
    case 'd':
      return { text: text.slice(0, 10), as: 'day' }
    default:
      return numberOf(text, dated[style], from1904)
  }
}
/** Lines within a cell and the spaces that one cannot see are spaces. */
const said = (text: string): Cell => ({ text: text.replace(/[\s\u200b-\u200f\u2060\ufeff]+/g, ' ').trim(), as: 'text' })
const dayMs = 86_400_000
function numberOf(text: string, style: Style | undefined, from1904: boolean): Cell {
  const value = Number(text)
  if (text === '' || !Number.isFinite(value)) return said(text)
  if (style?.isDay && value >= 1 && value < 100_000) {
    // 1900-02-29, which never was, is day 60 of Excel's count.
    const days = from1904 ? Math.floor(value) + 1_462 : Math.floor(value)
    const at = Date.UTC(1899, 11, days < 61 ? 31 : 30) + days * dayMs
    return { text: new Date(at).toISOString().slice(0, 10), as: 'day' }
  }
  return { text: digitsOf(value).padStart(style?.width ?? 0, '0'), as: 'number' }
}
/** As the sheet shows it, without an exponent: fifteen digits, and noughts for what a number cannot hold. */
function digitsOf(value: number): string {
  const [, first = '', rest = '', power = ''] = /^(-?\d)\.(\d+)e\+(\d+)$/.exec(value.toPrecision(15)) ?? []
  return first === '' ? String(value) : `${first}${rest.padEnd(Number(power), '0')}`
}
