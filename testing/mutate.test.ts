/** Whoever takes a rule out of a policy is found out by a scenario: `npm run mutate:clauses` prints which. */
import { describe, expect, test } from 'vitest'
import { Book } from '../engine/book.ts'
import { play, policyOf } from './features.ts'
import { policyFolders, scenarios, type Scenario } from './gherkin.ts'
import { memoryDriver } from './memory-driver.ts'
import { mutants, type Mutant } from './mutants.ts'

/** All scenarios, one after the other, on a machine that may be busy. */
const patienceMs = 300_000

for (const folder of policyFolders()) {
  const policy = await policyOf(folder),
    all = scenarios([folder])

  describe(`${folder} without a rule`, () => {
    test.each(mutants(policy))('misses $rule ($clause)', { timeout: patienceMs }, async (mutant) => {
      expect(() => new Book([mutant.policy])).not.toThrow()
      const putBack = mutant.takeOut?.()
      const missed = await firstThatFails(mutant, all).finally(() => putBack?.())
      console.log(`${mutant.clause}\t${mutant.rule}\t→ ${missed ?? '没有场景发现'}`)
      expect(missed).toBeDefined()
    })
    test('and with all of its rules no scenario fails', { timeout: patienceMs }, async () => {
      expect(await firstThatFails({ rule: '', clause: '', policy }, all)).toBeUndefined()
    })
  })

  /** Those of the rule's own clause first, and those that speak of what the rule is about: the likeliest to miss it. */
  async function firstThatFails(mutant: Mutant, among: readonly Scenario[]): Promise<string | undefined> {
    const titles = [...mutant.rule.matchAll(/“([^”]+)”/g)].map(([title]) => title)
    const rank = ({ uri, steps }: Scenario) => {
      const isOwn = new RegExp(`/${mutant.clause.replaceAll('.', '\\.')}(-[^/]*)?\\.feature$`).test(uri)
      const isAbout = titles.some((title) => steps.some(({ text }) => text.includes(title)))
      return (isOwn ? 0 : 2) + (isAbout ? 0 : 1)
    }
    for (const scenario of [...among].sort((a, b) => rank(a) - rank(b))) {
      try {
        await play(scenario, memoryDriver, [mutant.policy], [policy])
      } catch {
        return `${scenario.uri}:${scenario.line} ${scenario.name}`
      }
    }
    return undefined
  }
}
