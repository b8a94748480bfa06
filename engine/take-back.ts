/**
 * Within a minute whoever made an entry takes it back, as if it had not been, unless somebody else has acted on it. The
 * entry stays in the log; what it set in motion is undone by further events (decision 0050).
 */
import { under, type Book } from './book.ts'
import { actedOn, fallen, restate, settlingsFirst, tree, type Logged } from './correct.ts'
import type { Event, EventOf, Header } from './events.ts'
import { bound } from './judge.ts'
import { takeBackMs } from './limits.ts'
import { personToken } from './names.ts'
import { openAccount } from './people.ts'
import { refuse, type Refusal } from './refusal.ts'
import { settle } from './settle.ts'
import type { Layer } from './state.ts'

/** The undoing of an entry and of all that it set in motion, or why it stands. */
export function takeBack(
  book: Book,
  layer: Layer,
  entry: string,
  header: Omit<Header, 'clause' | 'policy'>,
): readonly Event[] | Refusal {
  const logged = layer.must<Logged>(`log/${entry}`),
    first = logged?.event
  if (first?.type !== 'filed') return refuse(openAccount.clause, '撤回', '没有这条登记')
  const refusal = standsBecause(book, layer, logged, first, header) ?? bound(book, layer, header, first)
  if (refusal) return refusal

  const cause = { ...header, ...under(book.shelf(first.register).register.clause) }
  const begun = (logged?.opened ?? []).flatMap((event) => tree(layer, event))
  const gone: Event = { ...cause, because: first.id, type: 'undone', what: first }
  const trial = restate(book, layer, cause, first, undefined, begun)
  if ('fact' in trial) return trial
  const fell = fallen(book, layer, [gone, ...trial]).flatMap((event) => tree(layer, event)),
    undo = settlingsFirst([...begun, ...fell])
  if (actedOn(book, layer, undo, first.id).length > 0) return otherActed(book, first)
  const restated = fell.length === 0 ? trial : restate(book, layer, cause, first, undefined, undo)
  if ('fact' in restated) return restated
  const { at, recorded, id } = header
  const undone = undo.map(
    (what): Event => ({
      at,
      recorded,
      by: 'system',
      policy: what.policy,
      clause: what.clause,
      because: id,
      id: `${what.id}#undone@${id}`,
      type: 'undone',
      what,
    }),
  )
  return settle(book, layer, [gone, ...undone, ...restated])
}
const otherActed = (book: Book, { register: id }: EventOf<'filed'>) => {
  const { clause, title } = book.shelf(id).register
  return refuse(clause, `撤回“${title}”`, '已有人据此处理，请改用更正')
}
/** The first reason why it can no longer be as if it had not been. */
function standsBecause(
  book: Book,
  layer: Layer,
  logged: Logged | null,
  first: EventOf<'filed'>,
  { by, recorded }: Omit<Header, 'clause' | 'policy'>,
): Refusal | undefined {
  const {
      register: { clause, title, options },
    } = book.shelf(first.register),
    no = (fact: string) => refuse(clause, `撤回“${title}”`, fact)
  if (options.isFinal || first.corrects !== undefined) return no('此项登记不可撤回')
  if (logged?.isTakenBack) return no('已经撤回')
  if (first.by !== by) return no(`这是 ${personToken(first.by)} 登记的`)
  if (recorded - first.recorded > takeBackMs) return no(`已过 ${takeBackMs / 1_000} 秒，请改用更正`)
  const events = (logged?.opened ?? []).flatMap((event) => tree(layer, event))
  if (events.some((event) => event.type === 'filed' && event.corrects !== undefined)) return no('已经更正过')
  const other = events.find((event) => event.by !== 'system' && event.by !== by)
  return other && no(`${personToken(other.by)} 已经看过或处理，请改用更正`)
}
