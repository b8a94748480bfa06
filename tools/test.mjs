// Every check with one command: types, lint, tidy, build, tests. It ends with the plain line `N passed, N failed`, and with
// an exit code that is not nought when anything failed.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { listPolicies } from './list-policies.mjs'
import { sourceFiles } from './source-files.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const limitMs = 40 * 60_000
const started = performance.now()
const scratch = mkdtempSync(join(tmpdir(), 'shouze-test-'))
const report = join(scratch, 'tests.json')
const bin = (name) => join(root, 'node_modules', '.bin', name)
const node = (...rest) => [process.execPath, ...rest]

/** In order from the quickest to the slowest; each counts as one, the tests count themselves. */
const checks = [
  { title: 'Types (tsc)', command: [bin('tsc'), '-p', '.', '--noEmit'] },
  { title: 'Lint (biome)', command: [bin('biome'), 'lint', '--diagnostic-level=warn', '--max-diagnostics=100'] },
  { title: 'Format (biome)', command: [bin('biome'), 'format', '--max-diagnostics=20'] },
  { title: 'Tidy (layers, sizes, words, punctuation)', command: node(join(root, 'tools/tidy.mjs')) },
  { title: 'Build (server and pages)', command: node(join(root, 'tools/build.mjs')) },
  {
    title: 'Tests (vitest)',
    command: [bin('vitest'), 'run', '--reporter=default', '--reporter=./tools/count-reporter.mjs'],
    count: countTests,
  },
]

listPolicies(root)
let passed = 0
let failed = 0
const notRun = []
for (const check of checks) {
  const begun = performance.now()
  console.log(`\n== ${check.title}`)
  const code = await run(check.command)
  const counted = check.count?.(code) ?? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 }
  passed += counted.passed
  failed += counted.failed
  const verdict = code === 0 && counted.failed === 0 ? 'passed' : 'FAILED'
  console.log(`== ${check.title}: ${verdict} in ${seconds(performance.now() - begun)} s`)
}
rmSync(scratch, { recursive: true, force: true })

const took = performance.now() - started
console.log(`\n== Not run: ${notRun.length === 0 ? 'nothing' : notRun.length}`)
for (const line of notRun) console.log(`   ${line}`)
console.log(`== All checks took ${seconds(took)} s (limit ${limitMs / 60_000} min)`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

function seconds(ms) {
  return (ms / 1000).toFixed(1)
}

/** Runs one command in the project, its output straight through, and answers its exit code; time out counts as 124. */
function run([program, ...rest]) {
  return new Promise((resolve) => {
    const left = Math.max(1000, limitMs - (performance.now() - started))
    const child = spawn(program, rest, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, SHOUZE_TEST_REPORT: report },
    })
    const timer = setTimeout(() => {
      console.log(`== Stopped: the limit of ${limitMs / 60_000} minutes for all checks is reached`)
      child.kill('SIGTERM')
      setTimeout(() => child.kill('SIGKILL'), 10_000).unref()
      resolve(124)
    }, left)
    child.on('error', (error) => {
      console.log(`== ${program} cannot be started: ${error.message}`)
      clearTimeout(timer)
      resolve(127)
    })
    child.on('exit', (code, signal) => {
      clearTimeout(timer)
      resolve(code ?? (signal === null ? 1 : 128))
    })
  })
}

/**
 * Adds up the tests by their own report. A missing report, a file that the runner did not pick up, and a non-zero exit
 * without a failed test each count as one failure: silence is never a pass.
 */
function countTests(code) {
  if (!existsSync(report)) return { passed: 0, failed: 1 }
  const counted = JSON.parse(readFileSync(report, 'utf8'))
  notRun.push(...counted.notRun)
  for (const path of sourceFiles(root, [''], ['.test.ts', '.test.tsx', '.test.mjs'], true)) {
    if (counted.seen.includes(path)) continue
    console.log(`== ${path} is a test file that the runner did not pick up`)
    counted.failed += 1
  }
  if (code !== 0 && counted.failed === 0) counted.failed = 1
  return counted
}
