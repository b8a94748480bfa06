/** axe-core on a page as it stands: the rules of WCAG 2 A and AA, each violation as one line that names the place. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import type { AxeResults } from 'axe-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const run = `(async () => {
  ${source}
  return JSON.stringify(await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa'], resultTypes: ['violations'] }))
})()`

/** Empty when nothing is violated. The content policy of the pages bars injected scripts, so the source is evaluated. */
export async function violations(page: Page): Promise<readonly string[]> {
  const text: unknown = await page.evaluate(run)
  if (typeof text !== 'string') throw new Error('axe gave no result')
  const results: AxeResults = JSON.parse(text)
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) => `${id} ${target.join(' ')} ${failureSummary.split('\n')[1]?.trim() ?? ''}`,
    ),
  )
}
