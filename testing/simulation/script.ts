/** What a policy's year needs beyond its declarations: how many there are of what, how often, and what is said where. */
import type { Policy } from '../../engine/declare/policy.ts'
import type { Event, Row } from '../../engine/events.ts'
import type { Instant } from '../../engine/time.ts'
import type { Dice } from '../dice.ts'
import type { Onlooker, Scene } from './scene.ts'
import type { Staff } from './staff.ts'

/** An entry under way: what is known of it, and whatever stands in it already. */
export interface Draft {
  readonly scene: Scene
  readonly staff: Staff
  readonly dice: Dice
  /** What the duty is about that it is to settle; nothing, where nobody asked for it. */
  readonly about?: Row
  /** Filled in by the kinds of the fields alone. */
  readonly entry: Row
}
export interface Script {
  /** What the house is called in a diary. */
  readonly title: string
  readonly policies: readonly Policy[]
  /** By kind: the units that there are at first. */
  readonly units: Readonly<Record<string, readonly string[]>>
  /** Units of that kind that are opened and closed in the course of a year, in all. */
  readonly unitChanges?: Readonly<Record<string, number>>
  /** How many hold a post (at each unit, where it is a unit's); one, where nothing is said. */
  readonly holders?: (post: string, unit: string) => number
  /** How many entries nobody asked for are made on a working day; a register that is not named: one in two days. */
  readonly perDay: Readonly<Record<string, number>>
  /** What is filled in otherwise than by the kinds of the fields; `undefined`: there is nothing to enter now. */
  readonly fills?: Readonly<Record<string, (draft: Draft) => Row | undefined>>
  /** How many of a hundred duties are answered by their second way (a telephone call), if this one may be. */
  readonly secondWayPercent?: (about: Row, scene: Scene) => number
  /** The hours of the day between which people work, 0 to 24 and beyond. */
  readonly hours: readonly [from: number, to: number]
  readonly outagesPerYear: number
  /** Done before anything else, as soon as people are there. */
  readonly opens?: (scene: Scene, staff: Staff) => void
  /** What else people do because of an event. */
  readonly onEvent?: (event: Event, scene: Scene, staff: Staff) => void
  /** Once for every day. */
  readonly onDay?: (midnight: Instant, scene: Scene, staff: Staff) => void
  /** What must hold here and nowhere else. */
  readonly watches?: (scene: Scene) => readonly Onlooker[]
}
