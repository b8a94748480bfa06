/** Each clause of each policy: how it is honoured, by which rules, and which scenarios showed it kept and broken. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { Clause, Policy } from '../engine/declare/policy.ts'
import { policies } from '../policies/index.ts'
import { packageRoot } from '../store/package-root.ts'

/** What one run of all features on one driver showed: clause id → words, scenario by scenario. */
export interface FeatureReport {
  readonly driver: string
  readonly scenarios: readonly {
    readonly uri: string
    readonly line: number
    readonly name: string
    readonly kept: Readonly<Record<string, readonly string[]>>
    readonly broken: Readonly<Record<string, readonly string[]>>
  }[]
}
export type Way = 'approve' | 'drive' | 'enforce' | 'inspect' | 'pledge' | 'record'
export interface Mechanism {
  readonly is: 'register' | 'duty' | 'approval' | 'guard' | 'ban' | 'notice' | 'parameter' | 'adoption'
  readonly title: string
}
export interface Showing {
  readonly scenario: string
  readonly name: string
  readonly driver: string
  /** In a few words, how it was seen. */
  readonly by: readonly string[]
}
export interface ClauseRow {
  readonly id: string
  readonly policy: string
  readonly cite: string
  readonly words: string
  readonly how: readonly Way[]
  readonly mechanisms: readonly Mechanism[]
  readonly kept: readonly Showing[]
  readonly broken: readonly Showing[]
}

/** `shouze clauses`: the clauses of this build, with what the last runs of the features left in `reports/`. */
export function addClauseCommands(program: Command, write: (text: string) => unknown = printToStandardOutput): void {
  program
    .command('clauses')
    .description('列出每一条：怎样守住、由哪些规则守住、哪些场景见过守住和违反')
    .option('--json', '以 JSON 输出')
    .option('--reports <文件夹>', '场景留下的记录在哪里', join(packageRoot(), 'reports'))
    .action(({ json = false, reports }: { readonly json?: boolean; readonly reports: string }) => {
      write(`${printed(clauseRows(policies, readReports(reports)), json)}\n`)
    })
}
const printToStandardOutput = (text: string) => process.stdout.write(text)

/** One row for each clause of the policies, in the order of their texts. */
export function clauseRows(policies: readonly Policy[], reports: readonly FeatureReport[]): readonly ClauseRow[] {
  return policies.flatMap((policy) =>
    policy.clauses.map((clause) => ({
      id: clause.id,
      policy: policy.id,
      cite: clause.cite,
      words: clause.words,
      how: waysOf(policy, clause),
      mechanisms: mechanismsOf(policy, clause),
      kept: showings(clause, reports, 'kept'),
      broken: showings(clause, reports, 'broken'),
    })),
  )
}
/** What the runs of the features left in that folder; nothing where they never ran. */
export function readReports(folder: string): readonly FeatureReport[] {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder)
    .filter((file) => /^clauses-[a-z]+\.json$/.test(file))
    .sort()
  return files.map((file) => {
    // The border: these files are written by the features alone, in this shape.
    const report: FeatureReport = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    return report
  })
}
/** The rows as JSON, or as a page of text for people. */
export function printed(rows: readonly ClauseRow[], isJson: boolean): string {
  if (isJson) return JSON.stringify(rows, null, 2)
  return rows
    .map(
      ({ id, cite, words, how, kept, broken }) =>
        `${id} ${cite}：${words}\n  ${how.map((way) => ways[way]).join('、')}；守住 ${kept.length} 次，违反 ${broken.length} 次`,
    )
    .join('\n')
}
const ways: Readonly<Record<Way, string>> = {
  approve: '审批控制',
  drive: '限时驱动',
  enforce: '系统强制',
  inspect: '巡查确认',
  pledge: '承诺知悉',
  record: '登记留痕',
}

function mechanismsOf(policy: Policy, clause: Clause): readonly Mechanism[] {
  const its = <T extends { readonly clause: Clause }>(of: readonly T[]) => of.filter((one) => one.clause === clause)
  const titled = (is: Mechanism['is'], of: readonly { readonly clause: Clause; readonly title: string }[]) =>
    its(of).map(({ title }) => ({ is, title }))
  return [
    ...(policy.adoption === clause ? [{ is: 'adoption' as const, title: '施行之日' }] : []),
    ...titled('register', policy.registers),
    ...titled('duty', policy.duties),
    ...titled('approval', policy.approvals),
    ...titled('guard', policy.guards),
    ...policy.guards
      .filter(({ upholds = [] }) => upholds.includes(clause))
      .map(({ title }) => ({ is: 'guard' as const, title })),
    ...its(policy.bans).map(({ title }) => ({ is: 'ban' as const, title })),
    ...its(policy.writers).map(({ register }) => ({ is: 'guard' as const, title: `“${register.title}”由谁登记` })),
    ...its(policy.readers).map(({ register }) => ({ is: 'guard' as const, title: `“${register.title}”由谁阅读` })),
    ...its(policy.entering).map(({ register }) => ({ is: 'register' as const, title: `系统登记“${register.title}”` })),
    ...titled('notice', policy.notices),
    ...titled('parameter', policy.parameters),
  ]
}
/** What the system holds by itself is enforced; a register refuses what is incomplete, so it enforces what it records. */
function waysOf(policy: Policy, clause: Clause): readonly Way[] {
  const has = (of: readonly { readonly clause: Clause }[]) => of.some((one) => one.clause === clause)
  const enforced = [policy.registers, policy.guards, policy.writers, policy.readers, policy.entering, policy.parameters]
  const is: Readonly<Record<Way, boolean>> = {
    enforce: policy.adoption === clause || enforced.some(has),
    drive: has(policy.duties) || has(policy.notices),
    approve: has(policy.approvals),
    record: has(policy.registers) || has(policy.bans),
    inspect: has(policy.checklists),
    pledge: has(policy.pledges) || has(policy.bans),
  }
  return (['enforce', 'drive', 'approve', 'record', 'inspect', 'pledge'] as const).filter((way) => is[way])
}
const showings = (clause: Clause, reports: readonly FeatureReport[], what: 'kept' | 'broken'): readonly Showing[] =>
  reports.flatMap(({ driver, scenarios }) =>
    scenarios.flatMap(({ uri, line, name, [what]: shown }) => {
      const by = shown[clause.id]
      return by ? [{ scenario: `${uri}:${line}`, name, driver, by }] : []
    }),
  )
