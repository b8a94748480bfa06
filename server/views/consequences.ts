/** What follows from an entry, a sentence each, for who made it. */
import type { Event } from '../../engine/events.ts'
import { clockOf, dayOf, type Instant } from '../../engine/time.ts'
import type { OpenOrganisation } from '../organisation.ts'
import { addresseesOf, turnOf } from './addressee.ts'

/** 15:00 on the same day, else 10 月 9 日 11:00. */
export function whenOf(at: Instant, now: Instant): string {
  const clock = clockOf(at).slice(0, 5),
    day = dayOf(at)
  return day === dayOf(now) ? clock : `${Number(day.slice(5, 7))} 月 ${Number(day.slice(8))} 日 ${clock}`
}
export const sentencesOf = (open: OpenOrganisation, events: readonly Event[]): readonly string[] =>
  events.flatMap((event) => sentenceOf(open, event) ?? [])

function sentenceOf(open: OpenOrganisation, event: Event): string | undefined {
  const { book } = open.parts
  switch (event.type) {
    case 'told': {
      const to = addresseesOf(open, event.to)
      if (event.isWithdrawn) return `已告知${to}：前报作废`
      if (event.follows !== undefined) return `已把更正告知${to}`
      return event.answerBy === undefined
        ? `已送${to}`
        : `已送${to}，须于 ${whenOf(event.answerBy, event.recorded)} 前签收`
    }
    case 'urged':
      return `已催${turnOf(open, event.to)}`
    case 'met':
      return `${book.duty(event.duty).title}${event.isInTime ? '按时' : '迟报'}`
    case 'opened':
      return `须于 ${whenOf(event.due, event.recorded)} 前${book.duty(event.duty).title}`
    case 'moved':
      return `${book.duty(event.duty).title}改至 ${whenOf(event.due, event.recorded)} 前`
    case 'filed':
      return event.by === 'system' ? `系统登记${book.shelf(event.register).register.title}` : undefined
    case 'disproved':
      return `${book.shelf(event.register).register.title}已有人处理，留待复核`
    case 'undone':
      return undoneSentence(open, event.what)
    default:
      return undefined
  }
}
function undoneSentence({ parts: { book } }: OpenOrganisation, what: Event): string | undefined {
  switch (what.type) {
    case 'opened':
      return `撤销：${book.duty(what.duty).title}`
    case 'met':
      return `${book.duty(what.duty).title}重新待办`
    case 'filed':
      return `撤销：系统登记的${book.shelf(what.register).register.title}`
    default:
      return undefined
  }
}
