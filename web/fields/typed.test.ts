import { describe, expect, test } from 'vitest'
import { instantOf } from '../../engine/time.ts'
import { registerOf, type RegisterShape } from '../declared.ts'
import { cleanedNote, entryOf, faultsOf, textOf, unanswered, valueOf } from './typed.ts'

function named(id: string): RegisterShape {
  const register = registerOf(id)
  if (!register) throw new Error(id)
  return register
}
const report = named('daily-report')
const phone = named('phone-report')
const field = (register: RegisterShape, name: string) => {
  const found = register.fields.find(([other]) => other === name)
  if (!found) throw new Error(name)
  return found[1]
}
const answers = {
  department: '骨科',
  day: '2026-11-23',
  critical: '2',
  events: '0',
  batches: '0',
  risks: '0',
  others: '0',
}

describe('what one types becomes what the entry holds', () => {
  test.each([
    ['critical', '２', 2],
    ['critical', ' 12 ', 12],
    ['critical', '', undefined],
    ['critical', '二', '二'],
    ['day', '2026/11/23', '2026-11-23'],
    ['day', '20261123', '2026-11-23'],
    ['day', '2026-02-30', '2026-02-30'],
    ['remark', '  两行\n文字 ', '两行\n文字'],
  ])('%s typed %j holds %j', (name, typed, held) => expect(valueOf(field(report, name), typed)).toBe(held))

  test.each(['2026-11-23 10:50', '2026-11-23T10:50', '2026/11/23 10:50', '２０２６-11-23 10:50:00'])(
    '%s is an instant',
    (typed) => {
      expect(valueOf(field(phone, 'calledAt'), typed)).toBe(instantOf('2026-11-23', '10:50'))
    },
  )
  test('what is no instant stays as typed, to be refused at its field', () => {
    expect(valueOf(field(phone, 'calledAt'), '刚才')).toBe('刚才')
  })
  test('yes and no are answers, an untouched field is none', () => {
    const { fields } = named('check-in')
    const face = fields.find(([name]) => name === 'faceAgrees')?.[1]
    if (!face) throw new Error('faceAgrees')
    expect([valueOf(face, 'yes'), valueOf(face, 'no'), valueOf(face, '')]).toEqual([true, false, undefined])
  })
})

test('an entry leaves out what was not answered', () => {
  expect(entryOf(report, { ...answers, remark: ' ' })).toEqual({
    department: '骨科',
    day: '2026-11-23',
    critical: 2,
    events: 0,
    batches: 0,
    risks: 0,
    others: 0,
  })
})
test('nought is an answer, nothing is not', () => {
  expect(unanswered(report, answers)).toEqual([])
  expect(unanswered(report, { ...answers, events: '' })).toEqual(['events'])
})
describe('faults are those of the declaration, at their field', () => {
  test.each([
    ['critical', '1.5', '应为整数', '1'],
    ['critical', '10000', '不能大于 9999', '9999'],
    ['day', '2026-02-30', '没有这一天', '2026-02-28'],
  ])('%s typed %s: %s', (name, typed, fault, twin) => {
    expect(faultsOf(report, { ...answers, [name]: typed }, '2026-11-23')).toEqual({ [name]: fault })
    expect(faultsOf(report, { ...answers, [name]: twin }, '2026-11-23')).toEqual({})
  })
  test('an unanswered field is not wrong yet', () => {
    expect(faultsOf(report, {}, '2026-11-23')).toEqual({})
  })
})
test('what was cleaned is said, and nothing where nothing was', () => {
  expect(cleanedNote(field(report, 'critical'), '２')).toBe('全角已改为半角')
  expect(cleanedNote(field(report, 'critical'), '2')).toBeUndefined()
  expect(cleanedNote(field(report, 'remark'), '写到一半 ')).toBeUndefined()
})
test('a value that was entered before stands in the form as one would type it', () => {
  expect(textOf(field(phone, 'calledAt'), instantOf('2026-11-23', '10:50'))).toBe('2026-11-23 10:50')
  expect([textOf(field(report, 'critical'), 0), textOf(field(report, 'remark'), undefined)]).toEqual(['0', ''])
})
