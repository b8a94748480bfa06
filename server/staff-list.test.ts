import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkDigitOf } from '../engine/identity.ts'
import { expectOk, openBed, type Bed } from '../testing/faults/bed.ts'
import type { GivenSlips, ImportProgress, ImportRow, NewImport, StaffFound, StaffSheets } from './api-people.ts'
import type { PersonRow } from './api.ts'

const day = '2026-10-08'
let bed: Bed

beforeAll(async () => {
  // The worker that reads lists runs from what the build makes.
  execFileSync(process.execPath, [join(import.meta.dirname, '../tools/build.mjs')], { stdio: 'pipe' })
  bed = await openBed({ clock: `${day}T09:00:00+08:00`, policies: ['hospital-daily-report'], departments: ['骨科'] })
}, 120_000)
afterAll(() => bed?.close())

const post = async <T>(path: string, body: object, client = bed.admin): Promise<T> =>
  expectOk(await client.send('POST', path, body, randomUUID()))
const get = async <T>(path: string): Promise<T> => expectOk(await bed.admin.send('GET', path))
const people = () => get<readonly PersonRow[]>('/api/people')
const named = async (name: string) => (await people()).filter((one) => one.name === name)
const read = (text: string) => post<StaffSheets>('/api/staff-lists/read', { text })
const idOf = (n: number) => {
  const digits = `44010119900101${String(n).padStart(3, '0')}`
  return digits + checkDigitOf(digits)
}
async function ended(id: string): Promise<ImportProgress> {
  for (;;) {
    const progress = await get<ImportProgress>(`/api/imports/${id}`)
    if (!progress.isRunning) return progress
    await new Promise((resolve) => setImmediate(resolve))
  }
}
async function enter(list: Partial<NewImport>): Promise<ImportProgress> {
  const { hash, stamp, source } = await read('姓名')
  const { id } = await post<{ readonly id: string }>('/api/imports', {
    source,
    hash,
    stamp,
    units: [],
    people: [],
    ...list,
  })
  return ended(id)
}
const undo = async (id: string) => {
  await post(`/api/imports/${id}/undo`, {})
  return ended(id)
}
const events = async () => bed.open.log.events(0, bed.open.writer.size)

test('pasted cells are read, and a list that is none is refused in its sentence', async () => {
  const { sheets, source, hash } = await read('姓名\t科室\n张三\t骨科')
  expect([source, sheets[0]?.rows[1]?.map(({ text }) => text), hash.length]).toEqual(['pasted', ['张三', '骨科'], 64])
  const refused = await bed.admin.send('POST', '/api/staff-lists/read', { text: '' })
  expect([refused.status, refused.body.detail]).toEqual([422, '不能读这份名单：文件是空的'])
})

test('a line finds who is meant by number, else by name, and an account that nobody has or had', async () => {
  await enter({
    people: [
      { name: '周一', account: 'zhouyi', idNumber: idOf(1), staffNumber: 'A1', posts: [{ post: 'medical-office' }] },
      { name: '周一', account: 'zhouyi2', idNumber: idOf(2), posts: [] },
    ],
  })
  const [one, two] = await named('周一')
  const asked = [
    { name: '周一', idNumber: idOf(1) },
    { name: '周一', idNumber: idOf(3) },
    { name: '周一' },
    { name: '吴二', staffNumber: 'A1' },
    { name: '欧阳𠮷瑞' },
    { name: '欧阳𠮷瑞' },
    { name: '𠮷𠮷' },
  ]
  const found = await post<readonly StaffFound[]>('/api/staff-lists/look-up', { people: asked })
  expect(found.map(({ account, matches }) => [account, ...matches.map(({ person, by }) => `${person} ${by}`)])).toEqual(
    [
      ['zhouyi3', `${one?.person} idNumber`, `${two?.person} name`].slice(0, 2),
      ['zhouyi4'],
      ['zhouyi5', `${one?.person} name`, `${two?.person} name`],
      ['wuer', `${one?.person} staffNumber`],
      ['ouyangrui'],
      ['ouyangrui2'],
      ['user'],
    ],
  )
})

test('a list is entered as ordinary entries behind an entry of its own, which holds nothing of anybody', async () => {
  const from = bed.open.writer.size
  const progress = await enter({
    units: [{ kind: 'department', title: '新设科' }],
    people: [
      {
        name: '钱𠮷',
        account: 'qianji',
        idNumber: idOf(11),
        phone: '13800000000',
        posts: [
          { post: 'deputy-director', unit: '新设科', from: '2024-03-01' },
          { post: 'head-nurse', unit: '骨科' },
        ],
      },
      { name: '孙三', posts: [] },
    ],
  })
  expect(progress).toMatchObject({ total: 2, done: 2, isRunning: false })
  const [qian] = await named('钱𠮷')
  expect(qian).toMatchObject({ accounts: ['qianji'], posts: [{ unitTitle: '新设科' }, { unitTitle: '骨科' }] })
  const filed = (await events()).slice(from).flatMap((event) => (event.type === 'filed' ? [event] : []))
  const [own, ...lines] = filed
  expect(own).toMatchObject({
    register: 'staff-import',
    by: bed.open.directory.personOf(bed.open.writer.state, 'admin'),
    facts: { rows: 2, source: 'pasted' },
  })
  expect(Object.keys(own?.facts ?? {}).sort()).toEqual(['hash', 'rows', 'source'])
  expect(new Set(lines.map(({ because }) => because))).toEqual(new Set([own?.id]))
  expect(JSON.stringify(filed)).not.toMatch(new RegExp(`钱|孙三|13800000000|${idOf(11)}`))
  expect((await get<readonly ImportRow[]>('/api/imports'))[0]).toMatchObject({
    rows: 2,
    people: 2,
    posts: 2,
    isUndone: false,
  })
})

test('a line that the engine refuses says why at its column; its neighbours are entered', async () => {
  const { settled } = await enter({
    units: [{ kind: 'nothing', title: '没有的' }],
    people: [
      { name: '李一', account: 'ad min', posts: [] },
      { name: '李二', idNumber: '440101199001010012', posts: [] },
      { name: '李三', account: 'lisan', posts: [{ post: 'head-nurse', unit: '没有科' }] },
      { name: '李四', account: 'lisi', posts: [{ post: 'head-nurse', unit: '骨科', from: '2026-02-30' }] },
      { name: '李五', account: 'liwu', posts: [{ post: 'head-nurse', unit: '没有的' }] },
      { name: '李六', account: 'admin', posts: [] },
      { name: '李七', account: 'liqi', posts: [{ post: 'head-nurse', unit: '骨科' }] },
    ],
  })
  const said = settled
    .toSorted((a, b) => a.n - b.n)
    .map(({ what, isDone, column, fact }) => [what, isDone ? 'entered' : `${column} ${fact}`])
  expect(Object.fromEntries(said)).toEqual({
    李一: 'account 账号须为 2 至 30 个小写字母、数字、点、横线',
    李二: 'idNumber 身份证号校验位不对',
    李三: 'unit 人已登记，但没有这个科室',
    李四: 'from 人已登记，但自没有这一天',
    李五: 'unit 没有这个类别',
    李六: 'account 人已登记，但账号 admin 已有',
    李七: 'entered',
  })
})

describe('taken back as a whole', () => {
  test('who was entered leaves, his account ends, his posts end, and each is a further entry', async () => {
    const { id } = await enter({
      units: [{ kind: 'department', title: '误设科' }],
      people: [
        { name: '误一', account: 'wuyi', posts: [{ post: 'head-nurse', unit: '误设科' }] },
        { name: '误二', account: 'wuer2', posts: [] },
      ],
    })
    const before = bed.open.writer.size,
      progress = await undo(id)
    expect(progress).toMatchObject({ does: 'undo', total: 3, done: 3 })
    expect(progress.settled.every(({ isDone }) => isDone)).toBe(true)
    expect(await named('误一')).toMatchObject([{ accounts: [], posts: [], left: day }])
    const further = (await events()).slice(before).flatMap((event) => (event.type === 'filed' ? [event.register] : []))
    expect(further.toSorted()).toEqual([
      'close-account',
      'close-account',
      'close-unit',
      'depart',
      'depart',
      'dismiss',
      'undo-import',
    ])
    expect((await get<readonly ImportRow[]>('/api/imports'))[0]).toMatchObject({ isUndone: true })
    expect((await undo(id)).settled.every(({ isDone }) => isDone)).toBe(true)
  })
  test('but not who has signed in, was given another post, or has acted: each says so', async () => {
    const [acting] = await named('李七')
    const { id } = await enter({
      people: [
        { name: '动一', account: 'dongyi', posts: [{ post: 'head-nurse', unit: '骨科' }] },
        { name: '动二', account: 'donger', posts: [{ post: 'duty-officer' }] },
        { name: '动三', account: 'dongsan', posts: [{ post: 'duty-officer' }] },
        { name: '李七', person: acting?.person ?? '', posts: [{ post: 'duty-officer' }] },
      ],
    })
    const { slips } = await post<GivenSlips>('/api/slips', { accounts: ['dongyi', 'donger', 'liqi'] })
    const slip = (account: string) => slips.find((one) => one.account === account)?.password ?? ''
    await bed.signIn('dongyi', slip('dongyi'))
    const liqi = await bed.signIn('liqi', slip('liqi'))
    await bed.file(liqi, 'nursing-report', { department: '骨科', day, nursing: 0 })
    const [dongsan] = await named('动三')
    await bed.file(bed.admin, 'appoint', { person: dongsan?.person, post: 'medical-office', kind: 'regular' })
    const { settled } = await undo(id)
    expect(Object.fromEntries(settled.map(({ what, isDone, fact }) => [what, isDone ? 'undone' : fact]))).toEqual({
      动一: '本人已用账号 dongyi 登录过',
      动二: 'undone',
      动三: '此后已另外任职或受人委托',
      李七: '本人已登记过“护理日报”',
    })
    expect((await named('动一'))[0]).toMatchObject({ accounts: ['dongyi'] })
    expect((await named('动二'))[0]).toMatchObject({ accounts: [], left: day })
  })
})

test('a thousand lines keep nobody waiting who reports meanwhile, and can be stopped', {
  timeout: 120_000,
}, async () => {
  const many = (prefix: string) =>
    Array.from({ length: 1_000 }, (_, n) => ({
      name: `${prefix}${n}`,
      account: `${prefix === '员' ? 'y' : 'z'}${n}`,
      posts: [{ post: 'duty-officer' }],
    }))
  const { hash, stamp, source } = await read('姓名')
  const began = performance.now()
  const { id } = await post<{ readonly id: string }>('/api/imports', {
    source,
    hash,
    stamp,
    units: [],
    people: many('员'),
  })
  const waits: number[] = []
  while ((await get<ImportProgress>(`/api/imports/${id}?from=1000`)).isRunning) {
    const asked = performance.now()
    await bed.file(bed.admin, 'open-unit', {
      kind: 'department',
      unit: `科${waits.length}`,
      title: `科${waits.length}`,
      from: day,
    })
    waits.push(performance.now() - asked)
  }
  const progress = await ended(id)
  expect([progress.done, progress.settled.every(({ isDone }) => isDone)]).toEqual([1_000, true])
  const worst = Math.max(...waits)
  console.log(
    `1,000 people in ${((performance.now() - began) / 1000).toFixed(1)} s; ${waits.length} entries beside them, the slowest ${Math.round(worst)} ms`,
  )
  expect(waits.length).toBeGreaterThan(3)
  const second = await post<{ readonly id: string }>('/api/imports', {
    source,
    hash,
    stamp,
    units: [],
    people: many('停'),
  })
  expect(
    (await bed.admin.send('POST', '/api/imports', { source, hash, stamp, units: [], people: many('并') }, randomUUID()))
      .body,
  ).toMatchObject({
    detail: '不能导入：另一份名单还在登记，等它登记完',
  })
  await bed.admin.send('DELETE', `/api/imports/${second.id}`)
  const stopped = await ended(second.id)
  expect(stopped.done).toBeLessThan(1_000)
  expect(stopped.ended).toBe('已停下，停下之前的都已登记')
  expect((await named('停0')).length).toBe(1)
})

test('only the administrator reads, enters and takes back lists; a list that was read elsewhere is not entered', async () => {
  const { client } = await bed.hire('不管', [{ post: 'medical-office' }])
  for (const [method, path] of [
    ['POST', '/api/staff-lists/read'],
    ['POST', '/api/staff-lists/look-up'],
    ['POST', '/api/imports'],
    ['GET', '/api/imports'],
    ['GET', '/api/imports/1'],
    ['DELETE', '/api/imports/1'],
    ['POST', '/api/imports/1/undo'],
  ] as const) {
    const { status, body } = await client.send(method, path, method === 'POST' ? {} : undefined, randomUUID())
    expect([path, status, String(body.detail)]).toEqual([path, 403, expect.stringMatching(/操作人不是“系统管理员”/)])
  }
  expect(await post<GivenSlips>('/api/slips', { accounts: ['admin'] }, client)).toMatchObject({
    slips: [],
    refused: [{ detail: '不能登记“发一次性口令”：操作人不是“系统管理员”（组织第一条）' }],
  })
  const { hash, source } = await read('姓名')
  const forged = { source, hash, stamp: 'x', units: [], people: [{ name: '某', posts: [] }] }
  expect((await bed.admin.send('POST', '/api/imports', forged, randomUUID())).body.detail).toBe(
    '不能导入：这份名单不是在这里读的，请重新选文件',
  )
})

test('what was entered is known after a restart, and refolds to the same', async () => {
  const before = (await people()).filter(({ name }) => name === '钱𠮷')
  await bed.restart()
  expect((await people()).filter(({ name }) => name === '钱𠮷')).toEqual(before)
  expect(expectOk(await bed.admin.send('GET', '/api/history?replay=1'))).toMatchObject({ replay: { isEqual: true } })
})
