/** A seed, a script and so many days: an organisation lives them, and what must hold is looked at all the while. */
import { Book } from '../../engine/book.ts'
import { days, hours, instantOf, nextDay, type Day, type Instant } from '../../engine/time.ts'
import { Dice } from '../dice.ts'
import { Acting } from './acting.ts'
import { Administration } from './administration.ts'
import { Diary } from './diary.ts'
import { Entries } from './entries.ts'
import { watchesOver } from './invariants.ts'
import { MemoryStage, type MemoryStageOptions } from './memory-stage.ts'
import { Mending } from './mending.ts'
import { outagesIn, Scene } from './scene.ts'
import type { Script } from './script.ts'
import { Staff } from './staff.ts'

export interface Playing {
  readonly seed: number
  readonly from: Day
  readonly days: number
  readonly stage?: MemoryStageOptions
}
export interface Played {
  readonly scene: Scene
  readonly staff: Staff
  readonly diary: Diary
  /** What the script should say and does not. */
  readonly unknownWays: readonly string[]
  readonly tookMs: number
}

/** Throws `Broken` at the first thing that does not hold, with seed, instant and the last acts. */
export async function play(script: Script, { seed, from, days: length, stage: options }: Playing): Promise<Played> {
  const begun = performance.now(),
    dice = new Dice(seed).fork(script.title)
  const begins = instantOf(from, '00:00'),
    ends = begins + days(length)
  const book = new Book(script.policies)
  const stage = new MemoryStage(book, dice.fork('stage'), options),
    outages = outagesIn(dice.fork('outages'), begins, ends, Math.round((script.outagesPerYear * length) / 365))
  const scene = new Scene({ book, stage, dice, at: begins - hours(15), outages })
  const diary = new Diary(scene, seed)
  try {
    // Watches stand first: they look at an event before anybody acts on it.
    const watches = watchesOver(scene, outages)
    scene.onlookers.push(...watches, ...(script.watches?.(scene) ?? []), diary)
    const staff = new Staff(scene),
      entries = new Entries(scene, staff, script)
    const administration = new Administration(scene, staff, entries, script)
    await administration.setUp(from)
    const acting = new Acting(scene, staff, entries, script)
    scene.onlookers.push(new Mending(scene, staff, entries))
    const { onEvent } = script
    if (onEvent) scene.onlookers.push({ saw: (event) => onEvent(event, scene, staff) })
    await scene.play(begins)
    script.opens?.(scene, staff)
    for (let day = from, midnight = begins; midnight < ends; day = nextDay(day), midnight += days(1)) {
      administration.planDay(midnight, day)
      planEntries(script, scene, acting, midnight)
      script.onDay?.(midnight, scene, staff)
      await scene.play(midnight + days(1) - 1)
    }
    await scene.play(ends)
    await scene.compareWhole()
    for (const watch of watches) watch.ends?.()
    return { scene, staff, diary, unknownWays: acting.unknownWays, tookMs: performance.now() - begun }
  } catch (thrown) {
    throw diary.withPlace(thrown)
  }
}
/** What nobody asked for: so many entries of each register, in the hours of work. */
function planEntries(
  { perDay, policies, hours: [opens, closes] }: Script,
  scene: Scene,
  acting: Acting,
  midnight: Instant,
) {
  const dice = scene.dice.fork(`entries of ${midnight}`)
  for (const register of policies.flatMap(({ registers }) => registers)) {
    const rate = perDay[register.id] ?? 0.5
    const times = Math.floor(rate) + (dice.roll(1_000) < (rate % 1) * 1_000 ? 1 : 0)
    for (let n = 0; n < times; n++) {
      acting.enterAt(midnight + hours(opens) + dice.roll(hours(closes - opens)), register)
    }
  }
}
