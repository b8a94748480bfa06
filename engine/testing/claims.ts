/** One fact, one test. */
import { expect, test } from 'vitest'

let about = ''
/** What the facts that follow are about. */
export const claims = (title: string) => {
  about = title
}
/** One fact, one test: what holds, and what shows it. */
export const holds = (fact: string, got: unknown, want: unknown = true) =>
  test(`${about}: ${fact}`, () => expect(plain(got)).toEqual(plain(want)))
const plain = (of: unknown): unknown => (of === undefined ? undefined : JSON.parse(JSON.stringify(of)))
