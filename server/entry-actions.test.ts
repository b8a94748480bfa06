/** An entry's page offers what would be accepted, and says beside everything else what forbids it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { instantOf } from '../engine/time.ts'
import type { Accepted, House } from '../testing/driver.ts'
import { openServerHouse } from '../testing/server-driver.ts'
import type { EntryView } from './api.ts'

const day = '2026-01-05'
let house: Awaited<ReturnType<typeof openServerHouse>>

beforeAll(async () => {
  house = await openServerHouse()
  await house.adopt('hospital-daily-report', '2026-01-02')
  for (const unit of ['骨科', '内科']) await house.addUnit('department', unit)
  await house.addUnit('functional', '设备科')
  for (const [person, post, unit] of [
    ['副甲', 'deputy-director', '骨科'],
    ['副乙', 'deputy-director', '骨科'],
    ['医务', 'medical-office', undefined],
    ['设备', 'functional-head', '设备科'],
  ] as const) {
    await house.addPerson(person)
    await house.appoint(person, post, unit)
  }
  await house.moveTo(instantOf(day, '10:00'))
})
afterAll(async () => {
  expect(await house?.close()).toEqual([])
})

const file = async (person: string, register: string, entry: Parameters<House['file']>[2]): Promise<Accepted> => {
  const answer = await house.file(person, register, entry)
  if (!answer.isAccepted) throw new Error(answer.sentence)
  return answer
}
const note = (kind: string) => ({
  department: '骨科',
  day,
  heading: kind === 'medical' ? 'risks' : 'others',
  kind,
  severity: 'minor',
  summary: '输液泵报警',
})
const view = async (person: string, { seq }: Accepted): Promise<EntryView> => {
  const { status, body } = await (await house.clientOf(person)).send('GET', `/api/entries/${seq}`)
  expect(status).toBe(200)
  return body
}

test('a form that would be refused is offered with the refusal, its accepted twin without', async () => {
  const passOn = async (kind: string) => {
    const found = (await view('医务', await file('副甲', 'item', note(kind)))).actions
    return found.filter(({ register }) => register === 'pass-on').map(({ why }) => why?.detail)
  }
  expect(await passOn('medical')).toEqual(['不能登记“转交”：医疗信息不转职能科室（第四条第三项）'])
  expect(await passOn('equipment')).toEqual([undefined])
})

test('who may answer an entry is offered the answer, whoever he is, and nobody else reads it', async () => {
  const entry = await file('副甲', 'item', note('equipment'))
  const offered = async (person: string) => (await view(person, entry)).actions.filter(({ why }) => !why)
  const titles = async (person: string) => (await offered(person)).map(({ label }) => label)
  expect(await titles('副甲')).toEqual(['处置与反馈', '超出能力'])
  expect(await titles('医务')).toEqual(['转交', '处置与反馈', '超出能力'])
  expect((await (await house.clientOf('设备')).send('GET', `/api/entries/${entry.seq}`)).status).toBe(404)
})

test('its page tells what others entered about it, and what is owed; who waits may ask for it once an hour', async () => {
  const entry = await file('副甲', 'item', note('equipment')),
    item = String(entry.seq)
  const owed = async (person: string) =>
    (await view(person, entry)).owed.map(({ title, turn, mayUrge }) => [
      title,
      turn,
      typeof mayUrge === 'object' ? mayUrge.detail : mayUrge,
    ])
  const deal = '副甲（科副主任）、副乙（科副主任）'
  expect(await owed('副甲')).toEqual([
    ['转交', '医务（医务科）', true],
    ['科室处置', deal, undefined],
  ])
  expect(await owed('医务')).toEqual([
    ['转交', '医务（医务科）', undefined],
    ['科室处置', deal, true],
  ])
  const urged = await (await house.clientOf('副甲')).send(
    'POST',
    `/api/duties/pass/${item}/urge`,
    {},
    `urged-about-entry-${item}`,
  )
  expect(urged.status).toBe(201)
  const [[, , refusal] = []] = await owed('副甲')
  expect(refusal).toMatch(/^不能催办“转交”：同一件事每小时催一次，.* 起可再催（第四条第三项）$/)
  await file('医务', 'pass-on', { item, to: '设备科', remark: '查同一批' })
  await file('设备', 'handled', { item, result: 'going', measures: '换了备用泵' })
  const { timeline } = await view('副甲', entry)
  expect(timeline.filter((one) => one.entry !== undefined).map(({ text, note }) => [text, note])).toEqual([
    ['医务 转交', '设备科，查同一批'],
    ['设备 处置与反馈', '已采取措施，还没有完，换了备用泵'],
  ])
  expect((await owed('副甲')).map(([title, turn]) => [title, turn])).toEqual([
    ['科室处置', deal],
    ['续办', '设备（职能科室负责人）'],
  ])
  const todo = (await (await house.clientOf('设备')).send('GET', '/api/today')).body.todo
  expect(todo.at(-1)).toMatchObject({
    title: '续办',
    about: { text: '安全信息 其他安全信息 设备 一般', entry: entry.seq },
    act: { label: '处置与反馈', register: 'handled', prefill: { item } },
  })
})

test('who may read an entry but not write it is told why he may not correct it, in the server’s own sentence', async () => {
  const entry = await file('副甲', 'item', note('equipment'))
  expect((await view('副甲', entry)).mayCorrect).toBe(true)
  expect((await view('副乙', entry)).mayCorrect).toBe(true)
  expect((await view('医务', entry)).mayCorrect).toBeUndefined()
  await house.appoint('医务', 'deputy-director', '内科')
  await house.moveTo(instantOf(day, '10:05'))
  const refused = await house.correct('医务', 'item', note('equipment'), entry)
  const sentence = refused.isAccepted ? '' : refused.sentence
  expect(sentence).toBe('不能登记“安全信息”：操作人不是骨科“科副主任”（第三条第一项）')
  expect((await view('医务', entry)).mayCorrect).toMatchObject({ detail: sentence })
})

test('an entry that nobody can correct says so to whoever could have made it', async () => {
  await house.addPerson('管乙')
  await house.appoint('管乙', 'administrator')
  const events = await house.events(0)
  const seq = events.findIndex((event) => event.type === 'filed' && event.register === 'adopt')
  const { mayCorrect } = await view('管乙', { isAccepted: true, id: '', seq })
  expect(mayCorrect).toMatchObject({ detail: '不能更正“施行制度”：此项登记不可更正（组织第四条）' })
})
