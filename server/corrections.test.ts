/** A correction that moves an entry to another row is found there by the next one. */
import { expect, test } from 'vitest'
import { instantOf } from '../engine/time.ts'
import { openServerHouse } from '../testing/server-driver.ts'

test('a terminal whose seat was typed wrong twice ends at its own seat, and the other seats are as they were', async () => {
  const house = await openServerHouse()
  await house.adopt('internet-cafe', '2026-01-02')
  await house.addPerson('经理甲')
  await house.appoint('经理甲', 'manager')
  await house.moveTo(instantOf('2026-01-02', '09:00'))
  const terminal = (seat: string, licence: string) => ({ seat, licence, licensedUntil: '2027-01-01', isDirect: false })
  const taken = await house.file('经理甲', 'terminal', terminal('02', '先'))
  const typed = await house.file('经理甲', 'terminal', terminal('01', '后'))
  if (!typed.isAccepted || !taken.isAccepted) throw new Error('both are good')
  for (const seat of ['02', '03']) {
    expect(await house.correct('经理甲', 'terminal', terminal(seat, '后'), typed)).toMatchObject({ isAccepted: true })
  }
  const { body } = await (await house.clientOf('经理甲')).send('GET', '/api/matters/terminal')
  expect(
    Object.entries(body['rows'] ?? {}).map(([seat, row]) => [
      seat,
      Object.entries(row ?? {}).find(([name]) => name === 'licence')?.[1],
    ]),
  ).toEqual(
    expect.arrayContaining([
      ['02', '先'],
      ['03', '后'],
    ]),
  )
  expect(Object.keys(body['rows'] ?? {})).not.toContain('01')
  expect(await house.close()).toEqual([])
})
