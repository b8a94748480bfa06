/** A café and a hospital, opened and staffed, as the tests find them. */
import hospital from '../claims/policies/p07-hospital.ts'
import cafe from '../claims/policies/p02-cafe.ts'
import { World, t } from './world.ts'

export function openCafe() {
  const w = new World(cafe),
    day = '2026-03-02'
  w.post('desk', 'front-desk')
  w.post('boss', 'manager')
  w.post('guard', 'patrol')
  w.adopt('internet-cafe', day)
  for (const signer of ['desk', 'boss', 'guard']) w.file('pledge-2.1', signer, { signer }, t(day, '08:00'))
  for (const seat of ['1', '2']) {
    w.file('terminal', 'boss', { seat, licence: 'L', licensedUntil: '2030-01-01', isDirect: false }, t(day, '08:00'))
  }
  return w
}
export const guest = (seat: string, customer: string, born = '2000-01-01') => ({
  seat,
  idKind: 'resident',
  customer,
  name: '张三',
  born,
  faceAgrees: true,
})
export const rules = (w: World, customer: string, at: number, version = 1) =>
  w.file('accept-rules', 'desk', { customer, version }, at)

export const zero = { critical: 0, events: 0, batches: 0, risks: 0, others: 0 }
export function openHospital(adopted = '2026-09-30') {
  const w = new World(hospital),
    before = t('2026-09-29')
  w.unit('department', '骨科')
  w.unit('functional', '总务科')
  for (const [person, post, unit] of [
    ['director', 'director', '骨科'],
    ['deputy', 'deputy-director', '骨科'],
    ['nurse', 'head-nurse', '骨科'],
    ['medical', 'medical-office'],
    ['nursing', 'nursing-office'],
    ['officer', 'duty-officer'],
    ['vice', 'vice-president'],
    ['president', 'president'],
  ] as const) {
    w.post(person, post, unit)
  }
  w.post('boss', 'administrator')
  w.load('2026', ['2026-10-01', '2026-10-02', '2026-10-07'], ['2026-10-10'], before)
  w.adopt('hospital-daily-report', adopted)
  for (const signer of ['director', 'deputy', 'nurse']) w.file('pledge-7.5.1', signer, { signer }, t(adopted, '00:00'))
  return w
}
export const send = (w: World, day: string, clock: string, on = day) => {
  w.file('nursing-report', 'nurse', { department: '骨科', day, nursing: 0 }, t(on, clock))
  return w.file('daily-report', 'deputy', { department: '骨科', day, ...zero }, t(on, clock))
}
