// The builder on a small project of its own: what it makes, when it does nothing, and two at a time.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { build } from './build.mjs'
import { foldDigest } from './fold-digest.mjs'
import { listPolicies } from './list-policies.mjs'

let root
const write = (path, text) => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
const read = (path) => readFileSync(join(root, path), 'utf8')

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'shouze-build-'))
  write('package.json', '{ "type": "module" }')
  write('engine/one.ts', 'export const one: number = 1\n')
  write('store/beside.txt', 'lies beside its source')
  write(
    'store/beside.ts',
    [
      "import { readFileSync } from 'node:fs'",
      "export const beside = readFileSync(new URL('./beside.txt', import.meta.url), 'utf8')",
      'export const folder = import.meta.dirname',
    ].join('\n'),
  )
  write(
    'cli/main.ts',
    [
      "import { one } from '../engine/one.ts'",
      "import { beside, folder } from '../store/beside.ts'",
      'declare const __FOLD_DIGEST__: string',
      'console.log(JSON.stringify({ one, beside, folder, fold: __FOLD_DIGEST__ }))',
    ].join('\n'),
  )
  write(
    'web/index.html',
    '<!doctype html>\n<html lang="zh-CN">\n<head>\n<title>守则</title>\n</head>\n<body></body>\n</html>\n',
  )
  write('web/page.css', Array.from({ length: 200 }, (_, row) => `.row${row} { margin: ${row}px }\n`).join(''))
  write('web/later.ts', 'export const later = "later"\n')
  write('web/main.tsx', "import './page.css'\nvoid import('./later.ts').then(({ later }) => console.log(later))\n")
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const run = () =>
  JSON.parse(execFileSync(process.execPath, [join(root, 'build/server/shouze.mjs')], { encoding: 'utf8' }))

test('a bundled module still finds the file that lies beside its source, and knows the digest of the fold', async () => {
  await build({ root })
  expect(run()).toEqual({
    one: 1,
    beside: 'lies beside its source',
    folder: join(root, 'store'),
    fold: foldDigest(root),
  })
  expect(JSON.parse(read('build/fold.json'))).toEqual({ digest: foldDigest(root) })
})

test('a second build without a change makes nothing within 150 ms, and a change makes only the half that it touches', async () => {
  expect((await build({ root })).made).toEqual(['server', 'web'])
  const again = await build({ root })
  expect(again.made).toEqual([])
  expect(again.took).toBeLessThan(150)
  write('web/later.ts', 'export const later = "changed"\n')
  expect((await build({ root })).made).toEqual(['web'])
  write('cli/main.ts', 'console.log(JSON.stringify("other"))\n')
  expect((await build({ root })).made).toEqual(['server'])
  expect(run()).toBe('other')
})

test('the digest of the fold follows a source of the engine and no test', async () => {
  const before = foldDigest(root)
  write('engine/one.test.ts', 'export {}\n')
  expect(foldDigest(root)).toBe(before)
  write('engine/one.ts', 'export const one: number = 2\n')
  expect(foldDigest(root)).not.toBe(before)
})

test('the page names hashed files that exist, has no inline script or style, and lies beside its compressed copies', async () => {
  await build({ root })
  const page = read('build/web/index.html')
  const named = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, path]) => path)
  expect(named.map((path) => path.replace(/-[A-Z0-9]{8}\./, '-#.')).sort()).toEqual([
    'assets/main-#.css',
    'assets/main-#.js',
  ])
  for (const path of named) expect(existsSync(join(root, 'build/web', path))).toBe(true)
  expect(page).not.toMatch(/<style|style=|<script(?![^>]*src=)/)
  const assets = readdirSync(join(root, 'build/web/assets'))
  expect(assets.filter((name) => name.startsWith('later-'))).toHaveLength(1)
  expect(assets.filter((name) => /main-.*\.css\.(gz|br)$/.test(name))).toHaveLength(2)
})

test('a stylesheet that only a later page imports is refused, for nothing would load it', async () => {
  write('web/later.css', '.later { margin: 1px }')
  write('web/later.ts', "import './later.css'\nexport const later = 'later'\n")
  await expect(build({ root })).rejects.toThrow(/later-.*\.css belongs to a page that loads later/)
  write('web/main.tsx', "import './later.css'\nimport { later } from './later.ts'\nconsole.log(later)\n")
  expect((await build({ root })).made).toEqual(['web'])
})

test('two builds at the same time both end well and leave one whole result', async () => {
  const script = `import { build } from ${JSON.stringify(join(import.meta.dirname, 'build.mjs'))}\nawait build({ root: ${JSON.stringify(root)} })`
  const one = () =>
    new Promise((resolve) => {
      spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' }).on('exit', resolve)
    })
  expect(await Promise.all([one(), one()])).toEqual([0, 0])
  expect(run().one).toBe(1)
  expect((await build({ root })).made).toEqual([])
  expect(readdirSync(join(root, 'build')).filter((name) => name.startsWith('.new-'))).toEqual([])
})

test('a fault in a source is refused and the last good result stays', async () => {
  await build({ root })
  write('cli/main.ts', 'const = 1\n')
  await expect(build({ root })).rejects.toThrow('cli/main.ts:1:6')
  expect(run().one).toBe(1)
})

test('a build folder that cannot be written is one sentence in Chinese', async () => {
  writeFileSync(join(root, 'build'), 'a file stands where the folder belongs')
  await expect(build({ root })).rejects.toThrow(/^不能编译：.+不可写（EEXIST）。/)
  rmSync(join(root, 'build'))
  await build({ root })
  expect(run().one).toBe(1)
})

test('every folder with a policy.ts is listed in the order of its number, and nothing else is', () => {
  write('policies/10-work-safety/policy.ts', '')
  write('policies/02-internet-cafe/policy.ts', '')
  write('policies/organisation/text.md', '')
  listPolicies(root)
  const list = read('policies/index.ts')
  expect(list).toContain("import internetCafe from './02-internet-cafe/policy.ts'")
  expect(list).toContain('export const policies: readonly Policy[] = [internetCafe, workSafety]')
  expect(list).not.toContain('organisation')
})
