/** All features on one driver, each scenario a test; what they showed is written down for `shouze clauses`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { FeatureReport } from '../cli/clauses.ts'
import type { Driver } from './driver.ts'
import { play, policyOf } from './features.ts'
import { policyFolders, scenarios } from './gherkin.ts'

/** Some live through months, on a machine that does other work beside it. */
const scenarioMsMax = 120_000

export async function featuresOn(driver: Driver): Promise<void> {
  const shown: FeatureReport['scenarios'][number][] = [],
    owed: string[] = []

  for (const folder of policyFolders()) {
    const policy = await policyOf(folder)
    owed.push(...policy.clauses.map(({ id }) => id))
    describe(`${folder} on ${driver.name}`, () => {
      for (const scenario of scenarios([folder])) {
        const { uri, line, name, feature } = scenario
        test(`${feature}: ${name} (${line})`, { timeout: scenarioMsMax }, async () => {
          shown.push({ uri, line, name, ...(await play(scenario, driver, [policy])) })
        })
      }
    })
  }
  describe(`every clause is shown on ${driver.name}`, () => {
    test.each(owed)('%s was kept by one scenario and broken in one', (clause) => {
      const times = (what: 'kept' | 'broken') => shown.filter((one) => clause in one[what]).length
      expect({ kept: times('kept') > 0, broken: times('broken') > 0 }).toEqual({ kept: true, broken: true })
    })
  })
  afterAll(() => {
    const folder = join(import.meta.dirname, '..', 'reports')
    mkdirSync(folder, { recursive: true })
    const report: FeatureReport = { driver: driver.name, scenarios: shown }
    writeFileSync(join(folder, `clauses-${driver.name}.json`), JSON.stringify(report, null, 1))
  })
}
