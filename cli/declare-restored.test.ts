/** A restored organisation declares in its own log what it may lack, once. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { noteRestored } from '../store/archive-notes.ts'
import { freshDatabase } from '../testing/postgres.ts'
import { scratchFolder } from '../testing/scratch.ts'
import { declareAllRestored } from './declare-restored.ts'
import { openInstallation } from './installation.ts'

const clock = '2026-01-02T08:00:00+08:00',
  made = Date.parse('2025-12-30T08:00:00+08:00'),
  at = made + 86_400_000

test('what was restored stands in the log once, by the system, with the size and the time of its file', async () => {
  const scratch = await scratchFolder(),
    database = await freshDatabase()
  const { owner, application } = database,
    data = join(scratch.path, 'data')
  const installation = await openInstallation({ data, clock, owner, application }, () => undefined)
  try {
    const open = await installation.house.create('本单位', 'house'),
      { origin } = open.parts.organisation
    await declareAllRestored(installation.house, data)
    expect(open.writer.size).toBe(0)
    await noteRestored(data, {
      at,
      made,
      how: 'restore',
      organisations: [{ origin, code: 'house', size: 7, root: '' }],
    })
    await declareAllRestored(installation.house, data)
    await declareAllRestored(installation.house, data)
    expect(open.writer.size).toBe(1)
    const [event] = await open.log.events(0, 1)
    expect(event).toMatchObject({
      type: 'filed',
      register: 'restored',
      by: 'system',
      clause: '0.6',
      facts: { how: 'restore', size: 7, made, done: at },
    })
  } finally {
    await installation.close()
    await database.drop()
    await scratch.remove()
  }
})
