import { createHmac, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { HmacKey } from './hmac.ts'

const texts = ['', 'Jefe', '骨科的人', 'x'.repeat(448), 'x'.repeat(449), '𠀀'.repeat(300), 'short again', '\ud800']

test.each([0, 1, 32, 63, 64, 65, 200])(
  'with a key of %d bytes it gives what the library gives, whatever came before',
  (length) => {
    const secret = randomBytes(length),
      key = new HmacKey(secret)
    for (const text of texts) {
      expect(key.of(text).toString('hex')).toBe(createHmac('sha256', secret).update(text).digest('hex'))
    }
  },
)

test('an answer that is kept does not change with the next one', () => {
  const key = new HmacKey(randomBytes(32)),
    first = key.of('a'),
    kept = Buffer.from(first)
  expect(key.of('b').equals(first)).toBe(false)
  expect(first.equals(kept)).toBe(true)
})
