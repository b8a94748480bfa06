/** Open duties as the state holds them: whose they are, and which form settles them. */
import { termsOf, whoms } from '../../engine/book.ts'
import type { Whom } from '../../engine/events.ts'
import type { Answer, Duty, Now } from '../../engine/declare/words.ts'
import type { OpenDuty } from '../../engine/fold.ts'
import { nowFor } from '../../engine/now.ts'
import { Layer } from '../../engine/state.ts'
import { dayOf, type Day, type Instant } from '../../engine/time.ts'
import { fieldsOf } from '../fields.ts'
import type { OpenOrganisation } from '../organisation.ts'

export type AnyDuty = Duty<unknown>
export interface Standing {
  readonly duty: AnyDuty
  readonly key: string
  readonly open: OpenDuty
}

export function* openDuties({ parts: { book }, writer: { state } }: OpenOrganisation): Generator<Standing> {
  for (const duty of book.duties) {
    for (const slot of state.keys(duty.space) ?? []) {
      // The space of a duty holds its open duties and nothing else; `fold` alone writes it.
      const open = state.get(slot) as OpenDuty | null | undefined
      if (open) yield { duty, key: slot.slice(duty.space.length + 1), open }
    }
  }
}
/** Whom or what a daily duty names on that day, with titles; the organisation itself has neither id nor title. */
export function owersOf(
  { directory, writer: { state } }: OpenOrganisation,
  { each, names }: AnyDuty,
  day: Day,
  now: Now,
): readonly { readonly id: string; readonly title: string }[] {
  if (each) return directory.unitsOf(state, each.id, day)
  return (names?.(day, now) ?? ['']).map((id) => ({ id, title: id }))
}
/** To whom an open duty falls today. */
export function holdersOf(
  { parts: { clock }, writer: { state } }: OpenOrganisation,
  { duty, open }: Standing,
): readonly Whom[] {
  const at: Instant = clock.now(),
    now = nowFor(new Layer(state), { at, recorded: at, by: 'system' })
  return whoms(termsOf(duty, now.today).holder, open.about, now)
}
/** What of the duty's key a field of the form is: the key of one field is that field; of several, each has its part. */
function partFor({ names }: Answer, name: string, key: string): string | undefined {
  if (names === undefined || names.length === 1) return key
  return names.includes(name) ? key.split('|')[names.indexOf(name)] : undefined
}
/** The form that settles the duty, with what the duty knows filled in. */
export function actOf(organisation: OpenOrganisation, { duty, key, open }: Standing) {
  const { book, clock } = organisation.parts
  // A unit of another kind than the form asks for says nothing about it.
  const isOpen = (kind: unknown, unit: unknown) =>
    typeof kind === 'string' &&
    organisation.directory.unitsOf(organisation.writer.state, kind, dayOf(clock.now())).some(({ id }) => id === unit)
  const about: Readonly<Record<string, unknown>> = open.about,
    answers = [duty.terms.must ?? []].flat(),
    wanted = duty.terms.form?.(about)
  const first = answers.find(({ register }) => register === wanted) ?? answers[0]
  if (!first) return undefined
  const at = clock.now(),
    { prefill: terms = {} } = duty.terms
  const given =
    typeof terms === 'function'
      ? terms(about, nowFor(new Layer(organisation.writer.state), { at, recorded: at, by: 'system' }))
      : terms
  const prefill: Record<string, string> = { ...given }
  for (const [name, field] of fieldsOf(book, first.register.id)) {
    const known =
      field.kind === 'unit'
        ? isOpen('unit' in field ? field.unit : undefined, about['unit']) && about['unit']
        : field.kind === 'day'
          ? about['day']
          : field.kind === 'ref'
            ? (about[name] ?? partFor(first, name, key))
            : about[name]
    if (name in given) continue
    if (typeof known === 'string') prefill[name] = known
  }
  const { isPrepared } = first.register.options
  const label = isPrepared ? '去办' : duty.each ? '填报' : first.register.title
  return { label, register: first.register.id, prefill }
}
