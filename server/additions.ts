/** What one event of the log adds to the lists and to what is counted. */
import type { Book } from '../engine/book.ts'
import { onDay } from '../engine/declare/words.ts'
import { certifiedIn } from '../engine/disposal.ts'
import type { Event, EventOf, Terms } from '../engine/events.ts'
import { foundOpen, standingOn } from '../engine/fold-duty.ts'
import { beginningsIn } from '../engine/retention.ts'
import { dayOf } from '../engine/time.ts'
import type { Counted, SentEnd } from '../store/counts.ts'
import type { OwedStep } from '../store/owed.ts'
import type { Addition } from '../store/projection.ts'
import { choicesIn, fieldsOf, isZeroReport, unitOf } from './fields.ts'

type Facts = Readonly<Record<string, unknown>>

export function additionOf(book: Book, stored: Event, seq: number): Addition {
  const event = book.read(stored)
  const kept = beginningsIn(book, event),
    forgotten = forgottenIn(event)
  return {
    ...listed(book, event, seq),
    ...(kept.length > 0 ? { kept } : {}),
    ...(forgotten.length > 0 ? { forgotten } : {}),
    counted: countedOf(book, event, seq),
  }
}

/** What a certificate says is destroyed. */
function forgottenIn(event: Event): NonNullable<Addition['forgotten']> {
  return certifiedIn(event).flatMap(({ register, ranges }) =>
    ranges.map(([first, last]) => ({ register, first, last })),
  )
}

// Lists

function listed(book: Book, event: Event, seq: number): Addition {
  switch (event.type) {
    case 'filed':
      return event.corrects === undefined
        ? entryOf(book, event, seq)
        : {
            correction: { of: event.corrects, seq, ...toldBy(book, event), rows: event.rows ?? [] },
            hashes: hashesOf(book, event.register, event.facts, seq),
          }
    case 'refused':
      return entryOf(book, event, seq)
    case 'undone':
      return { undone: { id: event.what.id, seq } }
    default:
      return {}
  }
}
function entryOf(book: Book, event: EventOf<'filed'> | EventOf<'refused'>, seq: number): Addition {
  const { id, register, at, recorded, by, account, clause, for: stead } = event
  return {
    entry: {
      seq,
      id,
      register,
      at,
      recorded,
      by,
      clause,
      isRefusal: event.type === 'refused',
      ...toldBy(book, event),
      ...(event.type === 'refused' ? { rule: event.rule } : {}),
      ...(account === undefined ? {} : { account }),
      ...(stead === undefined ? {} : { stead }),
    },
    moved: (event.type === 'filed' ? (event.rows ?? []) : []).map((row) => ({ row, seq })),
    hashes: hashesOf(book, register, event.facts, seq),
  }
}
/** The facts, and what is found and counted by them. */
function toldBy(book: Book, { register, facts }: { readonly register: string; readonly facts: Facts }) {
  const unit = unitOf(book, register, facts)
  return {
    facts,
    choices: choicesIn(book, register, facts),
    isZero: isZeroReport(book, register, facts),
    ...(unit === undefined ? {} : { unit }),
  }
}
const hashesOf = (book: Book, register: string, facts: Facts, seq: number) =>
  fieldsOf(book, register).flatMap(([name, { kind }]) => {
    const hash = facts[name]
    return kind === 'hashed' && typeof hash === 'string' ? [{ hash, seq, register }] : []
  })

// What is counted

const monthOf = (at: number) => dayOf(at).slice(0, 7)

function countedOf(book: Book, event: Event, seq: number): Counted {
  const { id, clause, recorded } = event,
    sent = { id, seq, clause, recorded, month: monthOf(recorded) }
  switch (event.type) {
    case 'filed':
    case 'refused':
      return { entries: [event.type === 'filed' ? (event.corrects ?? id) : id] }
    case 'dayOpened':
    case 'opened':
    case 'moved':
    case 'late':
    case 'missed':
    case 'met':
      return { owed: owedSteps(event, seq) }
    case 'told': {
      if (event.follows !== undefined) return {}
      const outcome = event.answerBy === undefined ? 'told' : 'waiting'
      return { sent: { ...sent, rule: `notice:${event.notice}`, key: event.key, outcome } }
    }
    case 'acknowledged':
      return { sentEnd: noticeEnd(event, 'answered') }
    case 'unanswered':
      return { sentEnd: noticeEnd(event, 'unanswered') }
    case 'asked':
      return { sent: { ...sent, rule: `approval:${event.approval}`, key: event.subject, outcome: 'waiting' } }
    case 'agreed':
    case 'returned':
      return approvalEnd(book, event)
    case 'undone':
      return takenBack(event)
    case 'set': {
      const { parameter, value, from, by } = event
      return { setting: { seq, parameter, value, holds: from, by, recorded } }
    }
    default:
      return {}
  }
}
/** Empty where the whole organisation owes it. */
const unitIn = ({ unit }: Facts) => (typeof unit === 'string' && unit !== '' ? { unit } : {})
const dueIn = ({ due, lateFrom, isExtended }: Terms) => ({ due, lateFrom, isExtended: isExtended ?? false })

function owedSteps(
  event: EventOf<'dayOpened' | 'opened' | 'moved' | 'late' | 'missed' | 'met'>,
  seq: number,
): readonly OwedStep[] {
  const { id, clause, duty } = event
  switch (event.type) {
    case 'dayOpened':
      return event.opens.map(({ unit, key: lasting, ...terms }) => {
        const { key, day } = onDay(unit, event.day, lasting)
        return {
          is: 'opened',
          id: `${duty}/${key}@${id}`,
          seq,
          duty,
          key,
          day,
          clause,
          ...unitIn({ unit }),
          ...dueIn(terms),
        }
      })
    case 'opened': {
      const { key, about, at, because } = event,
        opener = because === undefined ? {} : { opener: because }
      return [
        { is: 'opened', id, seq, duty, key, day: dayOf(at), clause, ...unitIn(about), ...dueIn(event), ...opener },
      ]
    }
    case 'moved':
      return [{ is: 'moved', duty, key: event.key, ...dueIn(event) }]
    case 'late':
    case 'missed':
      return [{ is: event.type, id: event.because ?? '' }]
    case 'met':
      return [metStep('met', event)]
    default:
      return event satisfies never
  }
}
/** The duty as the entry found it stands in the event: `fold` put it there. */
function metStep(is: 'met' | 'unmet', met: EventOf<'met'>): OwedStep {
  const { duty, key, isInTime, entry, at } = met,
    open = foundOpen(met)
  const stands = standingOn(open, met).map(({ id }) => id)
  return { is, id: open.id, duty, key, isInTime, entry, at, stands }
}
function noticeEnd(
  { notice, key, at, because }: Pick<EventOf<'answerMoved'>, 'notice' | 'key' | 'at' | 'because'>,
  outcome: 'answered' | 'unanswered',
): SentEnd {
  return { rule: `notice:${notice}`, key, outcome, at, ...(because === undefined ? {} : { id: because }) }
}
/** The last step of all grants it; a return lets it begin again. */
function approvalEnd(book: Book, { type, approval, subject, step, at }: EventOf<'agreed' | 'returned'>): Counted {
  const end = { rule: `approval:${approval}`, key: subject, at }
  if (type === 'returned') return { sentEnd: { ...end, outcome: 'returned' } }
  const isLast = book.approval(approval).terms.steps.at(-1)?.id === step
  return { sentEnd: { ...end, outcome: isLast ? 'granted' : 'waiting' } }
}
function takenBack({ what, at }: EventOf<'undone'>): Counted {
  switch (what.type) {
    case 'filed':
      return { entries: [what.id] }
    case 'opened':
      return { owed: [{ is: 'dropped', id: what.id }] }
    case 'dayOpened':
      return {
        owed: owedSteps(what, 0).flatMap((step) => (step.is === 'opened' ? [{ is: 'dropped', id: step.id }] : [])),
      }
    case 'met':
      return { owed: [metStep('unmet', what)] }
    case 'missed':
      return { owed: [{ is: 'unmissed', id: what.because ?? '' }] }
    case 'told':
      return { sentEnd: { id: what.id, rule: `notice:${what.notice}`, key: what.key, outcome: 'withdrawn', at } }
    case 'asked':
      return {
        sentEnd: { id: what.id, rule: `approval:${what.approval}`, key: what.subject, outcome: 'withdrawn', at },
      }
    default:
      return {}
  }
}
