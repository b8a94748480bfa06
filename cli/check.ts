/** `shouze check`: what the folder of a policy lacks, a sentence each, and how many lines it has. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { Policy } from '../engine/declare/policy.ts'
import { folders, policies } from '../policies/index.ts'
import { packageRoot } from '../store/package-root.ts'
import { faultsOfRules, type Fault } from './check/rules.ts'
import { faultsOfText } from './check/text.ts'
import { readReports, type FeatureReport } from './clauses.ts'

export interface Checked {
  readonly policy: Policy
  readonly folder: string
  readonly faults: readonly Fault[]
  /** Lines of the folder's rules, and of its features. */
  readonly ruleLines: number
  readonly featureLines: number
  /** Whether the features left something to judge by. */
  readonly isPlayed: boolean
}

export function addCheckCommand(program: Command, write: (text: string) => unknown = printed): void {
  program
    .command('check')
    .description('检查制度的文件夹还缺什么：没有规则的条、没有人能担任的岗位、没有上下限的参数、与规则不符的正文等')
    .argument('[制度]', '文件夹的名称；不写就检查全部')
    .option('--reports <文件夹>', '场景留下的记录在哪里', join(packageRoot(), 'reports'))
    .action((folder: string | undefined, { reports }: { readonly reports: string }) => {
      const wanted = policies.filter(({ id }) => folder === undefined || folders.get(id) === folder)
      if (wanted.length === 0) {
        write(`没有“${folder}”这个文件夹；有 ${[...folders.values()].join('、')}\n`)
        process.exitCode = 2
        return
      }
      const all = wanted.map((policy) => checked(policy, readReports(reports)))
      for (const one of all) write(`${said(one)}\n`)
      process.exitCode = all.some(({ faults }) => faults.length > 0) ? 1 : 0
    })
}
const printed = (text: string) => process.stdout.write(text)

/** Everything that the folder of a policy lacks, by its declarations, its texts and what its features left behind. */
export function checked(policy: Policy, reports: readonly FeatureReport[]): Checked {
  const folder = folders.get(policy.id) ?? '',
    path = join(packageRoot(), 'policies', folder)
  const notes = read(join(path, 'NOTES.md')),
    ruleFiles = filesOf(path).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  const features = existsSync(join(path, 'features')) ? filesOf(join(path, 'features')) : []
  const own = reports.filter(({ scenarios }) => scenarios.some(({ uri }) => uri.startsWith(`policies/${folder}/`)))
  return {
    policy,
    folder,
    faults: [
      ...faultsOfRules(policy, notes),
      ...faultsOfText(policy, read(join(path, 'text.md'))),
      ...unshown(policy, features, own),
    ],
    ruleLines: sum(ruleFiles.map((name) => linesOf(join(path, name)))),
    featureLines: sum(features.map((name) => linesOf(join(path, 'features', name)))),
    isPlayed: own.length > 0,
  }
}
/** Clauses without a feature; and, where the features were played, those that were seen only kept or only broken. */
export function unshown(
  policy: Policy,
  features: readonly string[],
  reports: readonly FeatureReport[],
): readonly Fault[] {
  return policy.clauses.flatMap(({ id }): readonly Fault[] => {
    const isFeatured = features.some((name) => name === `${id}.feature` || name.startsWith(`${id}-`))
    if (!isFeatured) return [{ clause: id, sentence: `没有 features/${id}.feature` }]
    const drivers = reports.map(({ driver, scenarios }) => ({
      driver,
      kept: scenarios.some(({ kept }) => id in kept),
      broken: scenarios.some(({ broken }) => id in broken),
    }))
    return drivers.flatMap(({ driver, kept, broken }) => {
      if (kept && broken) return []
      const lacks = kept ? '没有违反' : broken ? '没有守住' : '既没有守住也没有违反'
      return [{ clause: id, sentence: `在“${driver}”上${lacks}的场景` }]
    })
  })
}
function said({ policy, folder, faults, ruleLines, featureLines, isPlayed }: Checked): string {
  const { length } = policy.clauses,
    each = Math.round(ruleLines / Math.max(1, length))
  const head = `${folder}（${policy.title}）：${length} 条，规则 ${ruleLines} 行，每条约 ${each} 行；场景 ${featureLines} 行`
  const played = isPlayed ? [] : ['  场景还没有跑过：先运行 npx vitest run testing/features']
  if (faults.length === 0) return [head, ...played, '  没有缺的'].join('\n')
  return [
    head,
    ...played,
    ...faults.map(({ clause, sentence }) => `  ${clause === '' ? '' : `${clause} `}${sentence}`),
  ].join('\n')
}
const filesOf = (path: string) => readdirSync(path).sort()
const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : '')
const linesOf = (path: string) => read(path).trimEnd().split('\n').length
const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0)
