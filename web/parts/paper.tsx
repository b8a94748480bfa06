/** An entry as the paper form that it replaces, and a list as a table; seen in print only. */
import type { EntryView } from '../../server/api.ts'
import type { HandedForm } from '../../engine/declare/words.ts'
import { dayOf } from '../../engine/time.ts'
import { registerOf } from '../declared.ts'
import { useSession } from './session.ts'
import { Sheets, type Block } from './sheets.tsx'
import { textIn } from './values.tsx'
import { sayClock, sayEntry, sayFullDay, sayWeekday } from './wording.ts'

const usual = ['记录人', '负责人', '签收']

/** What an entry says, field by field, as it stands on paper. */
export const rowsOnPaper = ({ register, values }: EntryView): readonly (readonly [string, string])[] =>
  (registerOf(register.id)?.said ?? []).map(([name, field]) => [field.label, textIn(name, field, values) || '—'])
/** Its photographs, below what it says. */
const photosOnPaper = ({ register, photos }: EntryView): readonly Block[] =>
  (registerOf(register.id)?.said ?? []).flatMap(([name, { label }]) =>
    photos[name] === undefined ? [] : [{ is: 'photo', address: photos[name], label } as const],
  )

/** The entry on a form for somebody outside: what it says, and what he fills in. */
export function HandedPaper({ view, form }: { readonly view: EntryView; readonly form: HandedForm }) {
  const { session } = useSession()
  const { seq, at, recorded, byName, register } = view
  const day = dayOf(at)
  return (
    <Sheets
      title={form.title}
      meta={[`日期：${sayFullDay(day)}（${sayWeekday(day)}）`, `编号：${sayEntry(seq)}`]}
      blocks={[
        {
          is: 'form',
          rows: [
            ['报送单位', session.organisation.name],
            ['受理部门', form.to],
            ...rowsOnPaper(view).filter(([, told]) => told !== '—'),
            ['登记', `${byName}，${sayFullDay(dayOf(recorded))} ${sayClock(recorded)}（${register.clause.cite}）`],
            ...form.blanks.map((blank) => [blank, ''] as const),
          ],
        },
        ...photosOnPaper(view),
      ]}
      signatures={form.signatures}
      seq={seq}
    />
  )
}

/** `more` stands below what the entry itself says. */
export function Paper({ view, more = [] }: { readonly view: EntryView; readonly more?: readonly Block[] }) {
  const { register, seq, at, recorded, byName, timeline } = view
  const shape = registerOf(register.id)
  const day = dayOf(at)
  const course = timeline.map(({ at: when, text, note, change }) => {
    const changed =
      change?.map(({ label, was, is }) => `，${label}原记${was || '空'}，更正为${is || '空'}`).join('') ?? ''
    return `${sayFullDay(dayOf(when))} ${sayClock(when)} ${text}${note === undefined ? '' : `（${note}）`}${changed}`
  })
  return (
    <Sheets
      title={shape?.paper?.title ?? register.title}
      meta={[`日期：${sayFullDay(day)}（${sayWeekday(day)}）`, `编号：${sayEntry(seq)}`]}
      blocks={[
        {
          is: 'form',
          rows: [
            ...rowsOnPaper(view),
            ['记录', `${byName}，${sayFullDay(dayOf(recorded))} ${sayClock(recorded)}（${register.clause.cite}）`],
            ['经过', course.join('\n')],
          ],
        },
        ...photosOnPaper(view),
        ...more,
      ]}
      signatures={shape?.paper?.signatures ?? usual}
      seq={seq}
    />
  )
}
