// The test runner: two workers at most, since PostgreSQL and the browser share the machine's cores with the tests.
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { foldDigest } from './tools/fold-digest.mjs'
import { listPolicies } from './tools/list-policies.mjs'

listPolicies(import.meta.dirname)

/** Files that take many minutes: begun last, one of them alone would keep everybody waiting. */
const longest = ['testing/features-server.test.ts', 'testing/mutate.test.ts', 'testing/faults/kills.test.ts']
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const turn = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((name) => moduleId.endsWith(name))
      return at < 0 ? longest.length : at
    }
    return (await super.sort(files)).sort((a, b) => turn(a) - turn(b))
  }
}

export default defineConfig({
  // The bundle carries the digest of the fold as a constant; under test it is the same constant.
  define: { __FOLD_DIGEST__: JSON.stringify(foldDigest(import.meta.dirname)) },
  test: {
    include: ['{engine,ledger,policies,store,server,web,cli,testing}/**/*.test.{ts,tsx}', 'tools/**/*.test.mjs'],
    exclude: ['**/node_modules/**', 'build/**'],
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    maxWorkers: 2,
    globalSetup: ['testing/database-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A page that is asked until it says so has as long as any other step in a browser: two tests share the cores.
    expect: { poll: { timeout: 10_000 } },
    // A test that only one machine's clock, zone or order of files makes green is a defect.
    env: { TZ: 'UTC' },
    passWithNoTests: false,
  },
})
