/** Whether `text.md` says of each clause what its rules do: a section for each, and no figure that no rule knows. */
import type { Policy } from '../../engine/declare/policy.ts'
import { countsIn, figuresIn } from './figures.ts'
import { figuresOfRules, type Fault } from './rules.ts'

interface Section {
  readonly clause: string
  readonly title: string
  readonly body: string
}
/** `## 7.2 第二条` and what stands below it. */
export const sectionsOf = (text: string): readonly Section[] =>
  text
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const [head = '', ...lines] = part.split('\n'),
        [clause = '', ...title] = head.trim().split(/\s+/)
      return { clause, title: title.join(' '), body: lines.join('\n').trim() }
    })

export function faultsOfText(policy: Policy, text: string): readonly Fault[] {
  const sections = sectionsOf(text),
    { clocks, lengths, counts } = figuresOfRules(policy)
  const missing = policy.clauses.flatMap(({ id, cite }): readonly Fault[] => {
    const section = sections.find(({ clause }) => clause === id)
    if (!section) return [{ clause: id, sentence: 'text.md 里没有这一条' }]
    if (section.title !== cite) return [{ clause: id, sentence: `text.md 称它“${section.title}”，规则称它“${cite}”` }]
    return section.body === '' ? [{ clause: id, sentence: 'text.md 里这一条是空的' }] : []
  })
  const stale = sections.flatMap(({ clause, body }): readonly Fault[] => {
    if (!policy.clauses.some(({ id }) => id === clause))
      return [{ clause, sentence: 'text.md 还写着这一条，规则里已经没有' }]
    const times = figuresIn(body).flatMap(({ words, is, ms }) => {
      const known = is === 'clock' ? clocks : lengths
      return known.has(ms) ? [] : [{ clause, sentence: `text.md 说“${words}”，规则里没有这个时间` }]
    })
    const others = [...counts].flatMap(([unit, known]) =>
      countsIn(body, unit).flatMap(({ words, n }) =>
        known.has(n) ? [] : [{ clause, sentence: `text.md 说“${words}”，规则里没有这个数` }],
      ),
    )
    return [...times, ...others]
  })
  return [...missing, ...stale]
}
