/** What a parameter's declaration says of a figure: whether the law allows it, and whose figure it is. */
import type { Book } from './book.ts'
import type { Clause } from './declare/policy.ts'
import type { Now, Parameter } from './declare/words.ts'
import { figure } from './judge-settings.ts'

type Figure = number | boolean

/** Whether the figure lies on the side that the law forbids. The law's own figure is allowed; without one, all are. */
export function isAgainstLaw(
  { law, lawForbids }: Pick<Parameter<Figure>, 'law' | 'lawForbids'>,
  value: Figure,
): boolean {
  if (law === undefined || lawForbids === undefined) return false
  return lawForbids === 'above' ? value > law : value < law
}
/** The clause's figures that the law forbids as they hold now, unless a permit allows them, in one line each. */
const differences = (book: Book, clause: Clause, now: Now): readonly string[] =>
  book.parameters
    .filter((one) => one.clause === clause)
    .flatMap((one) => {
      const value: Figure = now.look.value(one)
      if (!isAgainstLaw(one, value) || one.permits?.(value, now)) return []
      return [`“${one.title}”为${spaced(figure(one, value))}，法律为${spaced(figure(one, one.law))}`]
    })
/** A figure after a Han character: a digit keeps its distance. */
const spaced = (figure: string) => (/^\d/.test(figure) ? ` ${figure}` : figure)
/** Where a clause argues with the law or with itself: as declared, and by its figures as they hold now. */
export const quarrelOf = (book: Book, clause: Clause, now: Now) => {
  const said = book.policies.flatMap((policy) => policy.arguments).filter((one) => one.clause === clause),
    differs = differences(book, clause, now)
  return { isAgainstLaw: differs.length > 0, argues: [...said.map(({ line }) => line), ...differs] }
}
/** What stands beside a figure that the text leaves to the house; nothing where text or law gives one. */
export const originOf = ({ isOwn }: Pick<Parameter<Figure>, 'isOwn'>): string | undefined =>
  isOwn ? '本单位设定，原文未载' : undefined
