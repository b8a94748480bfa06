import { randomUUID } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBed, type Bed } from '../testing/faults/bed.ts'
import type { HttpClient, Reply } from '../testing/http-client.ts'

const day = '2026-10-08',
  eleven = Date.parse(`${day}T11:00:00+08:00`)
const units = Array.from({ length: 1_000 }, (_, n) => `科室${n}`)
let bed: Bed, client: HttpClient

beforeAll(async () => {
  bed = await openBed({ clock: '2026-10-07T20:00:00+08:00', policies: ['hospital-daily-report'] })
  const { person, client: his } = await bed.hire('林一', [])
  client = his
  for (let n = 0; n < units.length; n += 100) {
    await Promise.all(
      units.slice(n, n + 100).map(async (unit) => {
        await bed.file(bed.admin, 'open-unit', { kind: 'department', unit, title: unit, from: '2026-10-07' })
        await bed.file(bed.admin, 'appoint', { person, post: 'deputy-director', unit, kind: 'regular' })
      }),
    )
  }
  await bed.moveTo(eleven - 60_000)
}, 120_000)
afterAll(() => bed?.close())

interface Verdict {
  readonly isLate: boolean
  readonly isInTime: boolean | undefined
}
/** What the log says of each department's report of the day. */
async function verdicts(): Promise<ReadonlyMap<string, Verdict>> {
  const found = new Map<string, Verdict>()
  for (let first = 0; first < bed.open.writer.size; first += 2_000) {
    for (const event of await bed.open.log.events(first, 2_000)) {
      if ((event.type !== 'late' && event.type !== 'met') || event.duty !== 'daily') continue
      const [unit = ''] = event.key.split('|'),
        known = found.get(unit)
      found.set(unit, {
        isLate: known?.isLate || event.type === 'late',
        isInTime: event.type === 'met' ? event.isInTime : known?.isInTime,
      })
    }
  }
  return found
}

test('each of a thousand reports around eleven is judged by its stamp and nothing else', {
  timeout: 120_000,
}, async () => {
  const zeros = { day, critical: 0, events: 0, batches: 0, risks: 0, others: 0 }
  const report = (department: string) =>
    client.send('POST', '/api/registers/daily-report/entries', { department, ...zeros }, randomUUID())
  const answers: Promise<readonly [string, Reply]>[] = []
  for (const [n, unit] of units.entries()) {
    answers.push(report(unit).then((reply) => [unit, reply] as const))
    // The clock goes on a millisecond for each report, without waiting for anybody, and stands just short of eleven awhile.
    const to = eleven - 500 + n - (n > 480 && n < 500 ? n - 480 : 0)
    if (n % 4 === 0) void bed.admin.send('POST', '/api/clock', { to })
    if (n % 50 === 0) await turn()
    if (n % 200 === 199) await answers.at(-1)
  }
  const replies = await Promise.all(answers)
  await bed.moveTo(eleven + 500)
  expect(replies.filter(([, { status }]) => status !== 201)).toEqual([])

  const judged = await verdicts(),
    stamps = new Map(replies.map(([unit, { body }]) => [unit, Number(body.recorded)] as const))
  const wrong = (line: number) =>
    [...stamps].filter(([unit, stamp]) => {
      const { isLate, isInTime } = judged.get(unit) ?? { isLate: undefined, isInTime: undefined }
      return isLate !== stamp >= line || isInTime !== stamp < line
    })
  expect(wrong(eleven).map(([unit, stamp]) => [unit, stamp - eleven, judged.get(unit)])).toEqual([])
  // Control: the same comparison with a line a little off does find fault.
  expect(wrong(eleven + 50)).not.toEqual([])
  expect(wrong(eleven - 50)).not.toEqual([])

  const early = [...stamps.values()].filter((stamp) => stamp < eleven).length
  expect(early).toBeGreaterThan(100)
  expect(early).toBeLessThan(900)
})
