/** A café of eighty seats and two counters: customers by the evening, shifts of desks, power cuts. */
import type { Post } from '../../engine/declare/words.ts'
import { bornIn } from '../../engine/identity.ts'
import { age, dayOf, days, hours, minutes, nextDay, type Day, type Instant } from '../../engine/time.ts'
import internetCafe from '../../policies/02-internet-cafe/policy.ts'
import type { Dice } from '../dice.ts'
import { documentNumber } from './entries.ts'
import type { Onlooker, Scene } from './scene.ts'
import type { Draft, Script } from './script.ts'
import type { Answer, Asked } from './stage.ts'
import type { Staff } from './staff.ts'
import { broken } from './watches/watch.ts'

const seats = Array.from({ length: 80 }, (_, n) => `A${String(n + 1).padStart(2, '0')}`)
const regulars = 1_500
/** Of a hundred who come. */
const underAgePercent = 4

/** With so many customers on a usual day. */
export const cafeOf = (customersPerDay: number): Script => ({
  title: '网吧',
  policies: [internetCafe],
  units: { entrance: ['正门', '侧门'] },
  unitChanges: { entrance: 2 },
  holders: (post) => (post === 'front-desk' ? 6 : post === 'patrol' ? 3 : 1),
  hours: [10, 26],
  outagesPerYear: 30,
  perDay: {
    'check-in': 0,
    'check-out': 0,
    'change-seat': 0,
    'no-minors-sign': 0.1,
    'no-minors-sign-rectified': 0.1,
    terminal: 0.6,
    'minor-found': 0.1,
    'lawful-query': 0.1,
  },
  fills: {
    terminal: installed,
    // Who renews enters one that runs on; now and then the date is of the old one.
    'access-licence': ({ entry, scene, dice }) => ({
      ...entry,
      until: nextDay(scene.now().today, dice.isIn(95) ? 30 + dice.roll(700) : -dice.roll(3)),
    }),
    'minor-found': ({ entry, scene }) => ({ ...entry, foundAt: scene.at - minutes(20), leftAt: scene.at - minutes(5) }),
    'no-minors-sign': ({ entry, dice }) =>
      dice.isIn(95) ? { ...entry, sign: 'passed' } : { ...entry, note: '照片在后' },
    'lawful-query': ({ entry, scene }) => ({
      ...entry,
      askedAt: scene.at,
      from: scene.at - days(20),
      until: scene.at - days(1),
      credentials: '证件一\n证件二',
    }),
  },
  opens: (scene, staff) => {
    for (const seat of seats) {
      const entry = { seat, licence: '接入 1 号', licensedUntil: '2028-12-31', isDirect: false }
      byPost(scene, staff, 'manager', scene.at + hours(8), () => ({ register: 'terminal', entry }))
    }
  },
  onDay: (midnight, scene, staff) => {
    const dice = scene.dice.fork(`customers of ${midnight}`),
      count = Math.round((customersPerDay * (60 + dice.roll(80))) / 100)
    for (let n = 0; n < count; n++) new Visit(scene, staff, dice.fork(`customer ${n}`)).comes(midnight)
  },
  watches: (scene) => [new Hall(scene)],
})
export const cafe = cafeOf(60)

function installed({ entry, scene, dice }: Draft) {
  const { today } = scene.now()
  const { isRetired: _, ...kept } = entry,
    retired = dice.isIn(5) ? { isRetired: true } : {}
  return {
    ...kept,
    ...retired,
    seat: dice.pick(seats),
    licensedUntil: nextDay(today, dice.roll(700)),
    isDirect: dice.isIn(2),
  }
}
interface Entered {
  readonly register: string
  readonly entry: Readonly<Record<string, unknown>>
}
/** At that instant, by one of those who hold the post then. */
function byPost(
  scene: Scene,
  staff: Staff,
  post: string,
  at: Instant,
  what: () => Entered | undefined,
  learn?: (answer: Answer, asked: Asked) => void,
) {
  const of: Post | undefined = scene.book.posts.get(post)
  const ask = (): Asked | undefined => {
    const people = of ? staff.present([{ post: of }]) : [],
      entered = people.length > 0 ? what() : undefined
    const by = people[scene.steps % people.length]
    return entered && by && { do: 'file', account: by.account, ...entered }
  }
  scene.plan(learn ? { at, ask, learn } : { at, ask })
}
/** One who comes, sits, perhaps moves, and leaves: at a counter, by himself, or when the house closes. */
class Visit {
  readonly #scene: Scene
  readonly #staff: Staff
  readonly #dice: Dice
  readonly #number: string
  #seat = ''
  /** His check-in, by which the log calls his sitting. */
  #sitting = ''

  constructor(scene: Scene, staff: Staff, dice: Dice) {
    this.#scene = scene
    this.#staff = staff
    this.#dice = dice
    this.#number = customerNumber(dice)
  }
  /** Two of three in the evening; some before opening, some after closing; some at the same instant at both counters. */
  comes(midnight: Instant) {
    const hour = this.#dice.pick([8, 10, 12, 14, 16, 18, 18, 19, 19, 20, 20, 21, 21, 22, 24, 25, 26]),
      at = midnight + hours(hour) + (this.#dice.isIn(5) ? 0 : this.#dice.roll(hours(1)))
    byPost(
      this.#scene,
      this.#staff,
      'front-desk',
      at,
      () => this.#checkIn(),
      (answer) => this.#sits(answer),
    )
  }
  #checkIn(): Entered | undefined {
    const free = freeSeats(this.#scene)
    // Now and then a seat is chosen that somebody sits on already.
    this.#seat = this.#dice.pick(this.#dice.isIn(3) || free.length === 0 ? seats : free)
    const faceAgrees = !this.#dice.isIn(1)
    const entry = {
      idKind: 'resident',
      customer: this.#number,
      name: `顾客${this.#number.slice(-6)}`,
      acceptsRules: true,
      seat: this.#seat,
      faceAgrees,
    }
    return { register: 'check-in', entry }
  }
  #sits(answer: Answer) {
    if (answer === 'lost' || 'refused' in answer) return
    this.#sitting = answer.id
    const at = this.#scene.at + minutes(10) + this.#dice.roll(hours(6))
    if (this.#dice.isIn(12)) return this.#moves(at)
    // One of twelve goes without a word.
    if (!this.#dice.isIn(8)) this.#leaves(at)
  }
  #moves(at: Instant) {
    const change = () => {
      if (!this.#stillSits()) return undefined
      const free = freeSeats(this.#scene),
        to = free.length === 0 ? 'A01' : this.#dice.pick(free)
      return { register: 'change-seat', entry: { seat: this.#seat, to } }
    }
    byPost(this.#scene, this.#staff, 'front-desk', at, change, (answer, asked) => {
      if (answer === 'lost' || 'refused' in answer || asked.do !== 'file') return
      this.#seat = `${asked.entry['to']}`
      this.#leaves(this.#scene.at + this.#dice.roll(hours(3)))
    })
  }
  #leaves(at: Instant) {
    // Now and then the desk looks no further and checks the seat out, whoever sits there.
    byPost(this.#scene, this.#staff, 'front-desk', at, () =>
      this.#stillSits() || this.#dice.isIn(3)
        ? { register: 'check-out', entry: { seat: this.#seat, reason: 'leaves' } }
        : undefined,
    )
  }
  #stillSits(): boolean {
    return this.#scene.slice<{ readonly sitting: string }>(`row:seat/${this.#seat}`)?.sitting === this.#sitting
  }
}
interface Terminal {
  readonly licensedUntil: Day
  readonly isDirect: boolean
  readonly isRetired?: boolean
}
/** As the counter proposes them: nobody sits there, and the terminal may be used today. */
function freeSeats(scene: Scene): readonly string[] {
  const { today } = scene.now()
  return seats.filter((seat) => {
    const terminal = scene.slice<Terminal>(`row:terminal/${seat}`)
    const isFit = terminal && !terminal.isDirect && !terminal.isRetired && terminal.licensedUntil >= today
    return isFit && scene.replica.get(`row:seat/${seat}`) === null
  })
}
/** One of the regulars: some are not eighteen yet in the year that is simulated, some come of age in it. */
function customerNumber(dice: Dice): string {
  const n = dice.roll(regulars),
    year = n % 100 < underAgePercent ? 2008 + (n % 5) : 1960 + ((n * 7) % 48)
  return documentNumber(nextDay(`${year}-01-01`, (n * 31) % 365), n)
}

/** What must hold of the hall at every moment. */
class Hall implements Onlooker {
  readonly #scene: Scene
  constructor(scene: Scene) {
    this.#scene = scene
  }
  /** Counted from what was typed, not from what was kept. */
  answered(asked: Asked, answer: Answer) {
    if (asked.do !== 'file' || asked.register !== 'check-in' || answer === 'lost' || 'refused' in answer) return
    const born = bornIn(`${asked.entry['customer']}`),
      today = dayOf(this.#scene.at)
    if (asked.corrects === undefined && born !== undefined && age(born, today) < 18) {
      broken('nobody under eighteen is seated', `born ${born}, seated on ${today}`)
    }
  }
  /** A seat that is taken is owed a check-out before closing, and no other is. */
  rests() {
    const taken = this.#keys('row:seat'),
      owed = this.#keys('duty:stay')
    const lacking = taken.filter((seat) => !owed.includes(seat)),
      over = owed.filter((seat) => !taken.includes(seat))
    if (lacking.length > 0) broken('whoever sits leaves before closing', `nobody owes that of ${lacking.join()}`)
    if (over.length > 0) broken('whoever sits leaves before closing', `${over.join()} should leave and is empty`)
  }
  #keys(space: string): readonly string[] {
    return (this.#scene.replica.keys(space) ?? []).map((key) => key.slice(space.length + 1))
  }
}
