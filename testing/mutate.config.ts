/** `npm run mutate:clauses`: only the test that takes each rule away, with what it found printed. */
import { defineConfig } from 'vitest/config'

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
