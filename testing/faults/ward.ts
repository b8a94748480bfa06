/** One department that reports, set up over HTTP at a server of any process; and whether its log is whole afterwards. */
import { randomUUID } from 'node:crypto'
import { connected } from '../../cli/reach.ts'
import { verifyAll } from '../../cli/verify.ts'
import { dayOf, hours, instantOf } from '../../engine/time.ts'
import { policies } from '../../policies/index.ts'
import { decode } from '../../store/encode.ts'
import { HttpClient } from '../http-client.ts'
import { administrator, code, expectOk, ownPassword, setUpSecret } from './bed.ts'

declare const __FOLD_DIGEST__: string
const unit = '骨科'

/** Who may report there. */
export interface Reporter {
  readonly account: string
  readonly password: string
}
/** Makes the organisation at a server that has none. */
export async function setUpWard(address: string): Promise<Reporter> {
  const admin = new HttpClient(address),
    today = dayOf(Date.now())
  const adopted = [{ id: 'hospital-daily-report', from: today }]
  expectOk(
    await admin.send('POST', '/api/setup', {
      secret: setUpSecret,
      name: '本院',
      code,
      policies: adopted,
      administrator,
    }),
  )
  const opened = { kind: 'department', unit, title: unit, from: today }
  expectOk(await admin.send('POST', '/api/registers/open-unit/entries', opened, randomUUID()))
  const posts = [{ post: 'deputy-director', unit }]
  const slip: Reporter = expectOk(await admin.send('POST', '/api/people', { name: '林一', account: 'reporter', posts }))
  // A slip lets in once; the load signs in after every blow.
  const client = await signedIn(address, slip)
  expectOk(await client.send('POST', '/api/password', { old: slip.password, new: ownPassword }))
  return { account: slip.account, password: ownPassword }
}
export async function signedIn(address: string, { account, password }: Reporter): Promise<HttpClient> {
  const client = new HttpClient(address)
  expectOk(await client.send('POST', '/api/session', { organisation: code, account, password }))
  return client
}
/** Numbers are told by the millisecond at which something was found, counted from here: today, when the ward reports already. */
const countedFrom = Math.max(Date.now() - hours(1), instantOf(dayOf(Date.now()), '00:00'))
/** A report that bears a number of at most six digits in its facts, so that it is found again in the log. */
export const reportOf = (number: number) => ({
  department: unit,
  day: dayOf(Date.now()),
  heading: 'others',
  kind: 'building',
  severity: 'minor',
  foundAt: countedFrom + number,
  summary: '情况',
})
export const sendReport = (client: HttpClient, number: number, key: string) =>
  client.send('POST', '/api/registers/item/entries', reportOf(number), key)

/** Where each numbered report stands in the log: number → sequence numbers. Read through the owner's role. */
export async function reportsIn(owner: string): Promise<ReadonlyMap<number, readonly number[]>> {
  const { client, end } = await connected(owner),
    found = new Map<number, number[]>()
  try {
    const { rows } = await client.query<{ seq: number; header: Buffer; facts: Buffer }>(
      'select seq, header, facts from shouze.event order by seq',
    )
    for (const row of rows) {
      const { event } = decode(row)
      if (event.type !== 'filed' || event.register !== 'item') continue
      const number = event.at - countedFrom
      found.set(number, [...(found.get(number) ?? []), row.seq])
    }
    return found
  } finally {
    await end()
  }
}
/** What is wrong with the logs of a database: sequence, tree, signatures, bodies, state and lists as refolded. */
export async function faultsOfLog(owner: string, folder: string): Promise<readonly string[]> {
  const { client, end } = await connected(owner)
  try {
    const refolding = { policies, digest: __FOLD_DIGEST__ }
    const reports = await verifyAll(client, folder, refolding)
    const { rows: gaps } = await client.query<{ org: number }>(`select org from shouze.event group by org
      having min(seq) <> 0 or max(seq) <> count(*) - 1`)
    return [
      ...reports.flatMap(({ fault, replay }) => [fault, replay?.fault].flatMap((one) => (one ? [one.fact] : []))),
      ...(reports.length === 0 ? ['没有单位'] : []),
      ...gaps.map(({ org }) => `单位 ${org} 的记录有空缺`),
    ]
  } finally {
    await end()
  }
}
