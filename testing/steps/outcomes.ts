/** What came of it: accepted or refused, duties in time or late, who was told, who may read, what the system entered. */
import { expect } from 'vitest'
import { onDay } from '../../engine/declare/words.ts'
import { dayOf } from '../../engine/time.ts'
import type { Refused } from '../driver.ts'
import { listed, type StepBook } from '../step-book.ts'
import { spelled, type World } from '../world.ts'

export function outcomeSteps(steps: StepBook<World>): void {
  answers(steps)
  duties(steps)
  notices(steps)
  readers(steps)
  heads(steps)
  gathered(steps)
  rows(steps)
  quarrels(steps)
  entries(steps)
}

function answers(steps: StepBook<World>): void {
  steps.define('被接受', async (world) => {
    expect(world.answer.isAccepted ? '被接受' : world.answer.sentence).toBe('被接受')
  })
  steps.define('被拒绝（{q}）：{q}', async (world, [clause = '', fact = '']) => cites(world.refused(), clause, fact))
  steps.define('{q}处指出{q}', async (world, [label = '', fact = '']) => {
    const [id] = world.words.field(world.lastRegister, label)
    const refused = world.refused()
    const at = refused.errors.find(({ field }) => field === id)
    expect(at?.fact ?? `错在：${refused.errors.map(({ field }) => field).join('、')}`).toContain(fact)
  })
  steps.define('答复是可以', async (world) => expect(world.why).toBe('may'))
  steps.define('答复是不可以（{q}）：{q}', async (world, [clause = '', fact = '']) => {
    const { why } = world
    if (why === 'may' || 'waits' in why) throw new Error(`答复是${why === 'may' ? '可以' : '还有空着的'}`)
    cites(why, clause, fact)
  })
  steps.define('答复是还空着{list}', async (world, [labels = '']) => {
    const { why } = world
    const asked = listed(labels).map((label) => world.words.field(world.lastRegister, label)[0])
    expect(why !== 'may' && 'waits' in why ? [...why.waits].sort() : why).toEqual([...asked].sort())
  })
}
/** The clause, the fact (its inner quotation marks left out), and the form of the sentence that people read. */
function cites(refused: Refused, clause: string, fact: string): void {
  expect([refused.clause, refused.cite], refused.sentence).toContain(clause)
  expect(refused.fact.replace(/[“”]/g, '')).toContain(fact)
  expect(refused.sentence).toMatch(/^不能.+：.+（.+）$/u)
}

function duties(steps: StepBook<World>): void {
  steps.define('{q}的{q}为{q}', async (world, [key = '', duty = '', outcome = '']) => {
    expect(outcomeOf(world, world.words.duty(duty).id, world.key(key))).toBe(outcome)
  })
  steps.define('{q}的{q}限 {time}', async (world, [key = '', duty = '', time = '']) => {
    expect(readable(dueOf(world, world.words.duty(duty).id, world.key(key)))).toBe(readable(await world.instant(time)))
  })
  steps.define('{q}要办{q}的{q}', async (world, [person = '', key = '', duty = '']) => {
    expect(await owes(world, person)).toContain(`${world.words.duty(duty).id}/${world.key(key)}`)
  })
  steps.define('没有人要办{q}的{q}', async (world, [key = '', duty = '']) => {
    const owed = `${world.words.duty(duty).id}/${world.key(key)}`
    for (const person of world.people) expect([person, ...(await owes(world, person))]).not.toContain(owed)
  })
  steps.define('{q}不用办{q}的{q}', async (world, [person = '', key = '', duty = '']) => {
    expect(await owes(world, person)).not.toContain(`${world.words.duty(duty).id}/${world.key(key)}`)
  })
}
const owes = async (world: World, person: string) =>
  (await world.house.owed(person)).map(({ duty, key }) => `${duty}/${key}`)
const readable = (at: number | undefined) =>
  at === undefined ? '没有期限' : `${dayOf(at)} ${new Date(at + 8 * 3_600_000).toISOString().slice(11, 23)}`

/** In one word what became of a duty, from its latest events that still stand. */
function outcomeOf(world: World, duty: string, key: string): string {
  if (dueOf(world, duty, key) === undefined) return '无'
  const undone = world.undone()
  const opener = world.log.findLast(
    (event) => event.type === 'opened' && event.duty === duty && event.key === key && !undone.has(event.id),
  )
  const types = world.log.flatMap((event) => {
    if (undone.has(event.id) || !('duty' in event) || event.duty !== duty || !('key' in event)) return []
    if (event.key !== key) return []
    // What opened the duty settled it, late for good: with the next tick that is also said.
    if (event.type === 'missed' && isMetBy(world, duty, key, opener?.because)) return []
    return event.type === 'met' ? (event.isInTime ? 'in time' : 'met late') : event.type
  })
  const since = types.slice(types.lastIndexOf('opened') + 1)
  const words = { 'in time': '按时', missed: '未做', 'met late': '迟做', late: '逾期', reminded: '已提醒' }
  return Object.entries(words).find(([type]) => since.some((one) => one === type))?.[1] ?? '待办'
}
const isMetBy = (world: World, duty: string, key: string, entry: string | undefined) =>
  world.log.some((event) => event.type === 'met' && event.duty === duty && event.key === key && event.entry === entry)
function dueOf(world: World, duty: string, key: string): number | undefined {
  const undone = world.undone()
  return world.log.reduce<number | undefined>((due, event) => {
    if (undone.has(event.id) || !('duty' in event) || event.duty !== duty) return due
    if (event.type === 'dayOpened')
      return event.opens.find(({ unit, key: lasting }) => onDay(unit, event.day, lasting).key === key)?.due ?? due
    return (event.type === 'opened' || event.type === 'moved') && event.key === key ? event.due : due
  }, undefined)
}

function notices(steps: StepBook<World>): void {
  const timesTold = async (world: World, person: string, title: string) => {
    const notice = world.words.notice(title)
    return (await world.house.told(person)).filter((one) => one.notice === notice).length
  }
  steps.define('{q}收到{q}', async (world, [person = '', title = '']) => {
    expect(await timesTold(world, person, title)).toBeGreaterThan(0)
  })
  steps.define('{q}没有收到{q}', async (world, [person = '', title = '']) => {
    expect(await timesTold(world, person, title)).toBe(0)
  })
  steps.define('没有人收到{q}', async (world, [title = '']) => {
    for (const person of world.people) expect([person, await timesTold(world, person, title)]).toEqual([person, 0])
  })
  steps.define('只有{list}收到{q}', async (world, [people = '', title = '']) => {
    const told: string[] = []
    for (const person of world.people) if ((await timesTold(world, person, title)) > 0) told.push(person)
    expect(told.sort()).toEqual([...listed(people)].sort())
  })
  const isUnanswered = (world: World, name: string, title: string) => {
    const notice = world.words.notice(title),
      key = world.key(name)
    return world.log.some((event) => event.type === 'unanswered' && event.notice === notice && event.key === key)
  }
  steps.define('{q}的{q}逾期未签收', async (world, [name = '', title = '']) => {
    expect(isUnanswered(world, name, title)).toBe(true)
  })
  steps.define('{q}的{q}没有逾期', async (world, [name = '', title = '']) => {
    expect(isUnanswered(world, name, title)).toBe(false)
  })
}

/** What the clause board says of the law. */
function quarrels(steps: StepBook<World>): void {
  const isAgainst = async (world: World, clause: string) => (await world.house.quarrel(clause)).isAgainstLaw
  steps.define('{q}与法律不一致', async (world, [clause = '']) => expect(await isAgainst(world, clause)).toBe(true))
  steps.define('{q}与法律一致', async (world, [clause = '']) => expect(await isAgainst(world, clause)).toBe(false))
  steps.define('{q}旁注{q}', async (world, [clause = '', said = '']) => {
    expect((await world.house.quarrel(clause)).argues.join('\n')).toContain(said)
  })
}

function readers(steps: StepBook<World>): void {
  steps.define('只有{list}能读{q}', async (world, [people = '', name = '']) => {
    const { register, answer } = world.called(name),
      readers: string[] = []
    for (const person of world.people) {
      const mayRead = await world.house.mayRead(person, register.id, answer)
      world.evidence.read(register, mayRead)
      if (mayRead) readers.push(person)
    }
    expect(readers.sort()).toEqual([...listed(people)].sort())
  })
}

/** Of persons: whose page shows what he owes to the head of his unit. */
function heads(steps: StepBook<World>): void {
  const sees =
    (isSeen: boolean) =>
    async (world: World, [person = '', other = '']: readonly string[]) =>
      expect(await world.house.seesDutiesOf(person, other)).toBe(isSeen)
  steps.define('{q}看得到{q}欠着什么', sees(true))
  steps.define('{q}看不到{q}欠着什么', sees(false))
}

function gathered(steps: StepBook<World>): void {
  const seen = (world: World, person: string, name: string) => world.house.gathered(person, world.called(name).answer)
  steps.define('{q}看到{q}汇集了{list}', async (world, [person = '', name = '', others = '']) => {
    const wanted = listed(others).map((other) => world.called(other).answer.seq)
    expect(await seen(world, person, name)).toEqual(wanted)
  })
  steps.define('{q}看到{q}没有汇集什么', async (world, [person = '', name = '']) => {
    expect(await seen(world, person, name)).toEqual([])
  })
}

function rows(steps: StepBook<World>): void {
  const seen = async (world: World, person: string, title: string, key: string) => {
    const { id, fields } = world.words.matter(title)
    return { fields, row: await world.house.row(person, id, world.key(key)) }
  }
  /** “事由、分值” → what stands in these fields, in the words of the form. */
  steps.define(
    '{q}看到{q}{q}的{q}为{q}',
    async (world, [person = '', title = '', key = '', labels = '', values = '']) => {
      const { fields, row } = await seen(world, person, title, key)
      const said = labels.split('、').map((label) => {
        const [name = '', field] = Object.entries(fields).find(([, one]) => one.label === label) ?? []
        const value = row?.[name]
        if (typeof value === 'boolean') return value ? '是' : '否'
        return field?.limits.options?.[String(value)] ?? String(value ?? '没有')
      })
      expect(said.join('、')).toBe(values)
    },
  )
  steps.define('{q}看不到{q}{q}', async (world, [person = '', title = '', key = '']) => {
    expect((await seen(world, person, title, key)).row).toBeUndefined()
  })
  steps.define('只有{list}看到{q}{q}', async (world, [people = '', title = '', key = '']) => {
    const all: string[] = []
    for (const person of world.people) if ((await seen(world, person, title, key)).row) all.push(person)
    expect(all.sort()).toEqual([...listed(people)].sort())
  })
}

function entries(steps: StepBook<World>): void {
  steps.define('系统登记了{q}', async (world, [title = ''], table) => {
    const register = world.words.register(title)
    const last = world.log.findLast(
      (event) => event.type === 'filed' && event.by === 'system' && event.register === register.id,
    )
    expect(last?.type === 'filed' ? last.facts : undefined).toMatchObject(await world.entry(register, table))
  })
  steps.define('{q}凭{q}只得到{list}', async (world, [person = '', query = '', names = '']) => {
    const ids = await world.house.disclosed(person, world.called(query).answer)
    expect([...ids].sort()).toEqual(
      listed(names)
        .map((name) => world.called(name).answer.id)
        .sort(),
    )
  })
  steps.define('{q}凭{q}什么也得不到', async (world, [person = '', query = '']) => {
    expect(await world.house.disclosed(person, world.called(query).answer)).toEqual([])
  })
  steps.define('{q}保存到 {time}', async (world, [name = '', time = '']) => {
    const until = await world.house.keptUntil(world.called(name).answer)
    expect(typeof until === 'number' ? readable(until) : (until ?? '没有起算')).toBe(
      readable(await world.instant(time)),
    )
  })
  steps.define('{q}的保存还没有起算', async (world, [name = '']) => {
    expect(await world.house.keptUntil(world.called(name).answer)).toBeUndefined()
  })
  steps.define('{q}长期保存', async (world, [name = '']) => {
    expect(await world.house.keptUntil(world.called(name).answer)).toBe('forever')
  })
  steps.define('系统登记了{q}给{q}', async (world, [title = '', unit = ''], table) => {
    const register = world.words.register(title)
    const own = world.log.findLast(
      (event) =>
        event.type === 'filed' &&
        event.by === 'system' &&
        event.register === register.id &&
        Object.values(event.facts).includes(unit),
    )
    expect(own?.type === 'filed' ? own.facts : undefined).toMatchObject(await world.entry(register, table))
  })
  steps.define('{q}的{q}是 {n}', async (world, [name = '', label = '', value = '']) => {
    const { register, answer } = world.called(name),
      entry = world.log.find(({ id }) => id === answer.id)
    const [field] = world.words.field(register, label)
    expect(entry?.type === 'filed' ? entry.facts[field] : undefined).toBe(Number(value))
  })
  steps.define('收到，不另登记', async (world) => expect(world.isKnown).toBe(true))
  steps.define('系统登记的{q}记作{q}', async (world, [title = '', name = '']) => world.callSystems(title, name))
  steps.define('系统登记了 {n} 次{q}', async (world, [times = '', title = '']) => {
    const { id } = world.words.register(title),
      undone = world.undone()
    const own = world.log.filter((event) => event.type === 'filed' && event.by === 'system' && event.register === id)
    expect(own.filter((event) => !undone.has(event.id)).length).toBe(Number(times))
  })
  steps.define('系统没有登记{q}', async (world, [title = '']) => {
    const { id } = world.words.register(title)
    const own = world.log.filter((event) => event.type === 'filed' && event.by === 'system' && event.register === id)
    expect(own).toEqual([])
  })
  steps.define('记录在案的拒绝有 {n} 次（{q}）', async (world, [times = '', clause = '']) => {
    const refusals = world.log.filter((event) => event.type === 'refused' && event.clause === clause)
    expect(refusals.length).toBe(Number(times))
  })
  /** What the entry itself did not say and was written down with it: a fact by its own name. */
  steps.define('{q}记着 {word} 为{q}', async (world, [name = '', fact = '', value = '']) => {
    const { id } = world.called(name).answer,
      filed = world.log.find((event) => event.type === 'filed' && event.id === id)
    expect(filed?.type === 'filed' ? String(filed.facts[fact]) : undefined).toBe(world.key(value))
  })
  steps.define('{q}不在日志里', async (world, [value = '']) => {
    expect(JSON.stringify(world.log).includes(spelled(value))).toBe(false)
  })
  steps.define('更正指向{q}，原登记仍在', async (world, [name = '']) => {
    const { answer } = world.called(name),
      filed = world.log.filter((event) => event.type === 'filed')
    expect(filed.find(({ corrects }) => corrects === answer.id)?.id).toBe(world.accepted().id)
    expect(filed.some(({ id }) => id === answer.id)).toBe(true)
  })
}
