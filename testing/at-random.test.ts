/** What must hold whatever anybody enters, in batches of which some are forgotten, as a failed commit forgets them. */
import { expect, test } from 'vitest'
import { Book } from '../engine/book.ts'
import { policies } from '../policies/index.ts'
import { MemoryLog } from './memory-log.ts'
import { played } from './played.ts'

const twice = (ids: readonly string[]) => ids.filter((id, n) => ids.indexOf(id) !== n)

test.each([1, 2, 3, 4, 5, 6])(
  'a thousand random commands from seed %d leave a log that refolds to the state',
  (seed) => {
    const { log, accepted, forgotten } = played(seed, 1_000),
      times = log.events.map(({ recorded }) => recorded)
    expect(log.again().text(), `seed ${seed}`).toBe(log.text())
    expect(times, `seed ${seed}`).toEqual([...times].sort((a, b) => a - b))
    expect(twice(log.events.map(({ id }) => id)), `seed ${seed}`).toEqual([])
    expect({ isLively: accepted > 100, isForgetful: forgotten > 30 }).toEqual({ isLively: true, isForgetful: true })
  },
)

test('control: a log that lost one event does not refold to the state', () => {
  const { log } = played(5, 300),
    lost = log.events.findLastIndex(({ type }) => type === 'dayOpened')
  const without = new MemoryLog(new Book(policies))
  without.fold(log.events.filter((_, n) => n !== lost))
  expect(without.text()).not.toBe(log.text())
})

test('the same seed plays the same, another seed another', () => {
  expect(played(6, 200).log.text()).toBe(played(6, 200).log.text())
  expect(played(6, 200).log.text()).not.toBe(played(7, 200).log.text())
})
