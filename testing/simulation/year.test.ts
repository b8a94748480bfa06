/**
 * A year of each house from a seed, with everything that must hold looked at all the while. The larger two live some months
 * here, around the turn of the year; `npm run simulate` plays the whole year of all, `SIMULATED_SEEDS=2,3,4` other seeds.
 */
import { expect, test } from 'vitest'
import type { Day } from '../../engine/time.ts'
import { bureau } from './bureau.ts'
import { cafe } from './cafe.ts'
import { drugNetwork } from './drug-network.ts'
import { hospital } from './hospital.ts'
import { play } from './play.ts'
import type { Script } from './script.ts'

const seeds = (process.env['SIMULATED_SEEDS'] ?? '1').split(',').map(Number)
const asked = process.env['SIMULATED_DAYS']
const longestMs = 900_000

/** From the middle of a year: the next one's days off come when its first is near, or past. */
async function year(script: Script, seed: number, span: { readonly from?: Day; readonly days?: number } = {}) {
  const { from = '2026-07-01', days = 365 } = asked === undefined ? span : { days: Number(asked) }
  const played = await play(script, { seed, from, days })
  const { scene, tookMs, diary } = played
  const speed = (days / (tookMs / 1_000)).toFixed(1)
  console.log(
    `${script.title}: seed ${seed}, ${days} days, ${scene.steps} steps, ${scene.events.length} events, ${speed} days a second`,
  )
  expect(played.unknownWays).toEqual([])
  return { ...played, days, of: (register: string) => diary.filed.get(register) ?? 0 }
}

test.each(seeds)(
  'forty departments of a hospital live a year (seed %d)',
  async (seed) => {
    const { of, days } = await year(hospital, seed, { from: '2026-11-10', days: 60 })
    expect(of('daily-report') + of('nursing-report') + of('phone-report')).toBeGreaterThan(70 * days)
  },
  longestMs,
)
test.each(seeds)(
  'eighty seats of a café live a year with power cuts (seed %d)',
  async (seed) => {
    const { of, days } = await year(cafe, seed, { from: '2026-09-20', days: 110 })
    expect(of('check-in')).toBeGreaterThan(40 * days)
  },
  longestMs,
)
test.each(seeds)(
  'a county’s network lives a year, one of each kind in each place (seed %d)',
  async (seed) => {
    const { of, days } = await year(drugNetwork, seed)
    expect(of('drug-lead-answered')).toBeGreaterThan(days / 2)
  },
  longestMs,
)
test.each(seeds)(
  'a bureau lives a year of plans, demands and digests (seed %d)',
  async (seed) => {
    const { of, days } = await year(bureau, seed)
    expect(of('safety-plan') + of('inspection-report') + of('field-report')).toBeGreaterThan(days)
  },
  longestMs,
)
