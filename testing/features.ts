/** Plays a scenario on a driver, and says what it showed. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Policy } from '../engine/declare/policy.ts'
import type { Driver } from './driver.ts'
import type { Shown } from './evidence.ts'
import type { Scenario } from './gherkin.ts'
import { steps } from './steps/all.ts'
import { World } from './world.ts'

/** The policy of a folder: whatever its module exports that is one. */
export async function policyOf(folder: string): Promise<Policy> {
  const path = join(import.meta.dirname, '..', 'policies', folder, 'policy.ts')
  const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(path).href)
  const found = Object.values(module).find((one) => one instanceof Policy)
  if (!found) throw new Error(`${folder} 没有导出制度`)
  return found
}
/**
 * Runs every step, then asks the driver whether the log refolds to the live state. `policies` are the ones the
 * organisation runs; `spoken` those whose titles the steps use, where a rule was taken out of the former.
 * Throws at the first step that does not hold, naming file and line.
 */
export async function play(
  scenario: Scenario,
  driver: Driver,
  policies: readonly Policy[],
  spoken = policies,
): Promise<Shown> {
  const world = new World(await driver.open(policies), spoken)
  const fault = await firstFault(scenario, world)
  const faults = await world.house.close()
  if (fault) throw fault
  if (faults.length > 0) throw new Error(`${scenario.uri}:${scenario.line} ${faults.join('；')}`)
  return world.evidence.shown()
}
async function firstFault(scenario: Scenario, world: World): Promise<Error | undefined> {
  for (const step of scenario.steps) {
    try {
      await steps.run(world, step)
    } catch (thrown) {
      const fault = thrown instanceof Error ? thrown : new Error(String(thrown))
      fault.message = `${scenario.uri}:${step.line} ${step.text}\n${fault.message}`
      return fault
    }
  }
  return undefined
}
