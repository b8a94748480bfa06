/** There is one way of writing a package: another file that says the same is refused, whoever has the passphrase (RG-06). */
import { createHash, type KeyObject } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { policies } from '../policies/index.ts'
import { makePackage } from '../server/disclosure.ts'
import { headIn, labelIn, openLine, type DisclosureHead } from '../store/disclosure-file.ts'
import { sealWith } from '../store/envelope.ts'
import { keyFrom } from '../store/passphrase-key.ts'
import { openBed, type Bed } from '../testing/faults/bed.ts'
import { verifyFile } from './verify-file.ts'

const passphrase = 'of-this-test'
let bed: Bed, written: Package

/** A package opened by who has the passphrase: its head, and what each sealed line says under which label. */
interface Package {
  readonly head: DisclosureHead
  readonly key: KeyObject
  readonly lines: readonly Line[]
}
interface Line {
  readonly label: string
  readonly text: string
}
beforeAll(async () => {
  bed = await openBed({ clock: '2026-10-08T09:00:00+08:00', policies: ['internet-cafe'] })
  const boss = await bed.hire('经理', [{ post: 'manager' }]),
    now = bed.installation.clock.now()
  const { seq } = await bed.file(boss.client, 'lawful-query', {
    office: 'police',
    askedAt: now,
    credentials: '甲某 0001\n乙某 0002',
    document: '调证字 7 号',
    basis: '网络安全法',
    from: now - 1_000,
    until: now,
  })
  const [query] = await bed.open.log.events(seq, 1)
  if (query?.type !== 'filed') throw new Error('a query is an entry')
  const path = join(bed.scratch.path, 'package')
  await makePackage(bed.open, { query, path, passphrase, made: now, progress: () => undefined })
  written = await opened(path)
})
afterAll(() => bed?.close())

async function opened(path: string): Promise<Package> {
  const [first = '', ...rest] = (await readFile(path, 'utf8')).trimEnd().split('\n')
  const head = headIn(Buffer.from(first))
  if (!head) throw new Error('no head')
  const key = await keyFrom(passphrase, head.passphrase)
  const lines = rest.slice(0, -1).map((text, n): Line => {
    const found = labelIn({ number: n + 2, bytes: Buffer.from(text), isEnded: true })
    if (!found) throw new Error(`line ${n + 2} has no label`)
    return { label: found.label, text: openLine(key, head.origin, n + 2, found.label, found.sealed) }
  })
  return { head, key, lines }
}
interface Changes {
  readonly head?: (text: string) => string
  readonly lines?: (lines: readonly Line[]) => readonly Line[]
  /** Of the whole text, when its last line already fits. */
  readonly whole?: (text: string) => string
}
/** Sealed again line by line, with a last line that fits, so that nothing is wrong but the change. */
async function faultsAfter({ head, lines, whole }: Changes): Promise<readonly string[]> {
  const { origin } = written.head
  const first = head ? head(JSON.stringify(written.head)) : JSON.stringify(written.head)
  const sealed = (lines ? lines(written.lines) : written.lines).map(({ label, text }, n) => {
    const bytes = sealWith(written.key, `${origin}|disclosure|${n + 2}|${label}`, Buffer.from(text))
    return `${label} ${bytes.toString('base64')}`
  })
  const body = `${[first, ...sealed].join('\n')}\n`
  const text = `${body}sha256 ${createHash('sha256').update(body).digest('hex')}\n`
  const path = join(bed.scratch.path, 'changed')
  await writeFile(path, whole ? whole(text) : text)
  const report = await verifyFile(path, async () => written.key, policies)
  expect(report.isWhole).toBe(report.faults.length === 0)
  return report.faults.map(({ fact }) => fact)
}
const at = (label: string, change: (text: string) => string) => (lines: readonly Line[]) =>
  lines.map((line) => (line.label === label ? { label, text: change(line.text) } : line))
const numberOf = (label: string) => written.lines.findIndex((line) => line.label === label) + 2

test('control: sealed again without a change it is whole', async () => {
  expect(await faultsAfter({})).toEqual([])
})
test.each<[string, (text: string) => string]>([
  ['a space', (text) => text.replace(':', ': ')],
  ['a space at the end', (text) => `${text} `],
  ['a carriage return', (text) => `${text}\r`],
  ['a member more', (text) => text.replace('{', '{"more":1,')],
  ['a member twice', (text) => text.replace('{', '{"format":"shouze-disclosure/1",')],
  ['a number in other words', (text) => text.replace(/"p":(\d+)/, '"p":$1.0')],
  ['a letter as an escape', (text) => text.replace('scrypt', '\\u0073crypt')],
])('the head with %s is refused', async (_, head) => {
  expect(head(JSON.stringify(written.head))).not.toBe(JSON.stringify(written.head))
  expect(await faultsAfter({ head })).toEqual(['文件头（第 1 行）读不懂：不是查询包，或被改动过'])
})
test.each<[string, (text: string) => string]>([
  ['without its last newline', (text) => text.slice(0, -1)],
  ['with a newline more', (text) => `${text}\n`],
  ['with a carriage return at its end', (text) => `${text.slice(0, -1)}\r\n`],
  ['with its digest in capitals', (text) => text.replace(/[0-9a-f]+\n$/, (digest) => digest.toUpperCase())],
])('a file %s is refused', async (_, whole) => {
  expect((await faultsAfter({ whole })).length).toBeGreaterThan(0)
})
test('a last line without a newline says what is wrong', async () => {
  expect(await faultsAfter({ whole: (text) => text.slice(0, -1) })).toEqual([
    '文件末行的摘要与内容不符：末行被改动过或缺了',
  ])
})
test.each(['manifest', 'people', 'checkpoint', 'signature'])('white space in the line %s is refused', async (label) => {
  const [first] = await faultsAfter({ lines: at(label, (text) => text.replace(':', ': ')) })
  expect(first).toMatch(new RegExp(`^文件第 ${numberOf(label)} 行（.+）的写法不合格式$`))
})
test('a witness beside the signature is another file, and refused', async () => {
  const witness = `— somebody ${Buffer.alloc(68).toString('base64')}`
  const faults = await faultsAfter({
    lines: at('signature', (text) => {
      const { is, note } = JSON.parse(text)
      return JSON.stringify({ is, note: `${note}${witness}\n` })
    }),
  })
  expect(faults).toEqual(['整份文件的签名不对：有的行不是本单位写的，或缺了'])
})
test('a line that calls itself otherwise than it is, so that it is not signed for, is refused', async () => {
  const names = JSON.stringify({ is: 'people', names: { somebody: '假某' } })
  const smuggled = await faultsAfter({
    lines: (lines) => [...lines.slice(0, -1), { label: 'signature', text: names }, ...lines.slice(-1)],
  })
  expect(smuggled[0]).toBe(`文件第 ${written.lines.length + 1} 行（签名）的写法不合格式`)
})
test('nothing comes after the signature', async () => {
  const last = written.lines.at(-1)
  if (!last) throw new Error('no lines')
  const [first] = await faultsAfter({ lines: (lines) => [...lines, last] })
  expect(first).toBe(`文件第 ${written.lines.length + 2} 行在签名之后`)
})
