import { expect, test } from 'vitest'
import { Dice } from '../dice.ts'
import { scratchFolder } from '../scratch.ts'
import { killRounds, type Blow, type RoundsOptions } from './rounds.ts'

const killServer: Blow = async (estate) => {
  const { child } = estate.server
  await estate.server.kill()
  await estate.startServer()
  return child.signalCode === 'SIGKILL' && estate.server.child.exitCode === null
}
const killDatabase: Blow = async (estate) => {
  const before = estate.postmaster
  await estate.killDatabase()
  await estate.startDatabase()
  return before !== undefined && before !== estate.postmaster
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
  const { acknowledged, faults, logFaults, struck } = await found({
    rounds: 30,
    dice,
    blows: [killServer, killDatabase, killBackend],
  })
  expect(faults, `seed ${dice.seed}`).toEqual([])
  expect(logFaults, `seed ${dice.seed}`).toEqual([])
  expect(acknowledged).toBeGreaterThan(1_000)
  expect(struck).toEqual([10, 10, 10])
})

test('control: a server that answers before it commits loses what it acknowledged', { timeout: 90_000 }, async () => {
  const { faults } = await found({ rounds: 8, dice: new Dice(1), blows: [killServer], isEarly: true, untilFault: true })
  expect(faults).not.toEqual([])
})
