/** The code at the foot of a printed page: what the log says of it, for whoever types it. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCode, spellCode } from '../ledger/paper-code.ts'
import type { PaperSeal, Verification } from '../server/api-board.ts'
import { expectOk, openBed, type Bed, type Hired } from './faults/bed.ts'

const day = '2026-10-08'
const item = { department: '骨科', day, heading: 'critical', kind: 'medical', severity: 'minor', summary: '跌倒' }
let bed: Bed, deputy: Hired, stranger: Hired, seq: number

beforeAll(async () => {
  bed = await openBed({
    clock: `${day}T08:00:00+08:00`,
    policies: ['hospital-daily-report'],
    departments: ['骨科'],
  })
  deputy = await bed.hire('林一', [{ post: 'deputy-director', unit: '骨科' }])
  stranger = await bed.hire('院长', [{ post: 'president' }])
  seq = (await bed.file(deputy.client, 'item', item)).seq
})
afterAll(() => bed?.close())

const seal = async (query = ''): Promise<PaperSeal> =>
  expectOk(await deputy.client.send('GET', `/api/papers/seal${query}`))
const verify = async (code: string, { client }: Hired = deputy): Promise<Verification> =>
  expectOk(await client.send('GET', `/api/verify?code=${encodeURIComponent(code)}`))

test('an entry’s code is genuine, also typed in lower case without hyphens, and holds no value of the entry', async () => {
  const { code, size, root, qr } = await seal(`?seq=${seq}`)
  const found = await verify(code.toLowerCase().replaceAll('-', ''))
  expect(found).toMatchObject({ isGenuine: true, seq, size, root, mayRead: true })
  expect(found.facts[0]).toBe(`第 ${seq} 条：安全信息，${day} 08:00:00 记`)
  expect(found.facts).toContain('印出之后没有更正过')
  expect([qr.modules > 20, qr.path.startsWith('M')]).toEqual([true, true])
})
test('after a correction it is genuine still, and says that the page is older', async () => {
  const { code } = await seal(`?seq=${seq}`)
  const corrected = { ...item, severity: 'serious' }
  expectOk(await deputy.client.send('POST', `/api/entries/${seq}/corrections`, corrected, randomUUID()))
  const { isGenuine, facts } = await verify(code)
  expect([isGenuine, facts.some((fact) => fact.startsWith('印出之后更正过 1 次'))]).toEqual([true, true])
  expect((await verify((await seal(`?seq=${seq}`)).code)).facts).toContain('印出之后没有更正过')
})
test('who may not read the entry learns that the page is genuine, and no more', async () => {
  const { code } = await seal(`?seq=${seq}`)
  const found = await verify(code, stranger)
  expect([found.isGenuine, found.mayRead]).toEqual([true, false])
  expect(JSON.stringify(found)).not.toContain('跌倒')
})
test('a list’s code says how long the log was', async () => {
  const { code, size } = await seal()
  expect((await verify(code)).facts).toEqual([`印件是账本有 ${size} 条时印的清单或汇总；表里各条按条号另行核对`])
})
test('what differs is said: a slip, another entry, a size that was never sealed, a longer log, no code at all', async () => {
  const { code, size } = await seal(`?seq=${seq}`)
  const read = readCode(code)
  if (!read) throw new Error('the server spelt no code')
  const { tag } = read
  const facts = async (typed: string) => {
    const { isGenuine, facts } = await verify(typed)
    return [isGenuine, facts[0]?.slice(0, 9)]
  }
  const slip = code.slice(0, -1) + (code.endsWith('Z') ? 'Y' : 'Z')
  expect(await facts(slip)).toEqual([false, '与本单位的账本不符'])
  expect(await facts(spellCode({ seq: seq - 1, size, tag }))).toEqual([false, '与本单位的账本不符'])
  expect(await facts(spellCode({ seq, size: seq + 1, tag }))).toEqual([false, expect.any(String)])
  expect(await facts(spellCode({ seq, size: size + 1_000, tag }))).toEqual([
    false,
    expect.stringMatching(/^印件写着账本有 /),
  ])
  expect(await facts('0000')).toEqual([false, '这不是核验码：应是'])
  expect((await deputy.client.send('GET', `/api/papers/seal?seq=${size + 5}`)).status).toBe(404)
  expect((await bed.admin.stranger().send('GET', `/api/verify?code=${code}`)).status).toBe(401)
})
