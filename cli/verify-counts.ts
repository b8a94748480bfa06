/** What is counted, against the log and against the lists that it is counted from. */
import type { ClientBase } from 'pg'
import { afterSteps, outcomeOf, type Owed, type OwedStep } from '../store/owed.ts'

/** Every duty each time that it was owed, as the log alone says how it ended. */
export class Recount {
  #owed: readonly Owed[] = []
  take(steps: readonly OwedStep[]) {
    if (steps.length > 0) this.#owed = afterSteps(this.#owed, steps)
  }
  outcomes(): ReadonlyMap<string, string> {
    return new Map(this.#owed.map((owed) => [owed.id, outcomeOf(owed) ?? '']))
  }
}

/** The first thing that is counted wrong: a clause without full stop. */
export async function differingCount(client: ClientBase, org: number, recount: Recount): Promise<string | undefined> {
  const wanted = recount.outcomes()
  const { rows } = await client.query<{ id: string; outcome: string }>(
    "select id, coalesce(outcome, '') as outcome from shouze.owed where org = $1",
    [org],
  )
  const strange = rows.find(({ id, outcome }) => wanted.get(id) !== outcome)
  if (strange) return `应做清单里“${strange.id}”与记录不符`
  if (rows.length !== wanted.size) return `应做清单有 ${rows.length} 行，应是 ${wanted.size} 行`
  for (const [title, counted, recounted] of months) {
    const { rows: differing } = await client.query<{ month: string }>(
      `(${counted} except ${recounted}) union all (${recounted} except ${counted}) limit 1`,
      [org],
    )
    if (differing[0]) return `${title}里 ${differing[0].month} 的数与清单不符`
  }
  return undefined
}

const monthOf = "to_char(to_timestamp(e.recorded / 1000.0) at time zone 'UTC' + interval '8 hours', 'YYYY-MM')"
const months = [
  [
    '职责月计',
    'select month, duty, unit, outcome, register, is_zero, n from shouze.owed_month where org = $1 and n <> 0',
    `select left(day, 7) as month, duty, coalesce(unit, ''), outcome, coalesce(register, ''), is_zero, count(*)::integer
      from shouze.owed where org = $1 and outcome is not null group by 1, 2, 3, 4, 5, 6`,
  ],
  [
    '登记月计',
    'select month, register, clause, rule, unit, choices, n from shouze.entry_month where org = $1 and n <> 0',
    `select ${monthOf} as month, register, clause, coalesce(rule, ''), coalesce(unit, ''), choices, count(*)::integer
      from shouze.entry e where org = $1
        and not exists (select 1 from shouze.undone u where u.org = e.org and u.id = e.id) group by 1, 2, 3, 4, 5, 6`,
  ],
] as const
