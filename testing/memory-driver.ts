/** The engine alone, in memory: a scenario takes milliseconds, and every rule can be taken away to see who misses it. */
import { createHmac } from 'node:crypto'
import { isNews, silenceOf } from '../engine/beats.ts'
import { Book, termsOf, whoms } from '../engine/book.ts'
import { admit, type Typed as TypedCommand } from '../engine/commands.ts'
import { decide, why } from '../engine/decide.ts'
import type { Policy } from '../engine/declare/policy.ts'
import { disclosed, rowAlong } from '../engine/disclosure.ts'
import { elapse } from '../engine/elapse.ts'
import type { Event, Whom } from '../engine/events.ts'
import type { OpenDuty } from '../engine/fold.ts'
import { gatheringOf, isGathered } from '../engine/gathered.ts'
import type { Refusal } from '../engine/judge.ts'
import { holdings, nowFor } from '../engine/now.ts'
import { quarrelOf } from '../engine/parameter.ts'
import { isHeadOf, mayRead, maySee } from '../engine/read.ts'
import { beginningsIn, endOf, lengthOf, type Beginning } from '../engine/retention.ts'
import { Layer, type Memory } from '../engine/state.ts'
import { dayOf, type Day, type Instant } from '../engine/time.ts'
import type { Accepted, Answer, Driver, House, Owed, Refused, Typed, Why } from './driver.ts'
import { MemoryLog } from './memory-log.ts'

export const memoryDriver: Driver = {
  name: 'memory',
  open: async (policies) => new MemoryHouse(policies),
}
/** A keyed hash, as the server makes one; the key never enters the engine. */
export const keyed = (as: string, value: string): string =>
  createHmac('sha256', 'the key of an organisation in memory').update(`${as} ${value}`).digest('hex').slice(0, 32)

type Command = TypedCommand extends infer C ? (C extends unknown ? Omit<C, 'id' | 'account'> : never) : never

class MemoryHouse implements House {
  readonly #book: Book
  readonly #log: MemoryLog
  #at: Instant = Date.parse('2026-01-01T00:00:00+08:00')
  #commands = 0
  readonly #heardAt = new Map<string, Instant>()
  #listeningFrom = this.#at

  constructor(policies: readonly Policy[]) {
    this.#book = new Book(policies)
    this.#log = new MemoryLog(this.#book)
  }
  async at() {
    return this.#at
  }
  idOf(person: string) {
    return person
  }
  async moveTo(at: Instant) {
    if (at < this.#at) throw new Error('时间不能倒流')
    this.#at = at
    this.#elapse()
    this.#sweep()
  }

  async outage(until: Instant) {
    const from = this.#at
    this.#elapse()
    this.#do('system', { do: 'outage', from, until })
    this.#heardAt.clear()
    this.#listeningFrom = until
    await this.moveTo(until)
  }

  async adopt(policy: string, from: Day) {
    this.#bySystem('adopt', { policy, from })
  }
  async endAdoption(policy: string, last: Day) {
    this.#bySystem('end-adoption', { policy, last })
  }
  async addUnit(kind: string, unit: string) {
    this.#bySystem('open-unit', { kind, unit, title: unit, from: dayOf(this.#at) })
  }
  async closeUnit(kind: string, unit: string) {
    this.#bySystem('close-unit', { kind, unit, last: dayOf(this.#at) })
  }
  async addPerson(person: string) {
    this.#bySystem('person', { person, name: person, kind: 'staff' })
    this.#bySystem('open-account', { account: person, person })
  }
  async appoint(person: string, post: string, unit?: string, until?: Day) {
    const at = { ...(unit === undefined ? {} : { unit }), ...(until === undefined ? {} : { until }) }
    const entry = { person, post, ...at, kind: 'regular' }
    return this.#do('system', { do: 'file', register: 'appoint', entry })
  }
  async dismiss(person: string, post: string, unit?: string) {
    this.#bySystem('dismiss', { person, post, ...(unit === undefined ? {} : { unit }) })
  }
  async loadYear(year: string, holidays: readonly Day[], makeUpDays: readonly Day[]) {
    this.#do('system', { do: 'load', year, holidays, makeUpDays })
  }

  async file(person: string, register: string, entry: Typed) {
    return this.#do(person, { do: 'file', register, entry })
  }
  async correct(person: string, register: string, entry: Typed, corrects: Accepted) {
    return this.#do(person, { do: 'file', register, entry, corrects: corrects.id })
  }
  async assist(person: string, stead: string, toldAt: Instant, register: string, entry: Typed) {
    return this.#do(person, { do: 'file', register, for: stead, toldAt, entry })
  }
  async urge(person: string, duty: string, key: string) {
    return this.#do(person, { do: 'urge', duty, key })
  }
  async takeBack(person: string, { id }: Accepted) {
    return this.#do(person, { do: 'takeBack', entry: id })
  }
  async see(person: string, notice: string, key: string) {
    return this.#do(person, { do: 'see', notice, key })
  }
  async acknowledge(person: string, notice: string, key: string) {
    return this.#do(person, { do: 'acknowledge', notice, key })
  }
  async set(person: string, parameter: string, value: number | boolean, from?: Day) {
    return this.#do(person, { do: 'set', parameter, value, ...(from === undefined ? {} : { from }) })
  }
  async answer(person: string, approval: string, subject: string, isAgreed: boolean) {
    return this.#do(person, { do: isAgreed ? 'agree' : 'return', approval, subject })
  }
  async report(register: string, entry: Typed) {
    const hearing = this.#book.hearings.find((one) => one.register.id === register)
    if (!hearing) throw new Error(`“${register}”不由程序报送`)
    const { of, beat } = hearing,
      about = String(entry[of])
    const now = nowFor(new Layer(this.#log.state), { at: this.#at, recorded: this.#at, by: 'system' })
    const hasNews = !beat || isNews(now.look.row(beat.heard, about), entry[beat.address])
    const answer = hasNews ? this.#do('system', { do: 'file', register, entry }) : 'known'
    if (answer === 'known' || answer.isAccepted) this.#heardAt.set(`${register}/${about}`, this.#at)
    return answer
  }
  /** Where nothing was heard for too long, the system says so. */
  #sweep() {
    for (const { beat, ...hearing } of this.#book.hearings) {
      for (const slot of beat ? (this.#log.state.keys(beat.heard.space) ?? []) : []) {
        if (!beat) continue
        const now = nowFor(new Layer(this.#log.state), { at: this.#at, recorded: this.#at, by: 'system' }),
          about = slot.slice(beat.heard.space.length + 1)
        const lastHeard = this.#heardAt.get(`${hearing.register.id}/${about}`) ?? this.#listeningFrom,
          entry = silenceOf({ ...hearing, beat }, about, lastHeard, now)
        if (entry) this.#do('system', { do: 'file', register: beat.silence.id, entry })
      }
    }
  }
  async quarrel(id: string) {
    const clause = this.#book.clauses.get(id)
    if (!clause) throw new Error(`没有这一条：${id}`)
    return quarrelOf(
      this.#book,
      clause,
      nowFor(new Layer(this.#log.state), { at: this.#at, recorded: this.#at, by: 'system' }),
    )
  }
  async why(person: string, register: string, entry: Typed): Promise<Why> {
    const command = admit(this.#book, { do: 'file', register, entry, id: 'why', account: person }, keyed)
    const found = why(this.#book, this.#log.state, command, this.#at)
    if (found === undefined) return 'may'
    return 'needs' in found ? { waits: found.needs.map((key) => key.replace(/^field:/, '')) } : refusedBy(found)
  }
  async mayRead(person: string, _register: string, entry: Accepted) {
    const filed = this.#log.events[entry.seq]
    return filed?.type === 'filed' && mayRead(this.#book, this.#log.state, filed, person, this.#at)
  }
  async seesDutiesOf(person: string, other: string) {
    return isHeadOf(this.#book, this.#log.state, other, person, this.#at)
  }
  async keptUntil({ id, seq }: Accepted) {
    const filed = this.#log.events[seq]
    if (filed?.type !== 'filed') throw new Error('没有这条登记')
    const { look } = nowFor(new Layer(this.#log.state), { at: this.#at, recorded: this.#at, by: 'system' })
    const length = lengthOf(this.#book, look, filed.register)
    if (length === 'forever') return length
    const began = new Map<string, Beginning>()
    for (const event of this.#log.events) {
      for (const one of beginningsIn(this.#book, event)) began.set(`${one.register} ${one.by}`, one)
    }
    const times = [...began.values()].flatMap((one) => (one.entry === id ? [one.at] : []))
    if (!this.#book.shelf(filed.register).keeping) times.push(filed.recorded)
    return times.length === 0 ? undefined : endOf(Math.max(...times), length)
  }
  async disclosed(_person: string, { id }: Accepted) {
    const filed = this.#log.events.filter((event) => event.type === 'filed'),
      gone = new Set(this.#log.events.flatMap((event) => (event.type === 'undone' ? [event.what.id] : [])))
    const versions = (of: string) => filed.filter((event) => event.id === of || event.corrects === of)
    const query = versions(id).at(-1)
    if (!query) throw new Error('没有这项查询')
    return this.#book.shelf(query.register).disclosures.flatMap((disclosure) => {
      const candidates = filed.flatMap((event, seq) => {
        if (event.corrects !== undefined || gone.has(event.id)) return []
        const row = rowAlong(disclosure, event.rows ?? [])
        const told = versions(event.id).map(({ at, facts }) => ({ at, facts }))
        const { id: of, register } = event
        return [{ seq, id: of, register, versions: told, ...(row === undefined ? {} : { row }) }]
      })
      const isStanding = (row: string) => this.#log.state.get(row) !== null
      return disclosed(disclosure, query.facts, candidates, isStanding).map((one) => one.id)
    })
  }
  async gathered(person: string, { seq }: Accepted) {
    const entry = this.#log.events[seq]
    const gathering = entry?.type === 'filed' && gatheringOf(this.#book.shelf(entry.register).register, entry.facts)
    if (!gathering) return []
    const gone = new Set(this.#log.events.flatMap((event) => (event.type === 'undone' ? [event.what.id] : [])))
    return this.#log.events.flatMap((event, n) => {
      const isIn = event.type === 'filed' && event.corrects === undefined && isGathered(gathering, event)
      const isShown = isIn && !gone.has(event.id)
      return isShown && mayRead(this.#book, this.#log.state, event, person, this.#at) ? [n] : []
    })
  }
  async row(person: string, matter: string, key: string): Promise<Typed | undefined> {
    const row = this.#log.state.get(`row:${matter}/${key}`)
    const isSeen = maySee(this.#book, this.#log.state, matter, key, person, this.#at)
    return isSeen && typeof row === 'object' && row !== null ? { ...row } : undefined
  }
  async told(person: string) {
    return this.#log.events.flatMap((event) =>
      event.type === 'told' && event.follows === undefined && this.#reaches(person, event.to) ? [event] : [],
    )
  }
  async owed(person: string) {
    return owedBy(this.#book, this.#log.state, person, this.#at)
  }
  async events(from: number): Promise<readonly Event[]> {
    return this.#log.events.slice(from)
  }
  async close(): Promise<readonly string[]> {
    const times = this.#log.events.map(({ recorded }) => recorded)
    return [
      this.#log.again().text() !== this.#log.text() && '由日志重算的状态与现有状态不同',
      times.some((recorded, n) => recorded < (times[n - 1] ?? 0)) && '日志里的时间倒流了',
      new Set(this.#log.events.map(({ id }) => id)).size !== times.length && '日志里有两个事件同名',
    ].filter((fault) => fault !== false)
  }

  #elapse() {
    const elapsed = elapse(this.#book, this.#log.state, this.#at)
    if ('needs' in elapsed) throw new Error(`内存里什么都有，却要 ${elapsed.needs.join('、')}`)
    this.#log.append(elapsed.came, elapsed.changes)
  }
  #do(account: string, command: Command): Answer {
    this.#elapse()
    const id = `e${++this.#commands}`,
      seq = this.#log.events.length
    const decision = decide(
      this.#book,
      this.#log.state,
      admit(this.#book, { ...command, id, account }, keyed),
      this.#at,
    )
    if ('needs' in decision) throw new Error(`内存里什么都有，却要 ${decision.needs.join('、')}`)
    this.#log.append('refused' in decision ? decision.record : decision.accepted, decision.changes)
    return 'refused' in decision ? refusedBy(decision.refused) : { isAccepted: true, seq, id }
  }
  #reaches(person: string, to: readonly Whom[]) {
    const held = holdings(new Layer(this.#log.state), person, this.#at)
    return to.some((one) =>
      'person' in one
        ? one.person === person
        : held.some(({ post, unit }) => post === one.post && unit === (one.unit ?? '')),
    )
  }
  #bySystem(register: string, entry: Typed) {
    const answer = this.#do('system', { do: 'file', register, entry })
    if (!answer.isAccepted) throw new Error(answer.sentence)
  }
}
function refusedBy({ clause, cite, fact, field, sentence, others = [] }: Refusal): Refused {
  const at = field === undefined ? {} : { field }
  const errors = [...(field === undefined ? [] : [{ field, fact }]), ...others]
  return { isAccepted: false, clause, cite, fact, ...at, sentence, errors }
}

/** What a person has to do: open duties whose holder he is. */
function owedBy(book: Book, state: Memory, person: string, at: Instant): readonly Owed[] {
  const layer = new Layer(state),
    now = nowFor(layer, { at, recorded: at, by: person }),
    holds = holdings(layer, person, at)
  const isOfUnit = ({ unit }: { readonly unit: string }, of: string | undefined) => of === undefined || unit === of
  return book.duties.flatMap((duty) =>
    (state.keys(duty.space) ?? []).flatMap((slot) => {
      const open = layer.must<OpenDuty>(slot)
      if (!open || open.isMetLate) return []
      const isHis = whoms(termsOf(duty, now.today).holder, open.about, now).some((one) =>
        'person' in one ? one.person === person : holds.some((h) => h.post === one.post && isOfUnit(h, one.unit)),
      )
      return isHis
        ? [{ duty: duty.id, key: slot.slice(duty.space.length + 1), due: open.due, isLate: open.isLate }]
        : []
    }),
  )
}
