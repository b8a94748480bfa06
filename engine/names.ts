/** Whom and what a sentence speaks of. Persons stand in it as `{p:ID}`; who may see their names, the reader's side knows. */
import type { Post, Seat } from './declare/words.ts'
import type { Whom } from './events.ts'
import type { UnitRow } from './people.ts'
import type { Layer } from './state.ts'

export const personToken = (person: string) => (person === 'system' ? '系统' : `{p:${person}}`)
const token = /\{p:([^{}]*)\}/g
/** The persons that a sentence speaks of. */
export const personsIn = (sentence: string): readonly string[] =>
  [...sentence.matchAll(token)].map(([, person = '']) => person)
/** The sentence with names in place of persons. */
export const withNames = (sentence: string, nameOf: (person: string) => string) =>
  sentence.replace(token, (_, person: string) => nameOf(person))

export const unitTitle = (layer: Layer, kind: string, unit: string) =>
  layer.must<UnitRow>(`row:unit/${kind}|${unit}`)?.title ?? unit
/** 骨科“科副主任” */
export const seatTitle = (layer: Layer, { post, unit }: Seat) =>
  `${unit === undefined || !post.per ? '' : unitTitle(layer, post.per.id, unit)}“${post.title}”`
export const whomTitle = (layer: Layer, one: Seat | string) =>
  typeof one === 'string' ? personToken(one) : seatTitle(layer, one)

export const whomOf = (one: Seat | string): Whom => {
  if (typeof one === 'string') return { person: one }
  const { post, unit }: { readonly post: Post; readonly unit?: string } = one
  return { post: post.id, ...(unit === undefined ? {} : { unit }) }
}
