/** 第四条第三项: to whom each item goes first, and who reads what. */
import { either, file } from '../../engine/declare/terms.ts'
import { phone } from './deadlines.ts'
import { batch, came, patient, quality, unplanned } from './events.ts'
import { beyond, directed, handled, raised, reopened } from './handling.ts'
import {
  deputy,
  director,
  dutyOfficer,
  functionalHead,
  headNurse,
  item,
  leadersOf,
  medicalOffice,
  named,
  nursingOffice,
  nursingReported,
  office,
  ownOf,
  readersOf,
  reported,
  reportersOf,
} from './house.ts'
import { note, nursingReport, report } from './reports.ts'
import { answerWithin, passOn, 第四条三 } from './routing.ts'

第四条三.notice('to-office', '分送', {
  on: either(note.filed, quality.filed, unplanned.filed, batch.filed),
  to: (facts) => office({ kind: 'kind' in facts ? facts.kind : 'medical' }),
  answer: answerWithin,
  answeredBy: [file(passOn, 'item'), file(handled, 'item'), file(beyond, 'item')],
})
第四条三.notice('to-functional', '转交', {
  on: passOn.filed,
  key: ({ item: id }) => id,
  to: ({ to }) => functionalHead.at(to),
  answer: answerWithin,
  answeredBy: [file(handled, 'item'), file(beyond, 'item')],
})
第四条三.reads([note, quality], ({ id, department, kind }, now) =>
  readersOf(now.look.row(item, id) ?? { department, kind }, now),
)
第四条三.reads(unplanned, ({ id, department }, now) =>
  readersOf(now.look.row(item, id) ?? { department, kind: 'medical' }, now),
)
第四条三.reads(batch, ({ id, departments }, now) => {
  const row = now.look.row(item, id)
  return [...departments.flatMap((unit) => ownOf(unit, now)), medicalOffice, ...(row ? leadersOf(row) : [])]
})
第四条三.reads([passOn, handled, reopened, beyond, directed, raised], (entry, now) => {
  const row = now.look.row(item, entry.item)
  return row && readersOf(row, now)
})
第四条三.reads(patient, ({ department }, now) => [...ownOf(department, now), medicalOffice])
第四条三.reads(report, ({ department }, now) => [
  ...reportersOf(department, now),
  deputy.at(department),
  director.at(department),
  medicalOffice,
])
第四条三.reads(nursingReport, ({ department }) => [headNurse.at(department), director.at(department), nursingOffice])
第四条三.reads(phone, ({ department }, now) => [
  ...reportersOf(department, now),
  headNurse.at(department),
  director.at(department),
  dutyOfficer,
  medicalOffice,
  nursingOffice,
])

// Rows are seen by whom their entries are read by

第四条三.shows(item, (row, now) => readersOf(row, now))
第四条三.shows(came, ({ department }, now) => [...ownOf(department, now), medicalOffice])
第四条三.shows(reported, ({ key }, now) => [...ownOf(key.split('|')[0] ?? '', now), medicalOffice])
第四条三.shows(nursingReported, ({ key }, now) => [...ownOf(key.split('|')[0] ?? '', now), nursingOffice])
第四条三.shows(named, ({ key, reporter }) => [director.at(key), medicalOffice, reporter])
