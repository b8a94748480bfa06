/** What happened day by day, counted, and told to people. */
import type { Event } from '../../engine/events.ts'
import { clockOf, dayOf, type Day, type Instant } from '../../engine/time.ts'
import { Broken, type Onlooker, type Scene } from './scene.ts'
import type { Answer, Asked } from './stage.ts'

/** So many acts are named when something breaks. */
const lastActs = 12

export class Diary implements Onlooker {
  readonly #scene: Scene
  readonly #seed: number
  readonly types = new Map<string, number>()
  readonly filed = new Map<string, number>()
  readonly refusals = new Map<string, number>()
  readonly #acts: string[] = []

  constructor(scene: Scene, seed: number) {
    this.#scene = scene
    this.#seed = seed
  }
  saw(event: Event) {
    count(this.types, event.type)
    if (event.type === 'filed') count(this.filed, event.register)
  }
  answered(asked: Asked, answer: Answer) {
    const what = asked.do === 'file' ? asked.register : asked.do
    if (answer !== 'lost' && 'refused' in answer) count(this.refusals, `${what}: ${answer.refused.fact}`)
    const end = answer === 'lost' ? 'no answer' : 'refused' in answer ? answer.refused.sentence : `number ${answer.id}`
    this.#acts.push(`${momentOf(this.#scene.at)} ${JSON.stringify(asked)} → ${end}`)
    if (this.#acts.length > lastActs) this.#acts.shift()
  }
  /** The same error, with seed, instant and the last acts in its sentence. */
  withPlace(thrown: unknown): Error {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    const place = `seed ${this.#seed}, ${momentOf(this.#scene.at)}, event ${this.#scene.events.length}`
    error.message = `${place}: ${error.message}\n${this.#acts.join('\n')}`
    return error instanceof Broken ? error : error
  }
}
const count = (counts: Map<string, number>, of: string) => counts.set(of, (counts.get(of) ?? 0) + 1)
/** 2026-10-08 10:59:59 */
export const momentOf = (at: Instant): `${Day} ${string}` => `${dayOf(at)} ${clockOf(at)}`
