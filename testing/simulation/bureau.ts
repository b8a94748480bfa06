/** A bureau that reports level by level: six sections, plans of every period, what leaders demand and give to do. */
import type { Row } from '../../engine/events.ts'
import { days, hours, minutes, nextDay, type Day } from '../../engine/time.ts'
import workSafetyReporting from '../../policies/10-work-safety-reporting/policy.ts'
import { vagueIn } from '../../policies/10-work-safety-reporting/vague-words.ts'
import type { Onlooker, Scene } from './scene.ts'
import type { Draft, Script } from './script.ts'
import type { Answer, Asked } from './stage.ts'
import { broken } from './watches/watch.ts'

const sections = ['监察一科', '监察二科', '法规科', '应急科', '职业健康科', '综合科']

export const bureau: Script = {
  title: '安监局',
  policies: [workSafetyReporting],
  units: { section: sections },
  unitChanges: { section: 2 },
  holders: (post) => (post === 'section-staff' ? 4 : post === 'bureau-office' ? 2 : 1),
  hours: [8, 18],
  outagesPerYear: 12,
  perDay: {
    'safety-plan': 0.2,
    'safety-stage': 0.02,
    'safety-demand': 0.3,
    'plan-item': 1,
    'plan-progress': 1,
    'site-inspection': 4,
    'inspection-report': 0.2,
    'field-report': 0.2,
    'important-work': 8,
    'leader-task': 0.6,
    'task-report': 0.6,
    'task-verdict': 0.6,
    'staff-report': 2,
    'head-report': 1,
    'deputy-report': 0.5,
    'oral-report': 0.7,
    'weekly-digest': 0.02,
    'digest-issued': 0.02,
    'reporting-fault': 0.1,
  },
  fills: {
    'safety-plan': (draft) => written(inPeriod(draft)(draft.entry), draft),
    'inspection-report': (draft) => written(told(inPeriod(draft)(draft.entry), draft), draft),
    'field-report': (draft) => written(told(inPeriod(draft)(draft.entry), draft), draft),
    'safety-stage': ({ entry, scene, dice }) => {
      const { today } = scene.now()
      return {
        ...entry,
        day: nextDay(today, dice.roll(9)),
        until: nextDay(today, 10 + dice.roll(30)),
        sections: sections.filter(() => dice.isIn(60)),
      }
    },
    'safety-demand': (draft) => ({ ...inPeriod(draft)(draft.entry), dueAt: soon(draft) }),
    'plan-item': (draft) => {
      const { scene, dice } = draft
      return written({ ...inPeriod(draft)(draft.entry), until: nextDay(scene.now().today, dice.roll(9)) }, draft)
    },
    'plan-progress': ({ entry, about, dice }) => {
      const isDone = about !== undefined || dice.isIn(20)
      return { ...entry, state: isDone ? 'done' : 'going', percent: isDone ? 100 : dice.roll(99) }
    },
    'site-inspection': (draft) => {
      const found = draft.dice.roll(5)
      return written({ ...draft.entry, day: draft.scene.now().today, found, fixed: draft.dice.roll(found + 1) }, draft)
    },
    'important-work': (draft) => {
      const { scene, entry, dice } = draft
      const happenedAt = scene.at - minutes(dice.pick([0, 30, 90, 119, 120, 121, 600, 3_000])),
        verifiedAt = happenedAt + dice.roll(Math.max(1, scene.at - happenedAt))
      // One of those who may report it has verified it: the one who does, or another, who is refused.
      const verifier = dice.pick(ofSection(draft))
      return written(told({ ...entry, happenedAt, verifiedAt, verifier }, draft), draft)
    },
    'leader-task': (draft) => written({ ...draft.entry, dueAt: soon(draft) }, draft),
    'task-report': ({ entry, about }) => (about === undefined ? entry : { ...entry, state: 'done', percent: 100 }),
    'task-verdict': (draft) =>
      draft.dice.isIn(70)
        ? { ...draft.entry, verdict: 'closed' }
        : { ...draft.entry, verdict: 'again', dueAt: soon(draft) },
    'staff-report': (draft) => written(levelled(draft, 'head'), draft),
    'head-report': (draft) => written(levelled(draft, 'deputy'), draft),
    'oral-report': ({ entry, scene, dice }) => ({
      ...entry,
      nature: dice.pick(['ongoing', 'passing', 'passing', 'plan']),
      toldAt: scene.at - minutes(dice.roll(300)),
    }),
    'reporting-fault': ({ entry, scene, dice }) => {
      const keys = (scene.replica.keys('row:safety-report') ?? []).slice(-40)
      if (keys.length === 0) return undefined
      const key = dice.pick(keys),
        found = scene.slice<{ readonly by: string; readonly section: string }>(key)
      const person = dice.isIn(90) ? found?.by : entry['person']
      return { ...entry, report: key.slice('row:safety-report/'.length), section: found?.section, person }
    },
    'digest-issued': ({ entry, scene, about }) => {
      const digests = scene.replica.keys('row:digest') ?? []
      const monday = about && nextDay(`${about['day']}`, -7)
      const found = digests.find(
        (key) => monday === undefined || scene.slice<{ readonly day: Day }>(key)?.day === monday,
      )
      return found === undefined ? undefined : { ...entry, digest: found.slice('row:digest/'.length) }
    },
  },
  watches: (scene) => [new Truth(scene)],
}
const soon = ({ scene, dice }: Draft) => scene.at + (dice.isIn(2) ? -minutes(1) : hours(5) + dice.roll(days(8)))
/** The day on which its period begins; now and then another, which is refused. */
const inPeriod =
  ({ scene, about, dice }: Draft) =>
  (entry: Row): Row => {
    if (about?.['day'] !== undefined || dice.isIn(3)) return entry
    const { today } = scene.now(),
      day = nextDay(today, dice.pick([0, 0, 7, -7]))
    const period = dice.pick(['week', 'week', 'month', 'year'])
    const monday = nextDay(day, -((new Date(day).getUTCDay() + 6) % 7))
    return {
      ...entry,
      period,
      day:
        period === 'week'
          ? monday
          : `${day.slice(0, period === 'month' ? 7 : 4)}${period === 'month' ? '-01' : '-01-01'}`,
    }
  }
function ofSection({ entry, staff, scene }: Draft): readonly string[] {
  const own = ['section-staff', 'section-head'].flatMap((id) => {
    const post = scene.book.posts.get(id)
    return post ? staff.holders({ post, unit: `${entry['section']}` }) : []
  })
  return own.length > 0 ? own : [`${entry['verifier']}`]
}
/** All parts with a figure; now and then one is left out, or has none. */
function told(entry: Row, { dice, scene }: Draft): Row {
  const parts = ['overview', 'course', 'progress', 'analysis', 'result', 'example']
  const left = dice.isIn(4) ? dice.pick(parts) : ''
  const { noFigures: _, ...rest } = entry
  const said = parts
    .filter((part) => part !== left)
    .map((part) => [part, `第 ${scene.steps} 步写下的 ${part.length} 件`])
  return { ...rest, ...Object.fromEntries(said) }
}
/** In his own words; now and then he only heard it. */
function written(entry: Row, { dice, scene }: Draft): Row {
  if (!dice.isIn(3)) return entry
  const texts = Object.entries(entry).filter(([, value]) => typeof value === 'string' && value.startsWith('所写'))
  if (texts.length === 0) return entry
  const [name] = dice.pick(texts)
  return { ...entry, [name]: `听说第 ${scene.steps} 步已经办了` }
}
function levelled({ entry, dice }: Draft, next: string): Row {
  const { reason: _, ...rest } = entry
  if (dice.isIn(80)) return { ...rest, urgency: 'ordinary', to: dice.isIn(97) ? next : 'director' }
  return {
    ...rest,
    urgency: dice.pick(['urgent', 'special']),
    to: 'director',
    ...(dice.isIn(90) ? { reason: '情况紧急' } : {}),
  }
}

/** What must hold of every report that was taken: nothing vague in it, verified by whoever made it. */
class Truth implements Onlooker {
  readonly #scene: Scene
  constructor(scene: Scene) {
    this.#scene = scene
  }
  answered(asked: Asked, answer: Answer) {
    if (asked.do !== 'file' || answer === 'lost' || 'refused' in answer) return
    if (asked.register !== 'oral-report') {
      for (const value of Object.values(asked.entry)) {
        if (typeof value === 'string' && vagueIn(value) !== undefined) {
          broken('no hearsay in a report', `${asked.register} was taken with “${value}”`)
        }
      }
    }
    if (asked.register !== 'important-work' || asked.corrects !== undefined) return
    const by = this.#scene.slice<{ readonly person: string }>(`row:account/${asked.account}`)?.person
    if (asked.entry['verifier'] !== by && asked.for === undefined) {
      broken(
        'whoever reports has verified',
        `${asked.account} reported what ${String(asked.entry['verifier'])} verified`,
      )
    }
  }
}
