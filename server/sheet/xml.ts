/**
 * XML as a workbook needs it: elements by their local names, attributes, text. A document type is refused, so there are no
 * entities but the five and numbers, nothing outside is asked for, and nothing grows.
 */
import { sheetLimits as limits } from './limits.ts'
import { refuse } from './refused.ts'

export type Token =
  | { readonly is: 'open'; readonly name: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly is: 'close'; readonly name: string }
  | { readonly is: 'text'; readonly text: string }

const broken = () => refuse('工作簿里的内容残缺；请在 Excel 或 WPS 里打开，另存为 .xlsx 再传')
const local = (name: string) => name.slice(name.indexOf(':') + 1)
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
/** A value may hold a `>`. */
const tag = /<\/?[^\s"'<>]+(?:\s+[^\s="'<>]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*\/?>/y
const attribute = /([^\s=/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/** An empty element opens and closes. Throws a sentence for what is broken, too deep, or has a document type. */
export function* tokensOf(bytes: Buffer): Generator<Token> {
  const text = decoded(bytes)
  let depth = 0
  for (let at = 0; at < text.length; ) {
    const start = text.indexOf('<', at)
    if (start < 0) return
    if (start > at && depth > 0) yield { is: 'text', text: plain(text.slice(at, start)) }
    if (text.startsWith('<!--', start)) {
      at = after(text, '-->', start)
    } else if (text.startsWith('<![CDATA[', start)) {
      at = after(text, ']]>', start)
      yield { is: 'text', text: text.slice(start + 9, at - 3) }
    } else if (text.startsWith('<?', start)) {
      at = after(text, '?>', start)
    } else if (text.startsWith('<!', start)) {
      refuse('工作簿里夹带了文档类型声明，这样的文件不读')
    } else {
      tag.lastIndex = start
      const [whole] = tag.exec(text) ?? broken(),
        inside = whole.slice(1, -1)
      at = start + whole.length
      if (inside.startsWith('/')) {
        depth -= 1
        yield { is: 'close', name: local(inside.slice(1).trim()) }
        continue
      }
      const [name = ''] = /^[^\s/]+/.exec(inside) ?? []
      if (name === '') broken()
      yield { is: 'open', name: local(name), attributes: attributesOf(inside.slice(name.length)) }
      if (inside.endsWith('/')) yield { is: 'close', name: local(name) }
      else if (++depth > limits.depthMax) broken()
    }
  }
}
function decoded(bytes: Buffer): string {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe
  return isWide ? bytes.toString('utf16le', 2) : new TextDecoder('utf-8').decode(bytes)
}
function after(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from)
  return at < 0 ? broken() : at + end.length
}
function attributesOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [, name = '', double, single] of text.matchAll(attribute)) {
    found.set(local(name), plain(double ?? single ?? ''))
  }
  return found
}
const plain = (text: string) =>
  text.includes('&')
    ? text.replace(/&(#x?[0-9a-fA-F]{1,6}|[a-z]{2,4});/g, (_, entity: string) => entityOf(entity))
    : text
function entityOf(entity: string): string {
  if (!entity.startsWith('#')) return named[entity] ?? broken()
  const code = entity.startsWith('#x') ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1))
  return code > 0x10ffff || Number.isNaN(code) ? broken() : String.fromCodePoint(code)
}
