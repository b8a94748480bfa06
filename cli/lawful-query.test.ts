/** What is handed over on a lawful query: exactly what was asked for, to who asked, once; and what a stranger makes of it (LQ-01 to LQ-03). */
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { checkDigitOf } from '../engine/identity.ts'
import { days, hours, instantOf, type Instant } from '../engine/time.ts'
import { policies } from '../policies/index.ts'
import type { HandingOver } from '../server/api-keeping.ts'
import type { EntryView } from '../server/api.ts'
import { openApp } from '../server/http/app.ts'
import { SignIn } from '../server/http/sign-in.ts'
import { makePackage } from '../server/disclosure.ts'
import { packageRoot } from '../store/package-root.ts'
import { Dice } from '../testing/dice.ts'
import { openBed, plainParts, type Bed, type Hired } from '../testing/faults/bed.ts'
import { keyBy, verifyFile, type FileReport, type KeyOf } from './verify-file.ts'
import { sayPackage, verifyPackage } from './verify-package.ts'

const seed = Number(process.env['QUERY_SEED'] ?? 20_261_127)
/** `npm run lawful-query:many` asks for a hundred thousand, which takes some minutes. */
const sessions = Number(process.env['SESSIONS'] ?? 2_000)
const seats = 100
const firstDay = '2026-10-08'
const noTimeout = 3_600_000
const run = promisify(execFile)
let bed: Bed, boss: Hired, network: Hired, desk: Hired

beforeAll(async () => {
  bed = await openBed({ clock: `${firstDay}T09:00:00+08:00`, policies: ['internet-cafe'] })
  boss = await bed.hire('经理', [{ post: 'manager' }])
  network = await bed.hire('网管', [{ post: 'network-security' }])
  desk = await bed.hire('前台', [{ post: 'front-desk' }])
  await submit(desk.account, 'pledge-2.1', { signer: desk.person })
  const terminal = { licence: '许可', licensedUntil: '2028-12-31', isDirect: false }
  for (let seat = 0; seat < seats; seat++) await submit(boss.account, 'terminal', { seat: seatName(seat), ...terminal })
})
afterAll(() => bed?.close())

const seatName = (n: number) => `${n + 1}`.padStart(3, '0')
/** Nobody's number: there is no region 99. Another for each of thirty thousand. */
function numberOf(person: number): string {
  const digits = `99010119${70 + Math.floor(person / 1_000)}0101${`${person % 1_000}`.padStart(3, '0')}`
  return digits + checkDigitOf(digits)
}
const people = 3_000

// The plain input, and what an oracle reads in it

interface Session {
  readonly person: number
  /** As it was typed at first, where that was corrected. */
  readonly mistaken?: number
  readonly seats: string[]
  readonly moves: { readonly at: Instant; readonly from: string; readonly to: string }[]
  readonly from: Instant
  until?: Instant
  reason?: 'leaves' | 'closing'
  seq: number
}
const all: Session[] = []
interface Wanted {
  readonly from: Instant
  readonly until: Instant
  readonly person?: number
  readonly seat?: string
}
/** Every line that the plain input says of sessions in scope; it knows neither hash nor log. */
function oracle({ from, until, person, seat }: Wanted): readonly string[] {
  return all
    .filter((one) => one.from <= until && (one.until ?? Infinity) >= from)
    .filter(
      (one) =>
        person === undefined ||
        [one.person, one.mistaken].some((who) => who !== undefined && numberOf(who) === numberOf(person)),
    )
    .filter((one) => seat === undefined || one.seats.includes(seat))
    .flatMap((one) => [
      `in ${one.seats[0]} ${one.from} ${numberOf(one.mistaken ?? one.person)}`,
      ...(one.mistaken === undefined ? [] : [`corrected ${one.seats[0]} ${one.from} ${numberOf(one.person)}`]),
      ...one.moves.map((move) => `move ${move.from} ${move.to} ${move.at}`),
      ...(one.until === undefined ? [] : [`out ${one.seats.at(-1)} ${one.until} ${one.reason}`]),
    ])
    .sort()
}
const linesOf = ({ found, query }: FileReport): readonly string[] =>
  found
    .filter(({ seq }) => seq !== query)
    .map(({ event: { register, facts, at, corrects }, body }) => {
      if (register === 'check-out') return `out ${facts['seat']} ${at} ${facts['reason']}`
      if (register === 'change-seat') return `move ${facts['seat']} ${facts['to']} ${at}`
      return `${corrects === undefined ? 'in' : 'corrected'} ${facts['seat']} ${at} ${body?.['customer']}`
    })
    .sort()

// Evening after evening, through the writer itself

async function submit(account: string, register: string, entry: object, corrects?: string) {
  const pointing = corrects === undefined ? {} : { corrects }
  const outcome = await bed.open.writer.submit({ do: 'file', register, account, entry: { ...entry }, ...pointing })
  if ('refused' in outcome) throw new Error(outcome.refused.sentence)
  return outcome.accepted.seq
}
async function moveTo(at: Instant) {
  const { clock } = bed.installation
  if (!('moveTo' in clock) || typeof clock.moveTo !== 'function') throw new Error('the clock is driven')
  clock.moveTo(at)
  await bed.open.writer.elapse()
}
/** Each hour many leave, some change seats, and the free seats are taken again; what still sits at two is checked out. */
async function live(count: number): Promise<number> {
  const dice = new Dice(seed),
    begun = performance.now()
  for (let day = 0; all.length < count; day++) {
    const opens = instantOf(firstDay, '10:00') + days(day)
    const taken = new Map<string, Session>(),
      present = new Set<number>()
    for (let hour = 0; hour < 16 && all.length < count; hour++) {
      const at = opens + hours(hour) + dice.roll(3_000_000)
      await moveTo(at)
      await hourOf(dice, at, taken, present, count)
    }
    const closing = opens + hours(16)
    await moveTo(closing)
    for (const session of taken.values()) Object.assign(session, { until: closing, reason: 'closing' })
    if (day % 10 === 9)
      console.log(
        `evening ${day + 1}: ${all.length} sessions after ${Math.round((performance.now() - begun) / 1_000)} s`,
      )
  }
  return performance.now() - begun
}
async function hourOf(dice: Dice, at: Instant, taken: Map<string, Session>, present: Set<number>, count: number) {
  const acts: Promise<unknown>[] = [],
    corrections: (() => Promise<unknown>)[] = []
  for (const [seat, session] of [...taken]) {
    if (dice.isIn(75)) {
      acts.push(submit(desk.account, 'check-out', { seat, reason: 'leaves' }))
      Object.assign(session, { until: at, reason: 'leaves' })
      taken.delete(seat)
      present.delete(session.person)
    }
  }
  for (const [seat, session] of [...taken]) {
    const to = seatName(dice.roll(seats))
    if (!dice.isIn(10) || taken.has(to)) continue
    acts.push(submit(desk.account, 'change-seat', { seat, to }))
    session.moves.push({ at, from: seat, to })
    session.seats.push(to)
    taken.delete(seat)
    taken.set(to, session)
  }
  for (let n = 0; n < seats && all.length < count; n++) {
    const seat = seatName(n),
      person = dice.roll(people)
    if (taken.has(seat) || present.has(person) || present.has(person % 1_000)) continue
    const session: Session = { person, seats: [seat], moves: [], from: at, seq: 0 }
    const isMistaken = dice.isIn(1),
      typed = isMistaken ? person + people : person
    if (isMistaken) Object.assign(session, { mistaken: typed })
    all.push(session)
    taken.set(seat, session)
    present.add(person)
    const entry = {
      idKind: 'resident',
      customer: numberOf(typed),
      name: `客${person}`,
      seat,
      faceAgrees: true,
      acceptsRules: true,
    }
    acts.push(submit(desk.account, 'check-in', entry).then((seq) => Object.assign(session, { seq })))
    if (isMistaken)
      corrections.push(() =>
        submit(desk.account, 'check-in', { ...entry, customer: numberOf(person) }, `${session.seq}`),
      )
  }
  await Promise.all(acts)
  for (const correct of corrections) await correct()
}

// Asking

async function query(by: Hired, { from, until, person, seat }: Wanted): Promise<number> {
  const askedAt = bed.installation.clock.now()
  const entry = {
    office: 'police',
    askedAt,
    credentials: '甲某 0001\n乙某 0002',
    document: '调证字 7 号',
    basis: '网络安全法',
    from,
    until: Math.min(until, askedAt),
    ...(person === undefined ? {} : { customer: numberOf(person) }),
    ...(seat === undefined ? {} : { seat }),
  }
  return (await bed.file(by.client, 'lawful-query', entry)).seq
}
const lookAt = async (by: Hired, seq: number): Promise<HandingOver> =>
  (await by.client.send('GET', `/api/disclosures/${seq}`)).body
async function made(by: Hired, seq: number) {
  // A hundred thousand sittings take longer to live than a password counts as given lately.
  await by.client.send('POST', '/api/session/confirm', { password: by.password })
  await by.client.send('POST', `/api/disclosures/${seq}`, {})
  const now = await vi.waitUntil(
    async () => {
      const told = await lookAt(by, seq)
      return told.state === 'working' ? undefined : told
    },
    { interval: 200, timeout: 600_000 },
  )
  if (now.state !== 'ready') throw new Error(JSON.stringify(now))
  return now
}
async function fetched(by: Hired, seq: number) {
  const ready = await made(by, seq),
    path = join(bed.scratch.path, `query-${seq}.shouze`)
  await writeFile(path, await by.client.bytes(`/api/disclosures/${seq}/file`))
  return { ready, path, report: await verifyFile(path, keyBy(ready.passphrase), policies) }
}

describe(`${sessions} sessions, seed ${seed}`, () => {
  beforeAll(async () => {
    const tookMs = await live(sessions)
    const { size } = bed.open.writer
    console.log(`${all.length} sessions in ${Math.round(tookMs / 1_000)} s through the writer: ${size} events`)
    await moveTo(bed.installation.clock.now() + hours(2))
    await bed.open.projector.caughtUp(size)
  }, noTimeout)

  const dice = new Dice(seed + 1)
  const anyInstant = () => all[dice.roll(all.length)]?.from ?? 0
  test.each<[string, () => Wanted]>([
    ['one hour', () => ({ from: anyInstant(), until: 0 })],
    ['one instant', () => ({ from: anyInstant() + hours(1), until: -1 })],
    ['one person, whenever', () => ({ from: 0, until: Infinity, person: all[dice.roll(all.length)]?.person ?? 0 })],
    [
      'one person, by the number that was typed wrongly',
      () => ({ from: 0, until: Infinity, person: all.find(({ mistaken }) => mistaken !== undefined)?.mistaken ?? 0 }),
    ],
    ['one seat in one evening', () => ({ from: anyInstant(), until: 0, seat: seatName(dice.roll(seats)) })],
    [
      'one person at one seat',
      () => ({ from: 0, until: Infinity, person: all[9]?.person ?? 0, seat: all[9]?.seats[0] ?? '' }),
    ],
    ['nobody', () => ({ from: 0, until: Infinity, person: 2 * people })],
    ['everything', () => ({ from: 0, until: Infinity })],
  ])(
    '%s: what is handed over is what the plain input says',
    async (_, ask) => {
      const asked = ask(),
        now = bed.installation.clock.now()
      const until =
        asked.until === 0 ? asked.from + hours(1) : asked.until === -1 ? asked.from : Math.min(asked.until, now)
      const wanted = { ...asked, until },
        begun = performance.now()
      const { ready, report } = await fetched(boss, await query(boss, wanted))
      const tookMs = Math.round(performance.now() - begun)
      console.log(`${report.entries} entries, ${ready.bytes} bytes: ${tookMs} ms with the check`)
      expect(report.faults).toEqual([])
      expect(linesOf(report)).toEqual(oracle(wanted))
      expect(report).toMatchObject({
        sha256: ready.sha256,
        size: ready.size,
        root: ready.root,
        publicKey: ready.publicKey,
      })
      expect(ready.logged).toMatchObject([{ sha256: ready.sha256, entries: report.entries }])
    },
    noTimeout,
  )
})

describe('to whom, and when', () => {
  const hour = (): Wanted => ({ from: all[0]?.from ?? 0, until: (all[0]?.from ?? 0) + hours(1) })
  test('to who entered the query, and to nobody else', async () => {
    const seq = await query(network, hour())
    for (const other of [boss, desk]) {
      expect((await other.client.send('POST', `/api/disclosures/${seq}`, {})).status).toBe(404)
      expect((await other.client.send('GET', `/api/disclosures/${seq}/file`)).status).toBe(404)
    }
    expect((await fetched(network, seq)).report.isWhole).toBe(true)
  })
  test('an entry that is no query hands over nothing', async () => {
    expect((await desk.client.send('POST', `/api/disclosures/${all[0]?.seq}`, {})).status).toBe(404)
  })
  test('once; made again it is another file, and logged again', async () => {
    const seq = await query(boss, hour()),
      { ready } = await fetched(boss, seq)
    expect((await boss.client.send('GET', `/api/disclosures/${seq}/file`)).body.detail).toBe(
      '不能取走查询包：已经取走一次（组织第十三条）',
    )
    expect((await lookAt(boss, seq)).state).toBe('taken')
    const again = await fetched(boss, seq)
    expect(again.ready.sha256).not.toBe(ready.sha256)
    expect(again.ready.passphrase).not.toBe(ready.passphrase)
    expect(again.ready.logged.map(({ sha256 }) => sha256)).toEqual([again.ready.sha256, ready.sha256])
  })
  test('by who gave his password within five minutes', async () => {
    const seq = await query(boss, hour())
    const { house, credentials, sessions: signedIn, policies: known } = bed.installation
    const later = new SignIn(credentials, signedIn, () => Date.now() + 5 * 60_000 + 1_000)
    const app = await openApp({ house, policies: known, signIn: later, ...plainParts(bed) })
    const address = await app.listen({ host: '127.0.0.1', port: 0 })
    const door = await fetch(`${bed.address}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ organisation: 'house', account: boss.account, password: boss.password }),
    })
    const cookie = door.headers.getSetCookie().join().split(';')[0] ?? ''
    const answer = await fetch(`${address}/api/disclosures/${seq}`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: '{}',
    })
    expect([answer.status, (await answer.json()).type]).toEqual([403, 'urn:shouze:step-up'])
    await app.close()
  })
  test('within the hour, its last millisecond included', async () => {
    const seq = await query(boss, hour()),
      entered = bed.installation.clock.now()
    await moveTo(entered + hours(1))
    await made(boss, seq)
    await moveTo(entered + hours(1) + 1)
    expect((await lookAt(boss, seq)).state).toBe('late')
    for (const [method, path] of [
      ['POST', ''],
      ['GET', '/file'],
    ] as const) {
      const answer = await boss.client.send(
        method,
        `/api/disclosures/${seq}${path}`,
        method === 'POST' ? {} : undefined,
      )
      expect(answer.body.detail).toBe('不能交付查询包：登记查询已过一小时，请重新登记（组织第十三条）')
    }
  })
  test('the entry that logs it holds digest and counts, and no more', async () => {
    const seq = await query(boss, hour()),
      { ready } = await fetched(boss, seq)
    const entry: EntryView = (await bed.admin.send('GET', `/api/entries/${ready.entry}`)).body
    expect(entry).toMatchObject({
      byName: '系统',
      values: { sha256: ready.sha256, entries: ready.entries, size: ready.size },
    })
  })
})

describe('a stranger', () => {
  let path: string, passphrase: string, report: FileReport
  beforeAll(async () => {
    const some = all.find(({ moves }) => moves.length > 0) ?? all[0]
    const seq = await query(boss, {
      from: some?.from ?? 0,
      until: (some?.from ?? 0) + 60_000,
      seat: some?.seats[0] ?? '',
    })
    ;({
      path,
      report,
      ready: { passphrase },
    } = await fetched(boss, seq))
  })
  test('reads and checks it with Node alone, by the lines of the format', async () => {
    const text = await readFile(join(packageRoot(), 'docs/formats/disclosure-v1.md'), 'utf8')
    const script = join(bed.scratch.path, 'stranger.mjs')
    await writeFile(script, /```js\n([\s\S]*?)```/.exec(text)?.[1] ?? '')
    const { stdout } = await run(process.execPath, [script, path, passphrase])
    const lines = stdout.trimEnd().split('\n')
    expect(lines.at(-1)).toBe('whole')
    expect(lines.length - 1).toBe(report.found.length)
    for (const { seq, body } of report.found) {
      const line = lines.find((one) => one.startsWith(`${seq} `))
      for (const value of Object.values(body ?? {})) expect(line).toContain(JSON.stringify(value).slice(1, -1))
    }
  })
  test('nothing in it can be read without the passphrase, and another passphrase is said to be wrong', async () => {
    const bytes = await readFile(path)
    for (const { body } of report.found) {
      for (const value of Object.values(body ?? {})) expect(bytes.includes(String(value))).toBe(false)
    }
    expect((await verifyFile(path, keyBy('wrong'), policies)).faults).toEqual([{ line: 1, fact: '口令不对' }])
  })
  test('is told in sentences, and gets a table that a spreadsheet opens', async () => {
    const list = join(bed.scratch.path, 'list.csv'),
      secret = join(bed.scratch.path, 'passphrase')
    await writeFile(secret, `${passphrase}\n`)
    const said: string[] = []
    const printed = (text: string) => said.push(text)
    expect(await verifyPackage(path, { passphraseFile: secret, list }, policies, () => undefined, printed)).toBe(0)
    expect(said[0]).toMatch(/^✓ “本单位”的查询包完好：第 \d+ 条查询，登记 \d+ 条，更正 \d+ 条，正文 \d+ 份。$/)
    const table = await readFile(list, 'utf8')
    expect(table.startsWith('\ufeff"依法查询"')).toBe(true)
    expect(table).toContain('"证件号"')
    const person = report.found.find(({ event, body }) => event.register === 'check-in' && body)?.body?.['customer']
    expect(table).toContain(`"'${String(person)}"`)
  })
  test(`two hundred single bytes, seed ${seed}: each is found, and its line is named`, {
    timeout: noTimeout,
  }, async () => {
    const bytes = await readFile(path),
      dice = new Dice(seed + 2),
      missed: string[] = []
    // scrypt is slow on purpose: what the file says of the passphrase is the same nearly each time.
    const keys = new Map<string, ReturnType<KeyOf>>()
    const keyOf: KeyOf = (derivation) => {
      const name = JSON.stringify(derivation),
        key = keys.get(name) ?? keyBy(passphrase)(derivation)
      keys.set(name, key)
      return key
    }
    const changed = join(bed.scratch.path, 'changed.shouze')
    const lines = bytes.toString('latin1').split('\n').length - 1
    for (let n = 0; n < 200; n++) {
      const position = dice.roll(bytes.length),
        other = Buffer.from(bytes)
      other[position] = (other[position] ?? 0) ^ (1 + dice.roll(255))
      await writeFile(changed, other)
      const { isWhole, faults } = await verifyFile(changed, keyOf, policies)
      const line = bytes.subarray(0, position).toString('latin1').split('\n').length
      const isNamed =
        line === lines
          ? faults[0]?.fact.startsWith('文件末行')
          : faults[0]?.line === line && faults[0].fact.includes(`第 ${line} 行`)
      if (isWhole || !isNamed) missed.push(`byte ${position} in line ${line}: ${faults[0]?.fact ?? 'nothing'}`)
    }
    expect(missed).toEqual([])
    expect((await verifyFile(path, keyOf, policies)).isWhole).toBe(true)
  })
  test('a package of somebody who has the passphrase and no key is not signed', async () => {
    const text = (await run(process.execPath, ['-e', forge(), path, passphrase])).stdout
    await writeFile(join(bed.scratch.path, 'forged.shouze'), text)
    const { isWhole, faults } = await verifyFile(join(bed.scratch.path, 'forged.shouze'), keyBy(passphrase), policies)
    expect(isWhole).toBe(false)
    expect(faults.map(({ fact }) => fact).join()).toMatch(/的内容与它的叶子不符.*整份文件的签名不对/)
  })
  test('control: the package of everybody is refused nothing that it should take', async () => {
    const open = bed.open,
      [event] = await open.log.events(await query(boss, { from: 0, until: 1 }), 1)
    if (event?.type !== 'filed') throw new Error('a query is an entry')
    const where = join(bed.scratch.path, 'empty.shouze')
    const asked = { query: event, path: where, passphrase: 'x', made: 0, progress: () => undefined }
    expect((await makePackage(open, asked)).entries).toBe(0)
    expect(sayPackage(await verifyFile(where, keyBy('x'), policies))[0]).toContain('登记 0 条')
  })
})
/** Changes a name in the first body, seals the line again, and makes the last line fit. */
const forge = () => `
const c = require('node:crypto'), fs = require('node:fs')
const [, path, passphrase] = process.argv, lines = fs.readFileSync(path, 'utf8').trimEnd().split('\\n')
const { origin, passphrase: k } = JSON.parse(lines[0])
const key = c.scryptSync(passphrase, Buffer.from(k.salt, 'hex'), 32, { N: k.n, r: k.r, p: k.p, maxmem: 2 ** 28 })
const n = lines.findIndex((line) => line.startsWith('entry-')), [label, text] = lines[n].split(' ')
const aad = Buffer.from(origin + '|disclosure|' + (n + 1) + '|' + label), sealed = Buffer.from(text, 'base64')
const open = c.createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)); open.setAAD(aad); open.setAuthTag(sealed.subarray(-16))
const plain = Buffer.concat([open.update(sealed.subarray(12, -16)), open.final()]).toString().replace('客', '假')
const nonce = c.randomBytes(12), seal = c.createCipheriv('aes-256-gcm', key, nonce); seal.setAAD(aad)
lines[n] = label + ' ' + Buffer.concat([nonce, seal.update(plain), seal.final(), seal.getAuthTag()]).toString('base64')
const body = lines.slice(0, -1).join('\\n') + '\\n'
process.stdout.write(body + 'sha256 ' + c.createHash('sha256').update(body).digest('hex') + '\\n')
`
