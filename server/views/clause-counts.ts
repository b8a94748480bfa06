/** What a clause has seen in a month, as figures each of which leads to what stands behind it. */
import type { Book } from '../../engine/book.ts'
import type { Clause } from '../../engine/declare/policy.ts'
import type { Fields } from '../../engine/fields.ts'
import { daysOfMonth } from '../../engine/month.ts'
import type { Now } from '../../engine/declare/words.ts'
import type { Counts, EntryMonth, OwedMonth } from '../../store/counted.ts'
import type { SentOutcome } from '../../store/counts.ts'
import type { Outcome } from '../../store/owed.ts'
import type { EntriesBehind, Figure } from '../api-board.ts'
import { asked } from './probe.ts'

/** The counts of a month, read once for all clauses. */
export interface MonthCounts {
  readonly month: string
  /** The first day and the last. */
  readonly from: string
  readonly to: string
  readonly entries: readonly EntryMonth[]
  readonly owed: readonly OwedMonth[]
  /** Overdue or missed duties of all months up to this one, which lasts until somebody has done them. */
  readonly standing: readonly OwedMonth[]
  readonly sent: readonly { readonly rule: string; readonly outcome: SentOutcome; readonly n: number }[]
}
export interface ClauseSums {
  readonly inTime: number
  readonly late: number
  readonly missed: number
  readonly overdue: number
  readonly entries: number
  readonly refused: number
  readonly violated: number
  readonly told: number
  readonly unanswered: number
}
export async function monthCounts(counts: Counts, month: string): Promise<MonthCounts> {
  const [entries, owed, standing, sent] = await Promise.all([
    counts.entryMonths(month, month),
    counts.owedMonths(month, month),
    counts.standingUpTo(month),
    counts.sentMonth(month),
  ])
  return { month, ...daysOfMonth(month), entries, owed, standing, sent }
}
const sum = (rows: readonly { readonly n: number }[]) => rows.reduce((all, { n }) => all + n, 0)

/** Every figure of the clause that is not nought, in the order of what it demands. */
export function figuresOf(book: Book, clause: Clause, month: MonthCounts, now: Now): readonly Figure[] {
  const { policy } = clause
  return [
    ...policy.duties
      .filter((duty) => duty.clause === clause && !book.settlesItself(duty))
      .flatMap((duty) => dutyFigures(duty, month)),
    ...entryFigures(book, clause, month),
    ...writtenFigures(clause, month, now),
    ...violations(book, clause, month),
    ...[...policy.notices, ...policy.approvals]
      .filter((rule) => rule.clause === clause)
      .flatMap(({ space, title }) => sentFigures(space, title, month)),
  ].filter(({ n }) => n > 0)
}
export function sumsOf(figures: readonly Figure[]): ClauseSums {
  const of = (test: (figure: Figure) => boolean) => sum(figures.filter(test))
  const owed = (outcome: Outcome) => of(({ behind }) => behind.is === 'owed' && behind.outcome === outcome)
  const sent = (outcome?: SentOutcome) => of(({ behind }) => behind.is === 'sent' && behind.outcome === outcome)
  return {
    inTime: owed('in-time'),
    late: owed('late'),
    missed: owed('missed'),
    overdue: owed('overdue'),
    entries: of(({ behind, mark }) => behind.is === 'entries' && behind.rule === undefined && mark !== 'late'),
    refused: of(({ behind }) => behind.is === 'entries' && behind.rule !== undefined),
    violated: of(({ behind, mark }) => behind.is === 'entries' && mark === 'late'),
    told: sent(),
    unanswered: sent('unanswered'),
  }
}

const outcomeWords: readonly (readonly [Outcome, string, NonNullable<Figure['mark']>])[] = [
  ['in-time', '按时', 'kept'],
  ['late', '迟', 'late'],
  ['missed', '未做', 'late'],
  ['overdue', '逾期', 'late'],
  ['open', '待做', 'open'],
]
/** What is owed day by day stands in its month; what is owed until it is done stands in every later one. */
function dutyFigures(
  { id, title, on, isLasting }: { id: string; title: string; on?: unknown; isLasting?: boolean },
  { owed, standing, from, to }: MonthCounts,
): readonly Figure[] {
  const isDaily = on !== undefined && isLasting !== true
  return outcomeWords.map(([outcome, word, mark]) => {
    const isStanding = !isDaily && (outcome === 'missed' || outcome === 'overdue')
    const n = sum((isStanding ? standing : owed).filter((one) => one.duty === id && one.outcome === outcome))
    const behind = { is: 'owed', duty: id, outcome, from: isStanding ? '1900-01-01' : from, to } as const
    return { title: `${title} ${word}`, n, mark, behind }
  })
}
/** Entries that were made by the clause, and those that its guards refused. */
function entryFigures(book: Book, clause: Clause, { entries, from, to }: MonthCounts): readonly Figure[] {
  const its = entries.filter((one) => one.clause === clause.id),
    kinds = new Map(its.map(({ register, rule }) => [`${register} ${rule}`, { register, rule }]))
  return [...kinds.values()].map(({ register, rule }): Figure => {
    const n = sum(its.filter((one) => one.register === register && one.rule === rule)),
      { title } = book.shelf(register).register
    return rule === ''
      ? { title: `登记“${title}”`, n, mark: 'kept', behind: { is: 'entries', register, from, to, clause: clause.id } }
      : {
          title: `拒绝“${title}”：${rule.slice(rule.indexOf('/') + 1)}`,
          n,
          mark: 'refused',
          behind: { is: 'entries', register, from, to, rule },
        }
  })
}
/** Entries of registers of another clause that this one lets somebody make, by the choices on which that hangs. */
function writtenFigures(clause: Clause, month: MonthCounts, now: Now): readonly Figure[] {
  return clause.policy.writers
    .filter((writer) => writer.clause === clause && writer.register.clause !== clause)
    .flatMap(({ register, who }) => {
      const { fields }: { readonly fields: Fields } = register,
        made = month.entries.filter((one) => one.register === register.id && one.rule === '')
      return asked(who, fields, now).flatMap(({ choices, result = [] }): readonly Figure[] => {
        if (result.length === 0) return []
        const chosen = Object.entries(choices)
        const n = sum(made.filter((one) => chosen.every(([name, option]) => one.choices[name] === option)))
        const titles = chosen.map(([name, option]) => fields[name]?.limits.options?.[option] ?? option)
        const filters = chosen.length === 0 ? {} : { filters: choices }
        const behind = { is: 'entries', register: register.id, from: month.from, to: month.to, ...filters } as const
        return [
          {
            title: `登记“${register.title}”${titles.length === 0 ? '' : `（${titles.join('、')}）`}`,
            n,
            mark: 'kept',
            behind,
          },
        ]
      })
    })
}
/** Entries in which an act was chosen that the clause forbids. */
function violations(book: Book, clause: Clause, { entries, from, to }: MonthCounts): readonly Figure[] {
  const acts = clause.policy.bans.filter((ban) => ban.clause === clause)
  if (acts.length === 0) return []
  return book.registers.flatMap(({ id: register, fields }) =>
    Object.entries<Fields[string]>(fields).flatMap(([name, { limits }]) =>
      acts
        .filter(({ act, title }) => limits.options?.[act] === title)
        .map(({ act, title }): Figure => {
          const n = sum(
            entries.filter((one) => one.register === register && one.rule === '' && one.choices[name] === act),
          )
          const behind: { readonly is: 'entries'; readonly register: string } & EntriesBehind = {
            is: 'entries',
            register,
            from,
            to,
            filters: { [name]: act },
          }
          return { title: `违反：${title}`, n, mark: 'late', behind }
        }),
    ),
  )
}
const sentWords: readonly (readonly [SentOutcome, string, NonNullable<Figure['mark']>])[] = [
  ['answered', '已签收', 'kept'],
  ['waiting', '待签收', 'open'],
  ['unanswered', '逾期未签收', 'late'],
  ['granted', '获准', 'kept'],
  ['returned', '退回', 'open'],
]
function sentFigures(rule: string, title: string, { sent, month }: MonthCounts): readonly Figure[] {
  const its = sent.filter((one) => one.rule === rule && one.outcome !== 'withdrawn'),
    isApproval = rule.startsWith('approval:')
  const all: Figure = {
    title: isApproval ? `请求“${title}”` : `告知“${title}”`,
    n: sum(its),
    behind: { is: 'sent', rule, month },
  }
  return [
    all,
    ...sentWords.map(([outcome, word, mark]): Figure => {
      const said = isApproval && outcome === 'waiting' ? '待批' : word
      const n = sum(its.filter((one) => one.outcome === outcome))
      return { title: `“${title}”${said}`, n, mark, behind: { is: 'sent', rule, month, outcome } }
    }),
  ]
}
