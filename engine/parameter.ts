/** What a parameter's declaration says of a figure: whether the law allows it, and whose figure it is. */
import type { Parameter } from './declare/words.ts'

type Figure = number | boolean

/** Whether the figure lies on the side that the law forbids. The law's own figure is allowed; without one, all are. */
export function isAgainstLaw(
  { law, lawForbids }: Pick<Parameter<Figure>, 'law' | 'lawForbids'>,
  value: Figure,
): boolean {
  if (law === undefined || lawForbids === undefined) return false
  return lawForbids === 'above' ? value > law : value < law
}
/** What stands beside a figure that the text leaves to the house; nothing where text or law gives one. */
export const originOf = ({ isOwn }: Pick<Parameter<Figure>, 'isOwn'>): string | undefined =>
  isOwn ? '本单位设定，原文未载' : undefined
