import { expect, test } from 'vitest'
import { Dice } from '../dice.ts'
import { scratchFolder } from '../scratch.ts'
import { killRounds, type Blow, type RoundsOptions } from './rounds.ts'

const killServer: Blow = async (estate) => {
  await estate.server.kill()
  await estate.startServer()
}
const killDatabase: Blow = async (estate) => {
  await estate.killDatabase()
  await estate.startDatabase()
}
const killBackend: Blow = (estate) => estate.killBackend()

async function found(options: Omit<RoundsOptions, 'path' | 'disk'>) {
  const scratch = await scratchFolder()
  try {
    const all = await killRounds({ path: scratch.path, disk: scratch.path, ...options })
    console.log(`seed ${options.dice.seed}: ${JSON.stringify({ ...all, faults: all.faults.slice(0, 3) })}`)
    return all
  } finally {
    await scratch.remove()
  }
}

test('thirty kills of server or database under 64 connections lose nothing that was acknowledged, and double nothing', {
  timeout: 300_000,
}, async () => {
  const dice = new Dice(Date.now() % 100_000)
  const { acknowledged, faults, logFaults } = await found({
    rounds: 30,
    dice,
    blows: [killServer, killDatabase, killBackend],
  })
  expect(faults, `seed ${dice.seed}`).toEqual([])
  expect(logFaults, `seed ${dice.seed}`).toEqual([])
  expect(acknowledged).toBeGreaterThan(1_000)
})

test('control: a server that answers before it commits loses what it acknowledged', { timeout: 90_000 }, async () => {
  const { faults } = await found({ rounds: 8, dice: new Dice(1), blows: [killServer], isEarly: true, untilFault: true })
  expect(faults).not.toEqual([])
})
