// Compiles the server and the pages into build/, only what changed since the last time. A machine that only runs 守则
// does this at its first start, so nothing here needs more than the production dependencies.
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { foldDigest } from './fold-digest.mjs'
import { listPolicies } from './list-policies.mjs'
import { sourceFiles } from './source-files.mjs'

const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)))
const endings = [
  '.ts',
  '.tsx',
  '.css',
  '.html',
  '.json',
  '.svg',
  '.png',
  '.ico',
  '.webmanifest',
  '.woff2',
  '.sql',
  '.md',
]

/** The two halves: what each is made from, and how. A half whose entry does not exist yet is left out. */
const halves = [
  {
    name: 'server',
    title: '服务端',
    entry: 'cli/main.ts',
    result: 'server/shouze.mjs',
    rooms: ['engine', 'ledger', 'policies', 'store', 'server', 'cli'],
    make: async (at) => (await import('./build-server.mjs')).buildServer(at),
  },
  {
    name: 'web',
    title: '网页',
    entry: 'web/main.tsx',
    result: 'web/index.html',
    rooms: ['engine', 'ledger', 'policies', 'store', 'server', 'web'],
    make: async (at) => (await import('./build-web.mjs')).buildWeb(at),
  },
]

/**
 * Brings build/ up to date and answers what was made: `{ made: ['server', 'web'], missing: [], took }` with `took` in
 * milliseconds. `say` is given Chinese sentences while work is under way and nothing when all is up to date. Each half
 * is written to a folder of its own and renamed into place, so two builds at a time end with one whole result. Throws
 * with the compiler's messages when a source has a fault (the other half is made all the same), and with a Chinese
 * sentence when build/ cannot be written; both bear `isSentence`.
 */
export async function build({ root = projectRoot, say = () => undefined } = {}) {
  const started = performance.now()
  listPolicies(root)
  const fold = foldDigest(root)
  const made = []
  const missing = []
  const faults = []
  for (const half of halves) {
    if (!existsSync(join(root, half.entry))) {
      missing.push(half.name)
      continue
    }
    const digest = digestOf(root, half, fold)
    if (isUpToDate(root, half, digest)) continue
    try {
      await make(root, half, digest, fold, say)
      made.push(half.name)
    } catch (error) {
      faults.push(asSentence(error, half))
    }
  }
  if (faults.length > 0) throw faults[0]
  const foldText = `${JSON.stringify({ digest: fold })}\n`
  if (textOf(join(root, 'build', 'fold.json')) !== foldText) publishText(root, 'fold.json', foldText)
  return { made, missing, took: performance.now() - started }
}

async function make(root, half, digest, fold, say) {
  say(`正在编译${half.title}…`)
  const begun = performance.now()
  const words = await inScratch(root, (scratch) => half.make({ root, scratch, fold, buildFolder: join(root, 'build') }))
  publishText(root, `${half.name}.stamp`, `${digest}\n`)
  say(`${half.title}编译完成，用时 ${seconds(performance.now() - begun)} 秒${words ? `，${words}` : ''}。`)
}

/** What the compiler found is for whoever changed the source: its messages, without our own stack. */
function asSentence(error, half) {
  if (error.errors === undefined) return error
  return Object.assign(new Error(`不能编译${half.title}：源码有错。\n${error.message}`), {
    isSentence: true,
    cause: error,
  })
}

const isUpToDate = (root, half, digest) =>
  textOf(join(root, 'build', `${half.name}.stamp`))?.trim() === digest && existsSync(join(root, 'build', half.result))

const seconds = (ms) => (ms / 1000).toFixed(1)

/** Everything that the result may depend on: sources, versions, the builder itself, and the runtime. */
function digestOf(root, half, fold) {
  const digest = createHash('sha256').update(`${fold}\0${process.version}\0`)
  const builder = dirname(fileURLToPath(import.meta.url))
  for (const name of [
    'build.mjs',
    `build-${half.name}.mjs`,
    'source-files.mjs',
    'fold-digest.mjs',
    'list-policies.mjs',
  ]) {
    digest.update(readFileSync(join(builder, name)))
  }
  const loose = ['package.json', 'package-lock.json', 'tsconfig.json'].filter((name) => existsSync(join(root, name)))
  const sources = sourceFiles(root, half.rooms, endings, true).filter((path) => !/\.test(-d)?\./.test(path))
  for (const path of [...loose, ...sources]) {
    const bytes = readFileSync(join(root, path))
    digest.update(`${path}\0${bytes.length}\0`).update(bytes)
  }
  return digest.digest('hex')
}

const textOf = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined)

async function inScratch(root, work) {
  const scratch = scratchIn(root)
  try {
    return await work(scratch)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function scratchIn(root) {
  const folder = join(root, 'build')
  try {
    mkdirSync(folder, { recursive: true })
    clearAbandoned(folder)
    return mkdtempSync(join(folder, '.new-'))
  } catch (error) {
    throw Object.assign(new Error(unwritable(folder, error.code)), { isSentence: true, cause: error })
  }
}

/** A build that was killed leaves its scratch folder; an hour later nobody can still be writing there. */
function clearAbandoned(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (!name.startsWith('.new-')) continue
    // Another build may have renamed or removed it between the two looks.
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat !== undefined && Date.now() - stat.mtimeMs > 3600_000) rmSync(path, { recursive: true, force: true })
  }
}

function unwritable(folder, code) {
  if (code === 'ENOSPC') return `不能编译：磁盘已满，${folder} 写不进去。请腾出空间后再启动。`
  return `不能编译：${folder} 不可写（${code}）。请改用有写权限的用户，或先由其运行 npm run build。`
}

/** Writes a small file so that a reader sees the old text or the new one, never half. */
function publishText(root, name, text) {
  const scratch = scratchIn(root)
  writeFileSync(join(scratch, 'text'), text)
  renameSync(join(scratch, 'text'), join(root, 'build', name))
  rmSync(scratch, { recursive: true, force: true })
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    const { made, missing, took } = await build({ say: (sentence) => console.log(sentence) })
    if (missing.length > 0) console.log(`没有入口，未编译：${missing.join('、')}。`)
    if (made.length === 0) console.log(`没有变化，无需编译（${Math.round(took)} 毫秒）。`)
  } catch (error) {
    console.error(error.isSentence ? error.message : `编译失败：${error.message}`)
    process.exitCode = 1
  }
}
