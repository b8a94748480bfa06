/** Pages and text of a PDF as Chromium prints it: enough of ISO 32000 to read back what a person would read on paper. */
import { inflateSync } from 'node:zlib'

export interface PdfText {
  readonly pages: number
  /** All glyphs in the order of the file, without spaces; compatibility forms as plain characters. */
  readonly text: string
  /** Whether these words stand there, spaces aside. */
  says(words: string): boolean
}
/** Where no font of the machine has a character, the first box of each font does not tell which one it stands for. */
const box = '\uFFFD'
interface Part {
  readonly head: string
  readonly stream: string | undefined
}

/** Reads a PDF whose objects stand by themselves, as Skia writes them. */
export function textOfPdf(bytes: Buffer): PdfText {
  const parts = partsOf(bytes)
  const pages = [...parts.values()].filter(({ head }) => /\/Type\s*\/Page\b/.test(head))
  const text = plain(pages.map((page) => textOfPage(page, parts)).join(''))
  return { pages: pages.length, text, says: (words) => isIn([...text], [...plain(words)]) }
}
const plain = (text: string) => text.normalize('NFKC').replaceAll(/\s/g, '')
const isIn = (text: readonly string[], words: readonly string[]) =>
  text.some((_, start) => words.every((word, n) => text[start + n] === word || text[start + n] === box))

function partsOf(bytes: Buffer): ReadonlyMap<string, Part> {
  const whole = bytes.toString('latin1'),
    parts = new Map<string, Part>()
  for (const found of whole.matchAll(/(?:^|\n)(\d+) 0 obj\b/g)) {
    const start = found.index + found[0].length,
      end = whole.indexOf('endobj', start)
    const begin = whole.indexOf('stream', start),
      hasStream = begin >= 0 && begin < end
    const head = whole.slice(start, hasStream ? begin : end)
    parts.set(found[1] ?? '', { head, stream: hasStream ? streamOf(bytes, whole, begin, head, end) : undefined })
  }
  return parts
}
function streamOf(bytes: Buffer, whole: string, begin: number, head: string, end: number): string {
  const from = begin + 'stream'.length + (whole[begin + 'stream'.length] === '\r' ? 2 : 1)
  const length = Number(/\/Length (\d+)(?! \d+ R)/.exec(head)?.[1] ?? whole.lastIndexOf('endstream', end) - from)
  const raw = bytes.subarray(from, from + length)
  return (head.includes('/FlateDecode') ? inflateSync(raw) : raw).toString('latin1')
}
const referred = (head: string, name: string) => new RegExp(`/${name}\\s+(\\d+) 0 R`).exec(head)?.[1] ?? ''

function textOfPage(page: Part, parts: ReadonlyMap<string, Part>): string {
  const content = parts.get(referred(page.head, 'Contents'))?.stream ?? '',
    fonts = fontsOf(page.head, parts)
  let font: Font | undefined,
    said = '',
    isSaid = false
  const marks = /\/(\w+) [\d.]+ Tf|\/ActualText <FEFF([0-9A-F]+)>|\b(EMC)\b|<([0-9A-Fa-f]+)>/g
  for (const [, name, actual, end, hex = ''] of content.matchAll(marks)) {
    if (name !== undefined) font = fonts.get(name)
    else if (actual !== undefined) {
      // What a run of glyphs stands for, where the font itself would name a look-alike (14.9.4).
      said += charactersOf(actual)
      isSaid = true
    } else if (end !== undefined) isSaid = false
    else if (font !== undefined && !isSaid) {
      for (let at = 0; at < hex.length; at += font.digits) {
        const glyph = hex.slice(at, at + font.digits).toUpperCase()
        said += font.glyphs.get(glyph) ?? (/^0+$/.test(glyph) ? box : '')
      }
    }
  }
  return said
}
interface Font {
  /** Hexadecimal digits of one glyph's code. */
  readonly digits: number
  readonly glyphs: ReadonlyMap<string, string>
}
function fontsOf(head: string, parts: ReadonlyMap<string, Part>): ReadonlyMap<string, Font> {
  const resources = parts.get(referred(head, 'Resources'))?.head ?? head
  const listed = /\/Font\s*<<([^>]*)>>/.exec(resources)?.[1] ?? parts.get(referred(resources, 'Font'))?.head ?? ''
  return new Map(
    [...listed.matchAll(/\/(\w+) (\d+) 0 R/g)].map(([, name = '', id = '']) => {
      const map = parts.get(referred(parts.get(id)?.head ?? '', 'ToUnicode'))?.stream ?? ''
      return [
        name,
        { digits: /begincodespacerange\s*<([0-9A-F]+)>/.exec(map)?.[1]?.length ?? 4, glyphs: glyphsOf(map) },
      ] as const
    }),
  )
}
/** A ToUnicode CMap (ISO 32000-1, 9.10.3): codes of glyphs, as hexadecimal digits, to characters. */
function glyphsOf(map: string): ReadonlyMap<string, string> {
  const glyphs = new Map<string, string>()
  for (const [, lines = ''] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, glyph = '', text = ''] of lines.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g)) {
      glyphs.set(glyph.toUpperCase(), charactersOf(text))
    }
  }
  for (const [, lines = ''] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from = '', to = '', text = ''] of lines.matchAll(
      /<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g,
    )) {
      const first = Number.parseInt(from, 16),
        start = Number.parseInt(text, 16)
      for (let code = first; code <= Number.parseInt(to, 16); code += 1) {
        glyphs.set(hexOf(code, from.length), charactersOf(hexOf(start + code - first, 4)))
      }
    }
  }
  return glyphs
}
const hexOf = (code: number, digits: number) => code.toString(16).toUpperCase().padStart(digits, '0')
const charactersOf = (hex: string) =>
  Buffer.from(hex.padStart(4 * Math.ceil(hex.length / 4), '0'), 'hex')
    .swap16()
    .toString('utf16le')
