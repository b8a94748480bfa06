// Holds the style that a compiler does not see. Each finding is one line: file, line number, one sentence. Rules that old
// code may still break are counted per room in tidy-ratchet.json; the count may fall and never rises unnoticed.
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sourceFiles } from './source-files.mjs'
import { punctuation } from './tidy/chinese.mjs'
import { layers, purity } from './tidy/layers.mjs'
import { assurance, lockedPackages, migrations } from './tidy/project.mjs'
import { readSyntax } from './tidy/syntax.mjs'
import { hosts, leftovers, sizes } from './tidy/text-rules.mjs'
import { overruledTypes, skippedTests, words } from './tidy/words.mjs'

const endings = ['.ts', '.tsx', '.mjs', '.css', '.sql', '.html', '.svg', '.md', '.feature']
const fileRules = [sizes, leftovers, hosts, punctuation, words]
const syntaxRules = [layers, purity, overruledTypes, skippedTests]
const projectRules = [lockedPackages, migrations, assurance]
const ratchetName = 'tools/tidy-ratchet.json'

/**
 * Reads the project below `root` and gives `{ findings, counts, files }`: findings ({ path, line, sentence, isWarning,
 * ratchet? }) in order of file and line, and how often each room breaks each counted rule. A counted rule is a warning
 * while its count stays within the ratchet and a fault beyond it.
 */
export function tidy(root) {
  const paths = sourceFiles(root, [''], endings, true)
  const findings = [...paths.flatMap((path) => inFile(root, path)), ...projectRules.flatMap((rule) => rule(root))]
  const counts = countByRoom(findings)
  const allowed = ratchetOf(root)
  const judged = findings.map((found) => {
    if (found.ratchet === undefined) return { isWarning: false, ...found }
    const room = roomOf(found.path)
    return { ...found, isWarning: counts[found.ratchet][room] <= (allowed[found.ratchet]?.[room] ?? 0) }
  })
  return { findings: judged, counts, files: paths.length }
}

function inFile(root, path) {
  const text = readFileSync(join(root, path), 'utf8')
  const file = { path, text, lines: text.replace(/\n$/, '').split('\n'), syntax: undefined }
  const isSource = /\.(ts|tsx|mjs)$/.test(path)
  if (isSource) {
    try {
      file.syntax = readSyntax(path, text)
    } catch (error) {
      return [{ path, line: 1, sentence: `the file cannot be read as a module: ${error.message.split('\n')[0]}` }]
    }
  }
  const rules = isSource ? [...fileRules, ...syntaxRules] : fileRules
  return rules
    .flatMap((rule) => rule(file))
    .sort((a, b) => a.line - b.line)
    .map((found) => ({ path, ...found }))
}

const roomOf = (path) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '.')

function countByRoom(findings) {
  const counts = {}
  for (const { ratchet, path } of findings) {
    if (ratchet === undefined) continue
    counts[ratchet] ??= {}
    counts[ratchet][roomOf(path)] = (counts[ratchet][roomOf(path)] ?? 0) + 1
  }
  return counts
}

function ratchetOf(root) {
  const path = join(root, ratchetName)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
}

function report(root, wantsWarnings) {
  const begun = performance.now()
  const { findings, counts, files } = tidy(root)
  const faults = findings.filter((found) => !found.isWarning)
  for (const { path, line, sentence, isWarning } of wantsWarnings ? findings : faults) {
    console.log(`${path}:${line}: ${isWarning ? 'warning: ' : ''}${sentence}`)
  }
  const warnings = findings.length - faults.length
  const counted = Object.entries(counts).map(
    ([rule, rooms]) => `${rule} ${Object.values(rooms).reduce((sum, count) => sum + count, 0)}`,
  )
  console.log(`counted against the ratchet: ${counted.join(', ') || 'nothing'}`)
  const hint = warnings > 0 && !wantsWarnings ? ' (--warnings shows them)' : ''
  const took = Math.round(performance.now() - begun)
  console.log(`${files} files in ${took} ms: ${faults.length} faults, ${warnings} warnings${hint}`)
  return faults.length === 0 ? 0 : 1
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)))
  // Setting the ratchet is a change to a file, seen and judged like any other.
  if (process.argv.includes('--ratchet')) {
    const { counts } = tidy(root)
    writeFileSync(join(root, ratchetName), `${JSON.stringify(counts, null, 2)}\n`)
  }
  process.exitCode = report(root, process.argv.includes('--warnings'))
}
