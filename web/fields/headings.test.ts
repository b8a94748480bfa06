import { expect, test } from 'vitest'
import { registerOf, isHeading } from '../declared.ts'
import { answerOf, numeral } from './headings.tsx'

test.each([
  [undefined, false, 'open'],
  ['', false, 'open'],
  ['', true, 'yes'],
  ['0', false, 'none'],
  ['2', false, 'yes'],
] as const)('typed %j, opened %s: %s', (text, isOpened, answer) => expect(answerOf(text, isOpened)).toBe(answer))

test('the five headings of the report are asked for none or some, its remark is not', () => {
  const asked = registerOf('daily-report')
    ?.fields.filter(([, field]) => isHeading(field))
    .map(([name]) => name)
  expect(asked).toEqual(['critical', 'events', 'batches', 'risks', 'others'])
})
test('headings are counted as on the paper', () => expect([numeral(0), numeral(4)]).toEqual(['一', '五']))
