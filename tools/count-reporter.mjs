// What vitest's run came to, written for tools/test.mjs: counts, files seen, and everything that did not run with its reason.
import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'

/** A vitest reporter; SHOUZE_TEST_REPORT names the file that gets `{ passed, failed, seen, notRun }`. */
export default class CountReporter {
  onTestRunEnd(testModules, unhandledErrors) {
    const counted = { passed: 0, failed: unhandledErrors.length, seen: [], notRun: [] }
    for (const testModule of testModules) {
      const path = relative(process.cwd(), testModule.moduleId)
      counted.seen.push(path)
      // A file that breaks while it is read has errors of its own and not one failed test.
      counted.failed += testModule.errors().length
      for (const test of testModule.children.allTests()) countOne(counted, path, test)
      for (const suite of testModule.children.allSuites()) counted.failed += suite.errors().length
    }
    const target = process.env.SHOUZE_TEST_REPORT
    if (target === undefined) throw new Error('SHOUZE_TEST_REPORT does not name a file')
    writeFileSync(target, JSON.stringify(counted))
  }
}

function countOne(counted, path, test) {
  const result = test.result()
  if (result.state === 'passed') counted.passed += 1
  else if (result.state === 'failed') counted.failed += 1
  else counted.notRun.push(`${path}: ${test.fullName} – ${result.note ?? 'without a reason'}`)
}
