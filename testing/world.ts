/** One scenario under way: the organisation, what was last answered, and the names given to things. */
import { dayOf, instantOf, nextDay, type Instant } from '../engine/time.ts'
import type { Policy } from '../engine/declare/policy.ts'
import type { AnyRegister } from '../engine/declare/words.ts'
import type { Event } from '../engine/events.ts'
import { checkDigitOf } from '../engine/identity.ts'
import { appoint } from '../engine/people.ts'
import type { Field } from '../engine/fields.ts'
import type { Accepted, Answer, House, Refused, Typed, Why } from './driver.ts'
import { Evidence } from './evidence.ts'
import { tinyPhoto } from './photo.ts'
import type { Table } from './step-book.ts'
import { optionOf, Words } from './words.ts'

/** Label → cell, as the feature writes it. */
type Cells = ReadonlyMap<string, string>
/** An entry that the scenario gave a name to. */
interface Called {
  readonly register: AnyRegister
  readonly cells: Cells
  readonly answer: Accepted
}

export class World {
  readonly house: House
  readonly words: Words
  readonly evidence: Evidence
  readonly people: string[] = []
  readonly log: Event[] = []
  readonly #samples = new Map<string, Cells>()
  readonly #named = new Map<string, Called>()
  /** The last report said nothing new. */
  isKnown = false
  #answer: Answer | undefined
  #why: Why | undefined
  #last: Pick<Called, 'register' | 'cells'> | undefined

  constructor(house: House, policies: readonly Policy[]) {
    this.house = house
    this.words = new Words(policies)
    this.evidence = new Evidence(policies)
  }

  // Time

  /** A clock alone means today. */
  async instant(time: string): Promise<Instant> {
    const [clock = '', day] = time.split(' ').reverse()
    const [seconds = '', fraction = '0'] = clock.split('.')
    return instantOf(day ?? (await this.today()), seconds) + Number(fraction)
  }
  async today(): Promise<string> {
    return dayOf(await this.house.at())
  }
  async moveTo(time: string): Promise<void> {
    await this.house.moveTo(await this.instant(time))
    await this.learn()
  }

  // People

  async know(person: string): Promise<void> {
    if (this.people.includes(person)) return
    this.people.push(person)
    await this.house.addPerson(person)
  }
  async appoint(person: string, post: string, unit: string): Promise<void> {
    await this.tryToAppoint(person, post, unit)
    if (!this.answer.isAccepted) throw new Error(this.answer.sentence)
  }
  /** May be refused by a guard of the policy. */
  async tryToAppoint(person: string, post: string, unit: string, until?: string): Promise<void> {
    await this.know(person)
    const answer = await this.house.appoint(person, this.words.post(post), unit === '' ? undefined : unit, until)
    this.#last = { register: appoint, cells: new Map() }
    this.#answer = answer
    if (!answer.isAccepted) this.evidence.refused(answer.clause)
    await this.learn()
  }

  // Acts

  sample(title: string, table: Table): void {
    this.#samples.set(title, cellsOf(table))
  }
  async file(person: string, title: string, table: Table): Promise<void> {
    const register = this.words.register(title),
      cells = this.#filled(title, table)
    const entry = await this.#entry(register, cells)
    this.#last = { register, cells }
    await this.#entered(person, register, entry, await this.house.file(person, register.id, entry))
  }
  /** A further entry that points back: what stood there, with the table's cells in their place. */
  async correct(person: string, name: string, table: Table): Promise<void> {
    const { register, cells: first, answer: corrects } = this.called(name)
    const cells = new Map([...first, ...cellsOf(table)])
    const entry = await this.#entry(register, cells)
    this.#last = { register, cells }
    await this.#entered(person, register, entry, await this.house.correct(person, register.id, entry, corrects))
  }
  async assist(person: string, stead: string, told: string, title: string, table: Table): Promise<void> {
    const register = this.words.register(title),
      cells = this.#filled(title, table)
    const entry = await this.#entry(register, cells)
    this.#last = { register, cells }
    const toldAt = await this.instant(told)
    await this.#entered(person, register, entry, await this.house.assist(person, stead, toldAt, register.id, entry))
  }
  async urge(person: string, key: string, title: string): Promise<void> {
    this.#answer = await this.house.urge(person, this.words.duty(title).id, this.key(key))
    if (!this.#answer.isAccepted) this.evidence.refused(this.#answer.clause)
    await this.learn()
  }
  async takeBack(person: string, name: string): Promise<void> {
    this.#answer = await this.house.takeBack(person, this.called(name).answer)
    if (!this.#answer.isAccepted) this.evidence.refused(this.#answer.clause)
    await this.learn()
  }
  async outage(until: string): Promise<void> {
    await this.house.outage(await this.instant(until))
    await this.learn()
  }
  /** Reads what somebody was told, or answers it. */
  async answerNotice(act: 'see' | 'acknowledge', person: string, notice: string, name: string): Promise<void> {
    this.#answer = await this.house[act](person, this.words.notice(notice), this.key(name))
    if (!this.#answer.isAccepted) this.evidence.refused(this.#answer.clause)
    await this.learn()
  }
  async set(person: string, title: string, value: string, from?: string): Promise<void> {
    const parameter = this.words.parameter(title)
    this.#answer = await this.house.set(person, parameter.id, figureOf(value), from)
    this.evidence.set(parameter.clause.id, this.#answer)
    await this.learn()
  }
  /** By a machine. */
  async report(title: string, table: Table): Promise<void> {
    const register = this.words.register(title),
      cells = this.#filled(title, table)
    const entry = await this.#entry(register, cells)
    this.#last = { register, cells }
    const answer = await this.house.report(register.id, entry)
    this.isKnown = answer === 'known'
    if (answer !== 'known') await this.#entered('system', register, entry, answer)
  }
  async answerTo(person: string, name: string, title: string, isAgreed: boolean): Promise<void> {
    this.#answer = await this.house.answer(person, this.words.approval(title), this.called(name).answer.id, isAgreed)
    if (!this.#answer.isAccepted) this.evidence.refused(this.#answer.clause)
    await this.learn()
  }
  async ask(person: string, title: string, table: Table): Promise<void> {
    const register = this.words.register(title),
      cells = this.#filled(title, table)
    this.#last = { register, cells }
    this.#why = await this.house.why(person, register.id, await this.#entry(register, cells))
  }
  async #entered(person: string, register: AnyRegister, entry: Typed, answer: Answer): Promise<void> {
    this.#answer = answer
    await this.learn()
    const by = person === 'system' ? person : this.house.idOf(person)
    this.evidence.filed(by, register, entry, answer, await this.house.at())
  }
  /** Reads what was logged since the last look. */
  async learn(): Promise<void> {
    for (const event of await this.house.events(this.log.length)) {
      this.log.push(event)
      this.evidence.logged(event)
    }
  }
  get answer(): Answer {
    if (!this.#answer) throw new Error('还没有人做过什么')
    return this.#answer
  }
  get why(): Why {
    if (!this.#why) throw new Error('还没有人问过')
    return this.#why
  }
  get lastRegister(): AnyRegister {
    return this.#filed().register
  }
  accepted(): Accepted {
    if (!this.answer.isAccepted) throw new Error(`没有被接受：${this.answer.sentence}`)
    return this.answer
  }
  refused(): Refused {
    if (this.answer.isAccepted) throw new Error('没有被拒绝')
    return this.answer
  }
  #filed(): Pick<Called, 'register' | 'cells'> {
    if (!this.#last) throw new Error('还没有登记过')
    return this.#last
  }

  // Names

  call(name: string): void {
    this.#named.set(name, { ...this.#filed(), answer: this.accepted() })
  }
  /** The last entry that the system made in a register. */
  callSystems(title: string, name: string): void {
    const register = this.words.register(title)
    const seq = this.log.findLastIndex(
      (event) => event.type === 'filed' && event.by === 'system' && event.register === register.id,
    )
    const entry = this.log[seq]
    if (!entry) throw new Error(`系统没有登记过“${title}”`)
    this.#named.set(name, { register, cells: new Map(), answer: { isAccepted: true, seq, id: entry.id } })
  }
  called(name: string): Called {
    const found = this.#named.get(name)
    if (!found) throw new Error(`没有记作“${name}”的登记`)
    return found
  }
  /** “骨科 2026-10-08” → the duty's key; the name of an entry → its id, by itself or as a part: “漏水 分管副院长”. */
  key(of: string): string {
    return of
      .split(' ')
      .map((part) => this.#named.get(part)?.answer.id ?? (this.people.includes(part) ? this.house.idOf(part) : part))
      .join('|')
  }
  /** Ids of what a later event took back. */
  undone(): ReadonlySet<string> {
    return new Set(this.log.flatMap((event) => (event.type === 'undone' ? [event.what.id] : [])))
  }

  // Cells

  async entry(register: AnyRegister, table: Table): Promise<Typed> {
    return this.#entry(register, cellsOf(table))
  }
  #filled(title: string, table: Table): Cells {
    return new Map([...(this.#samples.get(title) ?? []), ...cellsOf(table)])
  }
  async #entry(register: AnyRegister, cells: Cells): Promise<Typed> {
    const entry: Record<string, unknown> = {}
    for (const [label, cell] of cells) {
      if (cell === '（不填）') continue
      if (label.startsWith('+')) {
        entry[label.slice(1)] = cell
        continue
      }
      const [id, field] = this.words.field(register, label)
      entry[id] = await this.#value(field, cell)
    }
    return entry
  }
  async #value(field: Field, cell: string): Promise<unknown> {
    const repeated = /^(\d+) 个“(.+)”$/.exec(cell)
    if (repeated) return (repeated[2] ?? '').repeat(Number(repeated[1]))
    if (cell.includes('身份证 ')) return spelled(cell)
    switch (field.kind) {
      case 'choice':
        return optionOf(field, cell) ?? cell
      case 'yes':
        return cell === '是' ? true : cell === '否' ? false : cell
      case 'count':
        return /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell
      case 'instant':
        return /\d{2}:\d{2}:\d{2}/.test(cell) ? this.instant(cell) : cell
      case 'day':
        return this.#day(cell)
      case 'list':
        if (cell === '无') return []
        return Promise.all(
          cell.split('、').map((one) => this.#value({ ...field, kind: field.limits.input ?? 'text' }, one)),
        )
      case 'person':
        return this.house.idOf(cell)
      case 'ref':
        return this.key(cell)
      case 'photo':
        return cell === '一张照片' ? tinyPhoto : cell
      case 'declared':
        return 'what' in field && field.what === 'post' ? this.words.post(cell) : cell
      default:
        return cell.replace(/\\u\{([0-9a-f]+)\}/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    }
  }
  async #day(cell: string): Promise<string> {
    const shift = { 昨天: -1, 今天: 0, 明天: 1 }[cell]
    return shift === undefined ? cell : nextDay(await this.today(), shift)
  }
}
const cellsOf = (table: Table): Cells => new Map(table.map(([label = '', cell = '']) => [label, cell]))
/** “身份证 2000-01-01”: a number of GB 11643 of somebody born that day, whom there is not; “全角 …”: typed wide, with spaces. */
export function spelled(cell: string): string {
  const [, wide, born = ''] = /^(全角 )?身份证 (\d{4}-\d{2}-\d{2})$/.exec(cell) ?? []
  if (born === '') return cell
  const digits = `110101${born.replaceAll('-', '')}001`,
    number = digits + checkDigitOf(digits)
  if (wide === undefined) return number
  const full = number.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
  return ` ${full.slice(0, 6)} ${full.slice(6)} `.toLowerCase()
}
/** 是, 否, a count, a time of day (26:00 is two o'clock on the next day) in milliseconds. */
function figureOf(text: string): number | boolean {
  if (text === '是' || text === '否') return text === '是'
  const [, hour, minute] = /^(\d+):(\d{2})$/.exec(text) ?? []
  if (hour !== undefined && minute !== undefined) return (Number(hour) * 60 + Number(minute)) * 60_000
  return Number(text)
}
