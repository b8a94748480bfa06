/** Whoever takes a rule out of a policy is found out by a scenario: `npm run mutate:clauses` prints which. */
import { describe, expect, test } from 'vitest'
import { Book } from '../engine/book.ts'
import { play, policyOf } from './features.ts'
import { policyFolders, scenarios, type Scenario } from './gherkin.ts'
import { memoryDriver } from './memory-driver.ts'
import { mutants, type Mutant } from './mutants.ts'

for (const folder of policyFolders()) {
  const policy = await policyOf(folder),
    all = scenarios([folder])

  describe(`${folder} without a rule`, () => {
    test.each(mutants(policy))('misses $rule ($clause)', async (mutant) => {
      expect(() => new Book([mutant.policy])).not.toThrow()
      const putBack = mutant.takeOut?.()
      const missed = await firstThatFails(mutant, all).finally(() => putBack?.())
      console.log(`${mutant.clause}\t${mutant.rule}\t→ ${missed ?? '没有场景发现'}`)
      expect(missed).toBeDefined()
    })
    test('and with all of its rules no scenario fails', async () => {
      expect(await firstThatFails({ rule: '', clause: '', policy }, all)).toBeUndefined()
    })
  })

  /** Scenarios of the rule's own clause first: they are the likeliest to miss it. */
  async function firstThatFails(mutant: Mutant, among: readonly Scenario[]): Promise<string | undefined> {
    const isOwn = ({ uri }: Scenario) => (uri.includes(`/${mutant.clause}`) ? 0 : 1)
    for (const scenario of [...among].sort((a, b) => isOwn(a) - isOwn(b))) {
      try {
        await play(scenario, memoryDriver, [mutant.policy], [policy])
      } catch {
        return `${scenario.uri}:${scenario.line} ${scenario.name}`
      }
    }
    return undefined
  }
}
