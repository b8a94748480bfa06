/** The figures of the adopted policies as they hold now: their bounds, the law's, whose they are, who set them when. */
import type { Parameter } from '../../engine/declare/words.ts'
import { nowFor } from '../../engine/now.ts'
import { originOf } from '../../engine/parameter.ts'
import { administrator } from '../../engine/people.ts'
import { Layer } from '../../engine/state.ts'
import type { Setting } from '../../store/counts.ts'
import type { ParameterRow } from '../api.ts'
import type { Asking } from '../http/request.ts'
import { clauseRef } from './clause.ts'

/** Versions of one figure that are shown. */
const historyMax = 50

export async function parameterRows(asking: Asking, clause?: string): Promise<readonly ParameterRow[]> {
  const { open } = asking,
    { book, projection } = open.parts,
    { state } = open.writer
  await open.projector.caughtUp(open.writer.size)
  const settings = await projection.counts.settings()
  return book.parameters
    .filter(({ clause: { policy } }) => state.get(`row:adopted/${policy.id}`))
    .filter((parameter) => clause === undefined || parameter.clause.id === clause)
    .map((parameter) => rowOf(asking, parameter, settings.filter((one) => one.parameter === parameter.id).toReversed()))
}
function rowOf(
  { open, person }: Asking,
  parameter: Parameter<number | boolean>,
  settings: readonly Setting[],
): ParameterRow {
  const { id, title, clause, usual, min, max, law, unit, setBy } = parameter,
    at = open.parts.clock.now()
  const { look } = nowFor(new Layer(open.writer.state), { at, recorded: at, by: 'system' })
  const origin = originOf(parameter),
    inForce = settings.find(({ holds }) => holds <= at)
  const history = settings
    .slice(0, historyMax)
    .map(({ value, holds, recorded, by }) => ({ value, from: holds, at: recorded, byName: open.directory.name(by) }))
  return {
    id,
    title,
    clause: clauseRef(clause),
    usual,
    min,
    max,
    value: look.value(parameter),
    history,
    maySet: [administrator, ...(setBy ? [setBy] : [])].some((seat) => look.holds(person, seat)),
    ...(unit === undefined ? {} : { unit }),
    ...(law === undefined ? {} : { law }),
    ...(origin === undefined ? {} : { origin }),
    ...(setBy ? { setter: setBy.title } : {}),
    ...(inForce ? { setAt: inForce.recorded, setBy: open.directory.name(inForce.by) } : {}),
  }
}
