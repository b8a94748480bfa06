// Every rule of tidy is shown to find its planted fault and to leave the sound twin alone. Faults are spelt with escapes,
// so that tidy does not find them in this file.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { tidy } from './tidy.mjs'

let root
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'shouze-tidy-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function plant(files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return tidy(root).findings.map(
    ({ path, line, isWarning, sentence }) => `${path}:${line}${isWarning ? '?' : ''} ${sentence}`,
  )
}

/** [what is found, the planted fault, part of the sentence, the sound twin] */
const table = [
  [
    'an import that runs up',
    { 'engine/a.ts': "import '../store/b.ts'" },
    'imports run down only',
    { 'store/a.ts': "import '../engine/b.ts'" },
  ],
  [
    'a package in a pure room',
    { 'ledger/a.ts': "import { createHash } from 'node:crypto'" },
    'imports nothing from outside',
    { 'ledger/a.test.ts': "import { createHash } from 'node:crypto'" },
  ],
  [
    'a type from a room above',
    { 'engine/a.ts': "type B = import('../server/b.ts').B" },
    'engine/ may not import server/',
    { 'web/a.ts': "import type { B } from '../server/b.ts'" },
  ],
  [
    'the pages taking code of the server',
    { 'web/a.ts': "import { b } from '../server/b.ts'" },
    'except for types',
    { 'web/a.ts': "import { type B } from '../server/b.ts'" },
  ],
  [
    'the pages on a package of Node',
    { 'web/a.ts': "import 'node:fs'" },
    'runs in a browser',
    { 'store/a.ts': "import 'node:fs'" },
  ],
  [
    'one policy leaning on another',
    { 'policies/02-x/policy.ts': "import '../07-y/policy.ts'" },
    'may not import the policy 07-y',
    { 'policies/index.ts': "import './07-y/policy.ts'" },
  ],
  [
    'code that needs a test\u2019s folder',
    { 'server/a.ts': "import '../testing/b.ts'" },
    'is for tests only',
    { 'server/a.test.ts': "import '../testing/b.ts'" },
  ],
  [
    'a clock in the engine',
    { 'engine/a.ts': 'export const a = Date.now()' },
    'may not use Date.now',
    { 'server/a.ts': 'export const a = Date.now()' },
  ],
  [
    'today in a policy',
    { 'policies/02-x/policy.ts': 'export const a = new Date()' },
    'may not use new Date',
    { 'policies/02-x/policy.ts': 'export const a = (b: number) => new Date(b)' },
  ],
  [
    'chance in the ledger',
    { 'ledger/a.ts': 'export const a = Math.random()' },
    'may not use Math.random',
    { 'ledger/a.ts': 'export const a = Math.floor(1.5)' },
  ],
  [
    'a timer in the engine',
    { 'engine/a.ts': 'setTimeout(() => 1, 2)' },
    'may not use setTimeout',
    { 'engine/a.ts': 'export const a = (setTimeout: () => number) => setTimeout()' },
  ],
  [
    'the process in the engine',
    { 'engine/a.ts': 'export const a = process.env.B' },
    'may not use process',
    { 'engine/a.ts': "export const a = <B extends Record<'process', number>>(b: B) => b.process" },
  ],
  [
    'random ids in the engine',
    { 'engine/a.ts': 'export const a = crypto.randomUUID()' },
    'may not use crypto',
    { 'server/a.ts': 'export const a = crypto.randomUUID()' },
  ],
  ['a file of 501 lines', { 'web/a.css': '\n'.repeat(501) }, 'has 501 lines', { 'web/a.css': '\n'.repeat(300) }],
  [
    'a line of 161 characters',
    { 'store/a.sql': `-- ${'x'.repeat(158)}` },
    'has 161 characters',
    { 'store/a.sql': `-- ${'x'.repeat(117)}` },
  ],
  [
    'a file named for anything',
    { 'server/utils.ts': '' },
    'the file name says “utils”',
    { 'server/data-folder.ts': '' },
  ],
  [
    'a binding named for anything',
    { 'server/a.ts': 'export const { data } = await fetch("/b")' },
    'the name “data” fits anything',
    { 'server/a.ts': 'export const b = (event: MessageEvent) => event.data' },
  ],
  [
    'an assertion of a type',
    { 'server/a.ts': 'export const a = 1 as unknown' },
    '`as` claims',
    { 'server/a.ts': 'export const a = [1] as const' },
  ],
  ['an any', { 'server/a.ts': 'export let a: any' }, '`any` switches', { 'engine/declare/a.ts': 'export let a: any' }],
  [
    'a non-null mark',
    { 'server/a.ts': 'export const a = (b?: number) => b!' },
    '`!` claims',
    { 'server/a.ts': 'export const a = (b?: boolean) => !b' },
  ],
  [
    'a note for later',
    { 'server/a.ts': `// ${'TO'}DO: mend` },
    'belongs in an issue',
    { 'server/a.ts': '// The to-do list is empty.' },
  ],
  [
    'a check switched off',
    { 'server/a.ts': `// @ts-${'ignore'}` },
    'a check is switched off',
    { 'server/a.ts': '// @ts-expect-error shown' },
  ],
  [
    'a test alone',
    { 'server/a.test.ts': "import { test } from 'vitest'\ntest.only('a', () => 1)" },
    'test.only leaves tests out',
    { 'server/a.test.ts': "import { test } from 'vitest'\ntest('a', () => 1)" },
  ],
  [
    'a test left out',
    { 'server/a.test.ts': "describe.skip('a', () => 1)" },
    'describe.skip leaves tests out',
    { 'server/a.test.ts': "test('a', ({ skip }) => skip('no tmpfs here'))" },
  ],
  [
    'tests that run on some machines only, without a word on the others',
    { 'server/a.test.ts': "describe.runIf(!why)('a', () => 1)" },
    'describe.runIf leaves tests out',
    { 'server/a.test.ts': 'beforeEach(({ skip }) => skip(why !== undefined, why))' },
  ],
  [
    'a test that gives up without a word',
    { 'server/a.test.ts': "test('a', (context) => context.skip())" },
    'says why',
    { 'server/a.test.ts': "test('a', (context) => context.skip('no tmpfs here'))" },
  ],
  [
    'a half-width comma in a string',
    { 'server/a.ts': "export const a = '不能\u002c因为'" },
    'half-width “\u002c”',
    { 'server/a.ts': "export const a = ['不能，因为', '(?\u003a日|号\u0029', 'day\u003a骨科']" },
  ],
  [
    'a half-width bracket in a template',
    { 'server/a.ts': 'export const a = (b: string) => `不能\u0028${b}`' },
    'half-width “\u0028”',
    { 'server/a.ts': 'export const a = (b: string) => `day:骨科 不能（${b}）`' },
  ],
  [
    'a half-width mark in a page',
    { 'web/a.tsx': 'export const a = <p>你好\u0021</p>' },
    'half-width “\u0021”',
    { 'web/a.tsx': 'export const a = <p>你好！</p>' },
  ],
  [
    'a half-width mark in a feature',
    { 'policies/02-x/features/a.feature': '功能\u003a 甲\n  场景\u003a 乙\n    当 甲\u003b乙\n' },
    'features/a.feature:3 half-width',
    { 'policies/02-x/features/a.feature': '功能\u003a甲\n  场景\u003a乙\n    当 甲；乙\n' },
  ],
  [
    'a half-width mark in Markdown',
    { 'policies/02-x/text.md': '# 第一条\n\n须登记\u003a姓名\n' },
    'text.md:3 half-width',
    { 'policies/02-x/text.md': '须登记：`姓名\u003a张` [见]\u0028甲\u0029\n```\n甲\u002c乙\n```\n' },
  ],
  [
    'a machine elsewhere',
    { 'web/a.ts': `export const a = 'http${'s'}://fonts.elsewhere.cn/a'` },
    'names the machine fonts.elsewhere.cn',
    { 'web/a.ts': "export const a = ['http://127.0.0.1:1', 'http://www.w3.org/2000/svg', 'https://a.example/']" },
  ],
  [
    'a gap in the migrations',
    { 'store/sql/migrations/0001-a.sql': '', 'store/sql/migrations/0003-b.sql': '' },
    '0002 is expected here',
    { 'store/sql/migrations/0001-a.sql': '', 'store/sql/migrations/0002-b.sql': '' },
  ],
  [
    'a migration without a name',
    { 'store/sql/migrations/0001.sql': '' },
    'NNNN-name.sql',
    { 'store/sql/migrations/0001-a.sql': '' },
  ],
  [
    'an optional package that is not locked',
    { 'package-lock.json': '{ "packages": { "node_modules/a": { "optionalDependencies": { "@b/arm": "1" } } } }' },
    '@b/arm, which is not locked',
    {
      'package-lock.json':
        '{ "packages": { "node_modules/a": { "optionalDependencies": { "b": "1" } }, "node_modules/a/node_modules/b": {} } }',
    },
  ],
  [
    'a promise on a test that went away',
    { 'ASSURANCE.md': '| A | b | `server/a.test.ts` “c holds” |', 'server/a.test.ts': "test('d holds', () => 1)" },
    'has no test “c holds”',
    { 'ASSURANCE.md': '| A | b | `server/a.test.ts` “c holds” |', 'server/a.test.ts': "test('c holds', () => 1)" },
  ],
  [
    'a source that is no module',
    { 'server/a.ts': 'const = 1' },
    'cannot be read as a module',
    { 'server/a.ts': 'export const a = 1' },
  ],
]

describe('tidy finds', () => {
  test.each(table)('%s', (_what, fault, sentence) => {
    expect(plant(fault)).toEqual([expect.stringContaining(sentence)])
  })
})

describe('tidy leaves alone the twin of', () => {
  test.each(table)('%s', (_what, _fault, _sentence, twin) => {
    expect(plant(twin)).toEqual([])
  })
})

test('a file of 301 lines and a line of 121 characters are warnings', () => {
  expect(plant({ 'web/a.css': '\n'.repeat(301), 'web/b.css': 'x'.repeat(121) })).toEqual([
    'web/a.css:1? the file has 301 lines, more than 300: split it',
    'web/b.css:1? the line has 121 characters, more than 120',
  ])
})

test('a counted rule warns within the ratchet and fails beyond it, each room for itself', () => {
  const ratchet = { 'tools/tidy-ratchet.json': '{ "assertion": { "server": 1 } }' }
  const one = 'export const a = 1 as unknown'
  expect(plant({ ...ratchet, 'server/a.ts': one })).toEqual(['server/a.ts:1? `as` claims what the compiler cannot see'])
  const beyond = plant({ 'server/b.ts': one, 'store/c.ts': one })
  expect(beyond).toHaveLength(3)
  expect(beyond.filter((line) => line.includes('?'))).toEqual([])
})
