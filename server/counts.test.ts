/** What is counted beside the lists, against a recount of the log that knows nothing of how it was counted. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Book } from '../engine/book.ts'
import type { Event, EventOf } from '../engine/events.ts'
import { foldInto, type OpenDuty } from '../engine/fold.ts'
import { inTurn } from '../engine/fold-duty.ts'
import { Layer } from '../engine/state.ts'
import { dayOf } from '../engine/time.ts'
import { policies } from '../policies/index.ts'
import { openPools, type Pools } from '../store/connect.ts'
import { Projection } from '../store/projection.ts'
import { sampleOrganisation } from '../store/sample-batch.ts'
import { Dice } from '../testing/dice.ts'
import { MemoryLog } from '../testing/memory-log.ts'
import { played } from '../testing/played.ts'
import { freshDatabase, type TestDatabase } from '../testing/postgres.ts'
import { additionOf } from './additions.ts'
import { choicesIn, fieldsOf, unitOf } from './fields.ts'

let database: TestDatabase, pools: Pools
const book = new Book(policies)

beforeAll(async () => {
  database = await freshDatabase()
  pools = openPools(database)
})
afterAll(async () => {
  await pools.close()
  await database.drop()
})

/** The log in the lists of an organisation of its own, added in portions of random length. */
async function projected(name: string, events: readonly Event[], dice: Dice) {
  const { org } = await sampleOrganisation(pools.owner, name),
    projection = new Projection(pools.application, org)
  for (let first = 0; first < events.length; ) {
    const size = Math.min(events.length, first + 1 + dice.roll(60))
    const additions = events.slice(first, size).map((event, n) => additionOf(book, event, first + n))
    expect(await projection.add(additions, first, size, 'fold')).toBe(size)
    first = size
  }
  return { org, counts: projection.counts }
}
const all = ['0000-00', '9999-99'] as const
const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort()

/** Duties: which stood at some time as the open one of their key, and how each ended by the events that still stand. */
function recountOwed(events: readonly Event[]) {
  const undone = new Set(events.flatMap((event) => (event.type === 'undone' ? [event.what.id] : [])))
  const stood = new Map<string, { duty: string; unit: string; month: string }>(),
    log = new MemoryLog(book)
  for (const event of events) {
    const layer = new Layer(log.state)
    foldInto(book, layer, event)
    for (const [slot, slice] of layer.changes) {
      if (!slot.startsWith('duty:') || slice === null) continue
      const { id, about, at, also = [] } = slice as OpenDuty
      // What stood and waits again behind one that was reopened is stood for by it.
      for (const waiting of also) stood.delete(waiting.id)
      const day =
        typeof about.day === 'string' && id.includes(`@${slot.split('/')[0]?.slice(5)}:`) ? about.day : dayOf(at)
      if (!stood.has(id))
        stood.set(id, { duty: slot.slice(5, slot.indexOf('/')), unit: about.unit ?? '', month: day.slice(0, 7) })
    }
    log.append([event], layer.changes)
  }
  const standing = events.filter(({ id }) => !undone.has(id))
  const ended = new Map<string, { inTime?: string; late?: string; isMissed?: true; isLate?: true }>()
  const note = (id: string, by: object) => ended.set(id, { ...ended.get(id), ...by })
  for (const event of standing) {
    if (event.type === 'met') note((event.open as OpenDuty).id, { [event.isInTime ? 'inTime' : 'late']: event.entry })
    if (event.type === 'missed') note(event.because ?? '', { isMissed: true })
    if (event.type === 'late') note(event.because ?? '', { isLate: true })
  }
  const months = new Map<string, number>()
  for (const [id, { duty, unit, month }] of stood) {
    if (undone.has(id)) continue
    const { inTime, late, isMissed, isLate } = ended.get(id) ?? {}
    const outcome = inTime ? 'in-time' : late ? 'late' : isMissed ? 'missed' : isLate ? 'overdue' : 'open'
    const settled = truth(events, inTime ?? late),
      counts = settled ? fieldsOf(book, settled.register).filter(([, { kind }]) => kind === 'count') : []
    const isZero = counts.length > 0 && counts.every(([name]) => settled?.facts[name] === 0)
    const line = JSON.stringify({ month, duty, unit, outcome, register: settled?.register ?? '', is_zero: isZero })
    months.set(line, (months.get(line) ?? 0) + 1)
  }
  return { months, state: log.state }
}
/** An entry with the facts that stand today. */
function truth(events: readonly Event[], id: string | undefined): EventOf<'filed'> | undefined {
  const first = events.find((event) => event.type === 'filed' && event.id === id)
  const last = events.findLast((event) => event.type === 'filed' && event.corrects === id)
  if (first?.type !== 'filed') return undefined
  return last?.type === 'filed' ? { ...first, facts: last.facts } : first
}
function recountEntries(events: readonly Event[]) {
  const undone = new Set(events.flatMap((event) => (event.type === 'undone' ? [event.what.id] : [])))
  const months = new Map<string, number>()
  for (const event of events) {
    if ((event.type !== 'filed' || event.corrects !== undefined) && event.type !== 'refused') continue
    if (undone.has(event.id)) continue
    const facts = event.type === 'filed' ? (truth(events, event.id)?.facts ?? {}) : event.facts,
      { register, clause, recorded } = event
    const cell = {
      month: dayOf(recorded).slice(0, 7),
      register,
      clause,
      rule: event.type === 'refused' ? event.rule : '',
      unit: unitOf(book, register, facts) ?? '',
      choices: Object.entries(choicesIn(book, register, facts)).sort(),
    }
    const line = JSON.stringify(cell)
    months.set(line, (months.get(line) ?? 0) + 1)
  }
  return months
}

let undone = 0
test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'after a thousand random commands from seed %d the months are those of the log',
  async (seed) => {
    const { log } = played(seed, 1_000)
    const { counts, org } = await projected(`seed-${seed}`, log.events, new Dice(seed))
    const { months, state } = recountOwed(log.events)
    const owed = (await counts.owedMonths(...all)).map(({ n, ...cell }) => [JSON.stringify(cell), n] as const)
    expect(new Map(owed), `seed ${seed}`).toEqual(months)
    const made = (await counts.entryMonths(...all)).map(({ n, choices, ...cell }) => {
      return [JSON.stringify({ ...cell, choices: Object.entries(choices).sort() }), n] as const
    })
    expect(new Map(made), `seed ${seed}`).toEqual(recountEntries(log.events))
    // What stands open is what the engine's own state holds, flag by flag.
    const { rows } = await pools.application.query(
      `select id, due, is_late as "isLate", is_missed as "isMissed", late_by is not null as "isMetLate"
      from shouze.owed where org = $1 and is_open`,
      [org],
    )
    const slices = [...state.entries()].filter(([slot]) => slot.startsWith('duty:'))
    // Behind the one in front only those that were met late count by themselves.
    const standing = slices.flatMap(([, slice]) =>
      inTurn(slice as OpenDuty).flatMap(({ id, due, isLate, isMissed, isMetLate }, n) =>
        n === 0 || isMetLate ? [{ id, due, isLate, isMissed, isMetLate }] : [],
      ),
    )
    expect(lines(rows), `seed ${seed}`).toEqual(lines(standing))
    const gone = new Set(log.events.flatMap((event) => (event.type === 'undone' ? [event.what.id] : [])))
    const still = slices.flatMap(([, slice]) => [slice as OpenDuty, ...((slice as OpenDuty).also ?? [])])
    expect(
      still.filter(({ id }) => gone.has(id)).map(({ id }) => id),
      `seed ${seed}`,
    ).toEqual([])
    const outcomes = new Set(owed.map(([cell]) => JSON.parse(cell).outcome))
    expect(outcomes.size, `seed ${seed}`).toBeGreaterThan(3)
    undone += log.events.filter((event) => event.type === 'undone' && event.what.type === 'met').length
  },
)
test('among all of them something was undone that had been met', () => {
  expect(undone).toBeGreaterThan(0)
})

test('control: an event that was not counted is missed', async () => {
  const { log } = played(1, 300),
    met = log.events.findIndex(({ type }) => type === 'met')
  const { counts } = await projected('control', log.events.toSpliced(met, 1), new Dice(1))
  const owed = (await counts.owedMonths(...all)).map(({ n, ...cell }) => [JSON.stringify(cell), n] as const)
  expect(new Map(owed)).not.toEqual(recountOwed(log.events).months)
})
