import { randomUUID } from 'node:crypto'
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { HttpClient } from '../http-client.ts'
import { asOwner, freshDatabase, type TestDatabase } from '../postgres.ts'
import { scratchFolder } from '../scratch.ts'
import { startServerChild, type ServerChild } from '../server-child.ts'
import { setUpSecret } from './bed.ts'
import { faultsOfLog, reportsIn, sendReport, setUpWard, signedIn } from './ward.ts'

/** A lease of nine seconds, asked for every three, and some room for a loaded machine. */
const takeoverMsMax = 25_000
const bounded = { timeout: 90_000 }

interface Two {
  readonly database: TestDatabase
  readonly folder: string
  readonly first: ServerChild
  readonly second: ServerChild
  readonly onFirst: HttpClient
  readonly onSecond: HttpClient
}
/** Two servers on one database: two data folders with the same `keys`, of which the first server is the writer. */
async function withTwo(act: (two: Two) => Promise<void>) {
  const database = await freshDatabase(),
    scratch = await scratchFolder(),
    running: ServerChild[] = []
  const { owner, application } = database,
    folder = join(scratch.path, 'one'),
    other = join(scratch.path, 'two')
  const start = async (its: string) => {
    const server = await startServerChild({ folder: its, owner, application, setUpSecret })
    running.push(server)
    return server
  }
  try {
    const first = await start(folder),
      reporter = await setUpWard(first.address)
    await mkdir(other, { mode: 0o711 })
    for (const name of ['shouze.json', 'keys']) await cp(join(folder, name), join(other, name), { recursive: true })
    const second = await start(other)
    const [onFirst, onSecond] = [await signedIn(first.address, reporter), await signedIn(second.address, reporter)]
    await act({ database, folder, first, second, onFirst, onSecond })
  } finally {
    for (const { child } of running) child.kill('SIGCONT')
    await Promise.all(running.map((server) => server.kill()))
    await database.drop()
    await scratch.remove()
  }
}
async function untilItWrites(client: HttpClient) {
  const began = performance.now()
  while ((await client.send('GET', '/api/today')).status !== 200) {
    if (performance.now() - began > takeoverMsMax) throw new Error('nobody took over')
    await pause(100)
  }
}
/** Stops the writer between two commits, waits, lets it go on, and gives what it answered to fifty reports sent meanwhile. */
async function answersAfterAStop(
  { first, onFirst }: Two,
  meanwhile: () => Promise<unknown>,
): Promise<readonly number[]> {
  for (let number = 0; number < 20; number++) expect((await sendReport(onFirst, number, randomUUID())).status).toBe(201)
  first.child.kill('SIGSTOP')
  const waiting = Array.from({ length: 50 }, (_, n) => sendReport(onFirst, 100 + n, randomUUID()))
  await meanwhile()
  first.child.kill('SIGCONT')
  return (await Promise.all(waiting)).map(({ status }) => status)
}
const every = (status: number) => Array.from({ length: 50 }, () => status)

test.concurrent('a writer that was stopped while another took over appends nothing and answers 503', bounded, () =>
  withTwo(async (two) => {
    const { database, folder, onFirst, onSecond } = two
    expect((await sendReport(onSecond, 99, randomUUID())).status).toBe(503)

    const answers = await answersAfterAStop(two, () => untilItWrites(onSecond))
    expect(answers).toEqual(every(503))
    expect((await sendReport(onFirst, 200, randomUUID())).status).toBe(503)
    for (let number = 300; number < 320; number++) {
      expect((await sendReport(onSecond, number, randomUUID())).status).toBe(201)
    }
    const reports = await reportsIn(database.owner),
      kept = [...reports.keys()].sort((a, b) => a - b)
    expect(kept).toEqual([...Array(20).keys(), ...Array.from({ length: 20 }, (_, n) => 300 + n)])
    expect(await faultsOfLog(database.owner, folder)).toEqual([])
    expect((await onSecond.send('GET', '/api/history?replay=1')).body).toMatchObject({ replay: { isEqual: true } })
  }),
)

test.concurrent('control: without the fence in the database the stopped writer does append', bounded, () =>
  withTwo(async (two) => {
    await removeFence(two.database)
    // Whoever takes over by himself writes at once how long nothing could be written, and then the number of the next entry
    // would refuse the stopped one as well. Here the lease is another's, who has written nothing yet.
    const answers = await answersAfterAStop(two, () => giveLeaseAway(two.database))
    expect(answers).not.toEqual(every(503))
    expect([...(await reportsIn(two.database.owner)).keys()].some((number) => number >= 100)).toBe(true)
  }),
)

test.concurrent('the twin: with the fence, another’s lease is enough to be refused', bounded, () =>
  withTwo(async (two) => {
    expect(await answersAfterAStop(two, () => giveLeaseAway(two.database))).toEqual(every(503))
    expect([...(await reportsIn(two.database.owner)).keys()].some((number) => number >= 100)).toBe(false)
  }),
)

test.concurrent('control: a stop shorter than the lease costs nothing', bounded, () =>
  withTwo(async (two) => {
    const answers = await answersAfterAStop(two, () => pause(1_000))
    expect(answers).toEqual(every(201))
    expect((await sendReport(two.onSecond, 99, randomUUID())).status).toBe(503)
    expect(await faultsOfLog(two.database.owner, two.folder)).toEqual([])
  }),
)

/** As another server takes it over, who has nothing to write. */
const giveLeaseAway = (database: TestDatabase) =>
  asOwner(database, (owner) =>
    owner.query("update shouze.lease set epoch = epoch + 1, holder = 'elsewhere', until = until + 600000"),
  )
/** The same function without the look at the lease. */
const removeFence = (database: TestDatabase) =>
  asOwner(database, async (owner) => {
    const {
      rows: [found],
    } = await owner.query<{ text: string }>("select pg_get_functiondef('shouze.append'::regproc) as text")
    const text = found?.text ?? '',
      open = text.replace(/if not found then/, 'if false then')
    expect(open).not.toBe(text)
    await owner.query(open)
  })
