/** A county's drug-safety network: streets and townships, their communities, leads that come at any hour. */
import type { Row } from '../../engine/events.ts'
import { days, hours, minutes, nextDay, type Day } from '../../engine/time.ts'
import drugSafetyNetwork from '../../policies/05-drug-safety-network/policy.ts'
import type { Onlooker, Scene } from './scene.ts'
import type { Draft, Script } from './script.ts'
import type { Staff } from './staff.ts'
import { broken } from './watches/watch.ts'

const towns = ['东街', '西街', '南镇', '北镇', '河口乡', '山后乡', '新桥镇', '旧城街']
const communities = towns.flatMap((town) => ['一村', '二村', '三村'].map((village) => `${town}${village}`))
/** To which it belongs: as it is called, or by chance where it is new. */
const townOf = (community: string) => towns.find((town) => community.startsWith(town))

export const drugNetwork: Script = {
  title: '药品协管',
  policies: [drugSafetyNetwork],
  units: { 'drug-town': towns, 'drug-community': communities },
  unitChanges: { 'drug-town': 2, 'drug-community': 6 },
  holders: (post) =>
    post === 'drug-group-head' ? 0 : post === 'drug-group-member' ? 4 : post === 'drug-circulation' ? 3 : 1,
  hours: [8, 18],
  outagesPerYear: 12,
  perDay: {
    'drug-lead': 3,
    'drug-session': 1.5,
    'drug-request': 0.4,
    'drug-bulletin': 0.4,
    'drug-archive': 0.1,
    'drug-filing': 0.1,
    'drug-belonging': 0.1,
    'drug-reach': 0.02,
    'drug-reach-review': 0.02,
    'drug-score': 0.02,
    'drug-target': 0.05,
    'drug-call-coordinator': 0.1,
    'drug-call-informant': 0.1,
    'drug-lead-taken': 0.1,
    'drug-lead-assigned': 0.1,
    'drug-lead-handled': 0.1,
    'drug-lead-answered': 0.1,
    'drug-reply': 0.1,
    'drug-bulletin-read': 0.1,
    'drug-filing-receipt': 0.1,
  },
  fills: {
    'drug-lead': withinTown,
    'drug-session': (draft) => ({ ...withinTown(draft), day: draft.scene.now().today }),
    'drug-lead-assigned': ({ entry, staff, scene, dice, about }) => {
      const post = scene.book.posts.get('drug-coordinator')
      const near = post && about ? staff.holders({ post, unit: `${about['unit']}` }) : []
      return near.length > 0 ? { ...entry, to: dice.pick(near) } : entry
    },
    'drug-request': (draft) => ({ ...sentDown(draft), answerBy: soon(draft) }),
    'drug-bulletin': (draft) => ({ ...sentDown(draft), readBy: soon(draft) }),
    'drug-filing-receipt': ({ entry, dice }) =>
      dice.isIn(80) ? { ...entry, verdict: 'received' } : { ...entry, verdict: 'incomplete', lacks: '缺少名单' },
    'drug-reach-review': ({ entry, about }) => ({ ...entry, day: monthBefore(`${about?.['day'] ?? entry['day']}`) }),
    'drug-target': ({ entry, dice }) => ({
      ...entry,
      day: `${`${entry['day']}`.slice(0, 4)}-01-01`,
      leads: 1 + dice.roll(40),
      sessions: 1 + dice.roll(12),
    }),
    'drug-belonging': ({ entry, dice }) => ({
      ...entry,
      town: townOf(`${entry['community']}`) ?? dice.pick(towns),
    }),
  },
  opens: (scene, staff) => {
    for (const community of communities) {
      const entry = { community, town: townOf(community) }
      asHolder(scene, staff, 'drug-circulation', '', 'drug-belonging', entry)
    }
    for (const town of towns) {
      const entry = { town, rule: '协查制度一份', people: 4 }
      asHolder(scene, staff, 'drug-town-head', town, 'drug-archive', entry)
    }
  },
  watches: (scene) => [new OneForEach(scene)],
}
const monthBefore = (day: Day): Day => `${nextDay(`${day.slice(0, 7)}-01`, -1).slice(0, 7)}-01`
const soon = ({ scene, dice }: Draft) => scene.at + (dice.isIn(2) ? -minutes(1) : hours(6) + dice.roll(days(6)))
/** Somewhere in a street or township, mostly in a community of it. */
function withinTown({ entry, dice, scene }: Draft): Row {
  const { community: _, ...rest } = entry,
    own = communities.filter(
      (one) => scene.slice<{ readonly town: string }>(`row:drug-belonging/${one}`)?.town === entry['town'],
    )
  if (dice.isIn(3)) return entry
  return own.length > 0 && dice.isIn(70) ? { ...rest, community: dice.pick(own) } : rest
}
function sentDown({ entry, dice, scene }: Draft): Row {
  const open = scene.slice<{ readonly all: readonly { readonly unit: string; readonly until?: Day }[] }>(
    'row:units/drug-town',
  )
  const there = (open?.all ?? []).filter(({ until }) => until === undefined).map(({ unit }) => unit)
  return { ...entry, towns: there.filter(() => dice.isIn(60)) }
}
function asHolder(scene: Scene, staff: Staff, post: string, unit: string, register: string, entry: Row) {
  const of = scene.book.posts.get(post)
  scene.plan({
    at: scene.at,
    ask: () => {
      const [by] = of ? staff.present([unit === '' ? { post: of } : { post: of, unit }]) : []
      return by && { do: 'file', account: by.account, register, entry }
    },
  })
}

interface Held {
  readonly by: readonly { readonly from: number; readonly until?: number; readonly for?: string }[]
}
/** What must hold of the network at every moment: never two of a kind in one place, and a vacancy is owed by somebody. */
class OneForEach implements Onlooker {
  readonly #scene: Scene
  constructor(scene: Scene) {
    this.#scene = scene
  }
  rests(at: number) {
    for (const post of ['drug-coordinator', 'drug-informant']) {
      for (const slot of this.#scene.replica.keys(`row:held`) ?? []) {
        if (!slot.startsWith(`row:held/${post}|`)) continue
        const own = (this.#scene.slice<Held>(slot)?.by ?? []).filter(
          (one) => one.for === undefined && one.from <= at && (one.until === undefined || at < one.until),
        )
        if (own.length > 1) broken('one of each kind in one place', `${slot} is held by ${own.length}`)
      }
    }
  }
}
