// The test runner: two workers at most, since PostgreSQL and the browser share the machine's cores with the tests.
import { defineConfig } from 'vitest/config'
import { foldDigest } from './tools/fold-digest.mjs'
import { listPolicies } from './tools/list-policies.mjs'

listPolicies(import.meta.dirname)

export default defineConfig({
  // The bundle carries the digest of the fold as a constant; under test it is the same constant.
  define: { __FOLD_DIGEST__: JSON.stringify(foldDigest(import.meta.dirname)) },
  test: {
    include: ['{engine,ledger,policies,store,server,web,cli,testing}/**/*.test.{ts,tsx}', 'tools/**/*.test.mjs'],
    exclude: ['**/node_modules/**', 'build/**'],
    pool: 'forks',
    maxWorkers: 2,
    globalSetup: ['testing/database-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A test that only one machine's clock, zone or order of files makes green is a defect.
    env: { TZ: 'UTC' },
    passWithNoTests: false,
  },
})
