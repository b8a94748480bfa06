/**
 * A year of each house from a seed, with everything that must hold looked at all the while. One seed each by itself;
 * `SIMULATED_SEEDS=2,3,4` plays others, `SIMULATED_DAYS=30` fewer days.
 */
import { expect, test } from 'vitest'
import { cafe } from './cafe.ts'
import { hospital } from './hospital.ts'
import { play } from './play.ts'
import type { Script } from './script.ts'

const seeds = (process.env['SIMULATED_SEEDS'] ?? '1').split(',').map(Number)
const length = Number(process.env['SIMULATED_DAYS'] ?? 365)
const longestMs = 900_000

/** From the middle of a year: the next one's days off come when its first is near, or past. */
async function year(script: Script, seed: number, from = '2026-07-01') {
  const played = await play(script, { seed, from, days: length })
  const { scene, tookMs, diary } = played
  const speed = (length / (tookMs / 1_000)).toFixed(1)
  console.log(
    `${script.title}: seed ${seed}, ${length} days, ${scene.steps} steps, ${scene.events.length} events, ${speed} days a second`,
  )
  expect(played.unknownWays).toEqual([])
  return { ...played, of: (register: string) => diary.filed.get(register) ?? 0 }
}

test.each(seeds)(
  'forty departments of a hospital live a year (seed %d)',
  async (seed) => {
    const { of } = await year(hospital, seed)
    expect(of('daily-report') + of('nursing-report') + of('phone-report')).toBeGreaterThan(70 * length)
  },
  longestMs,
)
test.each(seeds)(
  'eighty seats of a café live a year with power cuts (seed %d)',
  async (seed) => {
    const { of } = await year(cafe, seed)
    expect(of('check-in')).toBeGreaterThan(40 * length)
  },
  longestMs,
)
