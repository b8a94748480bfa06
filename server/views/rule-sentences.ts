/**
 * The rules of a clause in sentences, made from its declarations: who enters what, who owes what by when, what is refused,
 * who is told, who may read it, how long it is kept. Nothing here knows any policy.
 */
import { termsOf, type Book } from '../../engine/book.ts'
import type { Clause } from '../../engine/declare/policy.ts'
import {
  onDay,
  type AnyRegister,
  type Duty,
  type Erased,
  type Now,
  type Seat,
  type Unit,
  type Who,
} from '../../engine/declare/words.ts'
import type { Fields } from '../../engine/fields.ts'
import { figure } from '../../engine/judge-settings.ts'
import { nowFor } from '../../engine/now.ts'
import { Layer, type State } from '../../engine/state.ts'
import { clockOf, dayOf, instantOf, nextDay, type Day, type Instant, weekday } from '../../engine/time.ts'
import { asked, nameIn, tokenOf, tried } from './probe.ts'

type AnyDuty = Duty<Erased>

/** In the order: duties, entries, who makes them, refusals, what the system enters, who is told, who reads, how long kept. */
export function ruleSentences(book: Book, state: State, clause: Clause, at: Instant): readonly string[] {
  const now = nowFor(new Layer(state), { at, recorded: at, by: tokenOf('by') }),
    said = new Sentences(book, state, now),
    { policy } = clause
  const its = <R extends { readonly clause: Clause }>(rules: readonly R[]) =>
    rules.filter((rule) => rule.clause === clause)
  return [
    ...(policy.adoption === clause ? ['自本单位决定的日期起施行；在那以前，什么也不欠，什么也不收。'] : []),
    ...its(policy.duties).flatMap((duty) => said.duty(duty)),
    ...policy.duties.flatMap((duty) => its(duty.later).map(() => `自 ${clause.from} 起，“${duty.title}”按新的办法。`)),
    ...its(policy.registers).flatMap((register) => said.register(register)),
    ...said.writers(its(policy.writers)),
    ...policy.registers.flatMap((register) =>
      its(register.assistedBy).map(({ who, withinMs }) => said.assists(register, who, withinMs)),
    ),
    ...its(policy.guards).map(({ on, title, recordPerDay }) => said.guard(on, title, recordPerDay)),
    ...said.bans(its(policy.bans).map(({ title }) => title)),
    ...its(policy.conflicts).map(({ pair: [a, b] }) => `“${a.title}”和“${b.title}”不能由同一个人担任。`),
    ...its(policy.entering).map(
      ({ on, register }) =>
        `${[on]
          .flat()
          .map((trigger) => said.trigger(trigger.on))
          .join('；')}，系统登记“${register.title}”。`,
    ),
    ...its(policy.notices).map((notice) => said.notice(notice)),
    ...its(policy.approvals).map(({ terms, title }) => said.approval(title, terms)),
    ...said.readers(its(policy.readers)),
    ...its(policy.keeping).map(
      ({ register, days, from }) =>
        `“${register.title}”自${from.map(({ on }) => said.trigger(on).replace(/后$/, '')).join('或')}起保存 ${now.look.value(days)} 天。`,
    ),
    ...its(policy.summaries).map(({ title }) => `每天有“${title}”：谁做了，谁没做，报来了什么。`),
  ]
}

class Sentences {
  readonly #book: Book
  readonly #state: State
  readonly #now: Now
  constructor(book: Book, state: State, now: Now) {
    this.#book = book
    this.#state = state
    this.#now = now
  }

  // Entries

  register({ title, fields, options }: AnyRegister): readonly string[] {
    const labels = Object.values<Fields[string]>(fields).map(({ label, isOptional }) =>
      isOptional ? `${label}（可不填）` : label,
    )
    const { asOf, keep, isFinal } = options
    const kept =
      keep === undefined || keep === 'forever'
        ? '长期保存'
        : keep.years === undefined
          ? `保存 ${keep.days ?? 0} 天`
          : `保存 ${keep.years} 年`
    const after = asOf ? `；“${fields[asOf.at].label}”之后 ${length(asOf.within)}内可以补记` : ''
    return [`登记“${title}”：${labels.join('、')}${after}；${kept}${isFinal ? '，登记后不能更正' : ''}。`]
  }
  writers(rules: readonly Rule[]): readonly string[] {
    return this.#together(rules).map(([whom, titles]) => `${titles}由${whom}登记。`)
  }
  /** What everybody may read, a rule says by meaning whoever asks. */
  readers(rules: readonly Rule[]): readonly string[] {
    return this.#together(rules).map(([whom, titles]) =>
      whom === '本人' ? `${titles}人人可以查看。` : `${titles}只有${whom}可以查看。`,
    )
  }
  /** Registers of the same persons in one sentence. */
  #together(rules: readonly Rule[]): readonly (readonly [whom: string, titles: string])[] {
    const by = new Map<string, string[]>()
    for (const { register, who } of rules) {
      const whom = this.whom(who, register.fields)
      by.set(whom, [...(by.get(whom) ?? []), `“${register.title}”`])
    }
    return [...by].map(([whom, titles]) => [whom, titles.join('、')])
  }
  assists({ title, fields }: AnyRegister, who: Who<Erased>, withinMs: number): string {
    return `别人打电话或当面告诉的“${title}”，${this.whom(who, fields)}可以在 ${length(withinMs)}内代录。`
  }
  guard(on: readonly AnyRegister[], title: string, recordPerDay: number | undefined): string {
    const registers = on.map((register) => `“${register.title}”`).join('、')
    const record = recordPerDay === undefined ? '' : `；拒绝留下记录，每人每天至多 ${recordPerDay} 条`
    return `${registers}须合“${title}”，不合的不能登记${record}。`
  }
  bans(titles: readonly string[]): readonly string[] {
    return titles.length === 0 ? [] : [`禁止：${titles.join('；')}。违反的登记在案，写明是哪一类。`]
  }

  // Duties

  duty(duty: AnyDuty & { readonly opens?: Erased; readonly about?: Erased }): readonly string[] {
    const { must, holder, remind, urge } = termsOf(duty, this.#now.today)
    const entries = [must ?? []].flat().map(({ register }) => `“${register.title}”`)
    const doing = entries.length === 0 ? `“${duty.title}”` : `登记${entries.join('或')}`
    const whom = this.whom(holder, {}),
      { each } = duty
    const ahead = typeof remind === 'object' ? this.#now.look.value(remind) : remind
    const reminder = ahead === undefined ? '' : `，提前 ${length(ahead)}提醒`
    const urging = urge === undefined ? '' : `；${this.whom(urge, {})}可以催办`
    if (duty.isLasting) {
      const posts = (duty.holders ?? []).map(({ title }) => `“${title}”`).join('、'),
        where = posts === '' ? `${each ? `各${each.title}` : ''}有空缺的` : `任${posts}的`
      return [`“${duty.title}”：${where}，${whom}须${this.#eventBy(duty)}${doing}${reminder}${urging}。`]
    }
    const owed = duty.on
      ? [
          `${this.#days(duty)}${this.#dailyBy(duty)}，${ofAll(whom, each)}须${forAll(whom, each)}${doing}${reminder}${urging}。`,
        ]
      : []
    const happening = [duty.opens ?? []]
      .flat()
      .map(({ on }) => `${this.#when(on, duty.about)}，${whom}须${this.#eventBy(duty)}${doing}${reminder}${urging}。`)
    return this.#book.settlesItself(duty) ? [`“${duty.title}”到点没有人做的，由系统自己做。`] : [...owed, ...happening]
  }
  /** On which days, as far as twelve weeks of them show it. */
  #days(duty: AnyDuty): string {
    const days = Array.from({ length: 84 }, (_, n) => nextDay(this.#now.today, n))
    const isOn = (day: Day) => {
      const at = instantOf(day, '00:00')
      try {
        return duty.on?.(day, nowFor(new Layer(this.#state), { at, recorded: at, by: 'system' })) ?? true
      } catch {
        return false
      }
    }
    const picked = days.filter(isOn)
    if (picked.length === days.length) return '每天'
    const weekdays = new Set(picked.map(weekday))
    if (days.every((day) => weekdays.has(weekday(day)) === picked.includes(day)) && weekdays.size < 7) {
      const [first, ...others] = [...weekdays].sort()
      return `每周${[first, ...others].map((one) => '日一二三四五六'[one ?? 0]).join('、')}`
    }
    const dates = new Set(picked.map((day) => day.slice(8)))
    if (dates.size === 1) return `每月 ${Number([...dates][0])} 日`
    return picked.length === 0 ? '在规定的日子' : '按规定的日子'
  }
  #dailyBy(duty: AnyDuty): string {
    const { today } = this.#now,
      midnight = instantOf(today, '00:00'),
      names = duty.names?.(today, this.#now)
    if (names) return ` ${names.join('、')} 各一次`
    const term = this.#due(duty, onDay(duty.each ? tokenOf('unit') : '', today), midnight)
    if (!term) return ''
    const day = Math.floor((term.due - midnight) / dayMs),
      name = ['', '次日 ', '第三天 '][day]
    return name === undefined
      ? `${length(term.due - midnight)}内`
      : ` ${name}${clockOf(term.due).slice(0, 5)} ${edge(term)}`
  }
  /** Told by two happenings at different times of different days: a length, a time of day, or an example. */
  #eventBy(duty: AnyDuty): string {
    const times = [instantOf('2026-03-02', '09:13'), instantOf('2026-03-06', '22:41')].map((at) => ({
      at,
      term: this.#due(duty, aboutAt(at), at),
    }))
    const [first, second] = times
    if (!first?.term || !second?.term) return '按登记所写的期限'
    const lengths = times.map(({ at, term }) => (term?.due ?? 0) - at)
    if (lengths[0] === lengths[1]) return `在 ${length(lengths[0] ?? 0)}内`
    const clock = clockOf(first.term.due)
    if (clock === '23:59:59') return '在所写日期的当天以内'
    const { at, term } = first
    return `按期（例如 ${sayDay(at)} ${clockOf(at).slice(0, 5)} 发生的，${sayDay(term.due)} ${clock.slice(0, 5)} ${edge(term)}）`
  }
  #due(duty: AnyDuty, about: Erased, at: Instant): Term | undefined {
    try {
      const term = termsOf(duty, this.#now.today).by(
        about,
        nowFor(new Layer(this.#state), { at, recorded: at, by: 'system' }),
      )
      return Number.isFinite(term.due) && term.due >= at ? term : undefined
    } catch {
      return undefined
    }
  }

  // Notices, approvals

  notice({ title, terms }: { readonly title: string; readonly terms: Erased }): string {
    const { on, to, answer, when } = terms
    const within = typeof answer === 'object' ? this.#now.look.value(answer) : answer
    const must = within === undefined ? '' : `，须在 ${length(Number(within))}内签收`
    const [first, ...others] = [on].flat().map((trigger: Erased) => trigger.on)
    const happens = [this.#when(first, when), ...others.map((other: string) => this.trigger(other))].join('，或')
    return `${happens}，告知${this.whom(to, this.#fieldsOf(first))}（${title}）${must}。`
  }
  approval(title: string, { on, steps }: Erased): string {
    const turns = steps.map((step: Erased) => step.title).join('，再由')
    return `${this.trigger(on.on)}，“${title}”须由${turns}同意；申请人和各步的人不能相同。`
  }
  /** What sets it in motion, and for which choices of the entry. */
  #when(on: string, rule: ((happening: Erased) => unknown) | undefined): string {
    const trigger = this.trigger(on),
      fields = this.#fieldsOf(on)
    if (!rule) return trigger
    const all = tried(fields, this.#now, (facts) => rule({ ...this.#now, id: tokenOf('id'), facts })),
      [name, ...more] = [...new Set(all.flatMap(({ choices }) => Object.keys(choices)))]
    const isSo = ({ result }: { readonly result?: unknown }) =>
      Boolean(result) && !(Array.isArray(result) && result.length === 0)
    if (all.every(isSo)) return trigger
    const field = fields[name ?? '']
    if (!field || name === undefined || more.length > 0 || !all.some(isSo)) return `${trigger}，需要时`
    const titles = all.filter(isSo).map(({ choices }) => field.limits.options?.[choices[name] ?? ''] ?? '')
    return `${trigger}，${field.label}为${titles.map((title) => `“${title}”`).join('')}的`
  }
  #fieldsOf(on: string): Fields {
    const [kind, id = ''] = on.split(':')
    return kind === 'filed' && this.#book.has('register', id) ? this.#book.shelf(id).register.fields : {}
  }
  /** 登记“日报”后; “日报”逾期时. */
  trigger(on: string): string {
    const colon = on.indexOf(':'),
      kind = on.slice(0, colon),
      id = on.slice(colon + 1)
    const book = this.#book
    if (kind === 'filed') return book.has('register', id) ? `登记“${book.shelf(id).register.title}”后` : '登记后'
    if (kind in dutyWords && book.has('duty', id)) return `“${book.duty(id).title}”${dutyWords[kind]}`
    if (kind in noticeWords && book.has('notice', id)) return `“${book.notice(id).title}”${noticeWords[kind]}`
    if (kind === 'refused') return `不合“${id.slice(id.indexOf('/') + 1)}”而拒绝后`
    if (kind === 'granted') return `“${book.approval(id).title}”获准后`
    const tally = book.tallies.find(({ lines }) => lines.some((line) => line.on === on)),
      line = tally?.lines.find((one) => one.on === on)
    if (!tally || !line) return '有这样的事时'
    const level = typeof line.level === 'number' ? line.level : figure(line.level, this.#now.look.value(line.level))
    return `“${tally.title}”${line.isStrict ? '超过' : '达到'} ${level} 时`
  }

  // Persons and posts

  /** 本科室的科副主任; 医务科或护理部; where it hangs on a choice, each choice with its own. */
  whom(who: Who<Erased>, fields: Fields): string {
    const all = asked(who, fields, this.#now),
      [name, ...more] = [...new Set(all.flatMap(({ choices }) => Object.keys(choices)))]
    const meant = new Map<string, string[]>()
    for (const { choices, result = [] } of all) {
      const option = fields[name ?? '']?.limits.options?.[choices[name ?? ''] ?? ''] ?? ''
      for (const text of new Set(result.map((seat) => this.#seat(seat, fields)))) {
        meant.set(text, [...(meant.get(text) ?? []), option])
      }
    }
    if (meant.size === 0) return '规则当时确定的人'
    const isAlways = (options: readonly string[]) =>
      options.length === all.length || name === undefined || more.length > 0
    return [...meant]
      .map(([text, options]) => (isAlways(options) ? text : `${text}（${options.join('、')}）`))
      .join('、')
  }
  #seat(seat: Seat | string, fields: Fields): string {
    if (typeof seat === 'string') return personWord(seat, fields)
    const { post, unit } = seat
    if (!post.per) return `“${post.title}”`
    if (unit === undefined) return `各${post.per.title}的“${post.title}”`
    const name = nameIn(unit),
      label = fields[name ?? '']?.label
    return label === undefined || name === post.per.id || name === 'unit'
      ? `本${post.per.title}的“${post.title}”`
      : `所填${label}的“${post.title}”`
  }
}
interface Rule {
  readonly register: AnyRegister
  readonly who: Who<Erased>
}
interface Term {
  readonly due: Instant
  readonly lateFrom: Instant
}
const dayMs = 86_400_000
const dutyWords: Readonly<Record<string, string>> = {
  opened: '开始时',
  reminded: '提醒时',
  late: '逾期时',
  missed: '到底没有做时',
  met: '做到后',
}
const noticeWords: Readonly<Record<string, string>> = { unanswered: '没有按时签收时', acknowledged: '签收后' }
function personWord(token: string, fields: Fields): string {
  const name = nameIn(token)
  if (name === 'by') return '本人'
  const label = name === undefined ? undefined : fields[name]?.label
  return label === undefined ? '当事人' : `所填的“${label}”`
}
/** A post of each unit, where each unit owes it. */
const ofAll = (whom: string, each: Unit | undefined) =>
  each ? whom.replaceAll(`本${each.title}的`, `各${each.title}的`) : whom
const forAll = (whom: string, each: Unit | undefined) =>
  each && !ofAll(whom, each).includes(`各${each.title}`) ? `为各${each.title}` : ''
const length = (ms: number) => figure({ unit: 'duration' }, ms)
const sayDay = (at: Instant) => `${Number(dayOf(at).slice(5, 7))} 月 ${Number(dayOf(at).slice(8))} 日`
/** `before` leaves the instant out, `within` and `through` keep it. */
const edge = ({ due, lateFrom }: Term) => (lateFrom === due ? '前' : '为止')
/** What a duty is about, before it is about anything: names answer with tokens, days with the day itself. */
const aboutAt = (at: Instant): Erased =>
  new Proxy(
    {},
    { get: (_, name) => (name === 'day' ? dayOf(at) : typeof name === 'string' ? tokenOf(name) : undefined) },
  )
