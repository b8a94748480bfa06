import { expect, test } from 'vitest'
import { paperTag, readCode, spellCode, type PaperGround } from './paper-code.ts'
import { sha256 } from './sha256.ts'

const leaf = Uint8Array.from({ length: 32 }, (_, n) => n),
  root = Uint8Array.from({ length: 32 }, (_, n) => 255 - n)
const ground = { origin: 'shouze/test', seq: 48_210, size: 48_225, leaf, root } satisfies PaperGround
const codeOf = (of: PaperGround) =>
  spellCode({ size: of.size, tag: paperTag(sha256, of), ...(of.seq === undefined ? {} : { seq: of.seq }) })

test('a code is these characters for ever', () => {
  expect(codeOf(ground)).toBe('EJNW-BE4X-H04F-W5')
  const { seq: _, leaf: __, ...list } = ground
  expect(codeOf(list)).toBe('LHPW-BAXJ-AN1K-B')
})
test.each([
  [0, 1],
  [0, 2],
  [15, 16],
  [16, 17],
  [255, 4_096],
  [48_210, 48_225],
  [9_999_999, 1_000_000_000],
])('entry %d in a log of %d reads back', (seq, size) => {
  const code = spellCode({ seq, size, tag: paperTag(sha256, { ...ground, seq, size }) })
  expect(readCode(code)).toEqual({ seq, size, tag: paperTag(sha256, { ...ground, seq, size }) })
})
test.each([
  ['lower case', (code: string) => code.toLowerCase()],
  ['without hyphens', (code: string) => code.replaceAll('-', '')],
  ['with blanks', (code: string) => ` ${code.replaceAll('-', '  ')} `],
  [
    'full width',
    (code: string) => code.replaceAll(/[A-Z0-9]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)),
  ],
  ['O for 0 and l for 1', (code: string) => `E${code.slice(1).replaceAll('0', 'O').replaceAll('1', 'l')}`],
])('%s is taken', (_, typed) => {
  expect(readCode(typed(codeOf(ground)))).toEqual(readCode(codeOf(ground)))
})
test.each(['', 'E', 'X123', 'EJNW-VBET', 'EJNW-VBET-HKD1-6VG!', `E${'Z'.repeat(40)}`])('%j is no code', (typed) => {
  expect(readCode(typed)).toBeUndefined()
})
test('another origin, entry, leaf, size or root makes another tag', () => {
  const others: readonly PaperGround[] = [
    { ...ground, origin: 'shouze/other' },
    { ...ground, seq: 48_211 },
    { ...ground, size: 48_226 },
    { ...ground, leaf: root },
    { ...ground, root: leaf },
  ]
  expect(new Set([ground, ...others].map((one) => String(paperTag(sha256, one)))).size).toBe(6)
})
