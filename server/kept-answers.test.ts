import { expect, test } from 'vitest'
import { KeptAnswers, KeyReused, type AnswerKey } from './kept-answers.ts'
import type { Written } from './writer.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const keyOf = (text: string, request: string): AnswerKey => ({ text, key: bytes(text), request: bytes(request) })
const written = (seq: number): Written => ({ seq, at: 1, recorded: 2, events: [], isRepeat: false })

test('a repeat joins the one on its way, then gets its answer, marked as a repeat', async () => {
  const answers = new KeptAnswers<string>(),
    key = keyOf('k', 'one'),
    outcome = Promise.resolve('done')
  expect(answers.find(key)).toBeUndefined()
  answers.hold(key, outcome)
  expect(answers.find(keyOf('k', 'one'))).toMatchObject({ outcome })
  answers.forget(key)
  answers.remember(key, written(7))
  expect(answers.find(keyOf('k', 'one'))).toMatchObject({ written: { seq: 7, isRepeat: true } })
})
test('another command under the same key is told apart, on its way and afterwards', () => {
  const answers = new KeptAnswers<string>(),
    key = keyOf('k', 'one')
  answers.hold(key, Promise.resolve('done'))
  expect(() => answers.find(keyOf('k', 'two'))).toThrow(KeyReused)
  answers.forget(key)
  answers.remember(key, written(7))
  expect(() => answers.find(keyOf('k', 'two'))).toThrow(KeyReused)
})
test('what was refused is decided again', () => {
  const answers = new KeptAnswers<string>(),
    key = keyOf('k', 'one')
  answers.hold(key, Promise.resolve('refused'))
  answers.forget(key)
  expect(answers.find(key)).toBeUndefined()
})
test('the oldest answer makes room after twenty thousand, and the newest stay', () => {
  const answers = new KeptAnswers<string>()
  for (let n = 0; n <= 20_000; n++) answers.remember(keyOf(`k${n}`, 'one'), written(n))
  expect(answers.find(keyOf('k0', 'one'))).toBeUndefined()
  expect(answers.find(keyOf('k1', 'one'))).toMatchObject({ written: { seq: 1 } })
})
