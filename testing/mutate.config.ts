/** `npm run mutate:clauses`: only the test that takes each rule away, with what it found printed. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

execFileSync(process.execPath, [join(import.meta.dirname, '..', 'tools', 'list-policies.mjs')])

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['mutate.test.ts'],
    pool: 'forks',
    testTimeout: 60_000,
    reporters: ['default'],
    disableConsoleIntercept: true,
    env: { TZ: 'UTC' },
  },
})
