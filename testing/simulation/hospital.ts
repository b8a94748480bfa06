/** A hospital of forty departments and six functional ones that reports every day by eleven. */
import type { Row } from '../../engine/events.ts'
import { minutes } from '../../engine/time.ts'
import hospitalDailyReport from '../../policies/07-hospital-daily-report/policy.ts'
import type { Draft, Script } from './script.ts'

/** They have no deputy: their directors name who reports. */
const withoutDeputy: readonly string[] = ['病区 1', '病区 2', '病区 3']

/** With so many departments. */
export const hospitalOf = (departments: number): Script => ({
  title: '医院',
  policies: [hospitalDailyReport],
  units: {
    department: Array.from({ length: departments }, (_, n) => `病区 ${n + 1}`),
    functional: ['总务科', '设备科', '保卫科', '信息科', '院感科', '药剂科'],
  },
  unitChanges: { department: 4, functional: 1 },
  holders: (post, unit) => {
    if (post === 'deputy-director') return withoutDeputy.includes(unit) ? 0 : unit.endsWith('7') ? 2 : 1
    return post === 'duty-officer' ? 4 : post === 'medical-office' || post === 'nursing-office' ? 2 : 1
  },
  hours: [7, 18],
  outagesPerYear: 12,
  perDay: {
    'daily-report': 0,
    'nursing-report': 0,
    'phone-report': 0.2,
    item: 6,
    'quality-event': 1,
    'unplanned-act': 0.3,
    'batch-patient': 1.5,
    consequence: 0.1,
    concealed: 0.1,
    'pass-on': 0.5,
    handled: 3,
    beyond: 0.3,
    reopened: 0.3,
    directed: 0.2,
    appeal: 0.3,
    'named-reporter': 0.2,
  },
  // By telephone on a day off; what is owed of no single day has one way.
  secondWayPercent: ({ key, unit, day }, scene) =>
    key === `${unit}|${day}` && !scene.now().calendar.isWorkday(`${day}`) ? 60 : 0,
  fills: {
    'phone-report': called,
    item: ({ entry, dice }) => {
      const heading = dice.pick(['critical', 'risks', 'others', 'others'])
      const kinds = ['nursing', 'building', 'equipment', 'facility', 'other']
      return { ...entry, heading, kind: heading === 'others' ? dice.pick(kinds) : 'medical' }
    },
    'batch-patient': ({ entry, dice }) => ({ ...entry, cause: dice.pick(['车祸', '中毒', '发热']) }),
    'pass-on': passedOn,
    'named-reporter': named,
  },
  opens: (scene, staff) => {
    const director = scene.book.posts.get('director')
    for (const unit of withoutDeputy) {
      scene.plan({
        at: scene.at,
        ask: () => {
          const [by] = director ? staff.present([{ post: director, unit }]) : [],
            entry = { department: unit, reporter: [...staff.people.keys()].at(-1) }
          return by && { do: 'file', account: by.account, register: 'named-reporter', entry }
        },
      })
    }
  },
})
export const hospital = hospitalOf(40)
/** Somebody of the department calls. */
function called({ scene, staff, dice, entry }: Draft): Row {
  const unit = `${entry['department']}`
  const own = ['deputy-director', 'head-nurse', 'director'].flatMap((id) => {
    const post = scene.book.posts.get(id)
    return post ? staff.holders({ post, unit }) : []
  })
  return {
    ...entry,
    caller: own.length > 0 ? dice.pick(own) : entry['caller'],
    calledAt: scene.at - minutes(dice.roll(90)),
  }
}
/** What is neither medical nor nursing goes on to a functional department. */
function passedOn({ scene, dice, entry }: Draft): Row | undefined {
  const rows = (scene.replica.keys('row:item') ?? []).slice(-60).filter((key) => {
    const kind = scene.slice<{ readonly kind?: string }>(key)?.kind
    return kind !== 'medical' && kind !== 'nursing'
  })
  return rows.length === 0 ? undefined : { ...entry, item: dice.pick(rows).slice('row:item/'.length) }
}
/** One of the deputies, or anybody where there is none. */
function named({ scene, staff, dice, entry }: Draft): Row {
  const deputy = scene.book.posts.get('deputy-director'),
    deputies = deputy ? staff.holders({ post: deputy, unit: `${entry['department']}` }) : []
  return { ...entry, reporter: dice.pick(deputies.length > 0 ? deputies : [...staff.people.keys()]) }
}
