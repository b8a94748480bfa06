import { beforeEach, describe, expect, test } from 'vitest'
import { Dice } from '../dice.ts'
import { scratchFolder } from '../scratch.ts'
import { lossyDisk, whyNoLossyDisk } from './lossy-disk.ts'
import { killRounds, type Found } from './rounds.ts'

const why = await whyNoLossyDisk()

/** Rounds in which the database's disk loses power under load and everything that was not synced to it is gone. */
async function outages(options: { readonly rounds: number; readonly isUnsynced?: boolean }): Promise<Found> {
  const scratch = await scratchFolder(),
    disk = await lossyDisk()
  try {
    return await killRounds({
      path: scratch.path,
      disk: disk.path,
      dice: new Dice(1),
      ...options,
      untilFault: options.isUnsynced ?? false,
      blows: [
        async (estate) => {
          await disk.losePower(() => estate.killDatabase())
          await estate.startDatabase()
          return true
        },
      ],
    })
  } finally {
    await disk.remove()
    await scratch.remove()
  }
}

describe('on a disk that can lose power', () => {
  beforeEach(({ skip }) => skip(why !== undefined, why))

  test('five losses of power lose nothing that was acknowledged', { timeout: 300_000 }, async () => {
    const { faults, logFaults, acknowledged } = await outages({ rounds: 5 })
    expect(faults).toEqual([])
    expect(logFaults).toEqual([])
    expect(acknowledged).toBeGreaterThan(200)
  })

  test('control: with fsync off the same check finds that acknowledged entries are gone', {
    timeout: 300_000,
  }, async () => {
    const { faults } = await outages({ rounds: 5, isUnsynced: true })
    expect(faults.join('\n')).toMatch(/found none/)
  })
})
