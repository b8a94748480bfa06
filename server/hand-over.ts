/**
 * Packages on their way to whoever asked: made beside the other work, fetched once, by who entered the query, within the
 * hour. The passphrase lives in memory alone, so what a restart leaves on the disk opens for nobody and is thrown away.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Event } from '../engine/events.ts'
import { refuse } from '../engine/judge.ts'
import { handOver, 交付 } from '../engine/keeping.ts'
import { handOverMs } from '../engine/limits.ts'
import { randomPassphrase } from '../store/passphrase-key.ts'
import type { HandedOver, HandingOver } from './api-keeping.ts'
import { makePackage, type MadePackage } from './disclosure.ts'
import { Fault, notFound, refusal } from './http/problem.ts'
import type { OpenOrganisation } from './organisation.ts'
import { file } from './staff.ts'

type Query = Extract<Event, { readonly type: 'filed' }> & { readonly seq: number }
interface Job {
  readonly path: string
  readonly passphrase: string
  done: number
  total: number
  made?: MadePackage & { readonly seq: number }
  failure?: string
  isTaken: boolean
}

export class HandOvers {
  readonly #folder: string
  readonly #jobs = new Map<string, Job>()
  /** `folder` is ours alone: what lies there is from before the last start. */
  constructor(folder: string) {
    this.#folder = folder
  }
  /** Begins to make the package unless one is on its way. Throws the refusal for whom or when it may not be. */
  async begin(open: OpenOrganisation, person: string, seq: number): Promise<HandingOver> {
    const query = await queryAt(open, person, seq)
    refuseLate(open, query)
    const key = keyOf(open, seq),
      known = this.#jobs.get(key)
    if (!known || known.failure !== undefined || known.isTaken) this.#start(open, key, query)
    return this.look(open, person, seq)
  }
  /** How far it is. Throws 404 for everybody but who entered the query. */
  async look(open: OpenOrganisation, person: string, seq: number): Promise<HandingOver> {
    const query = await queryAt(open, person, seq),
      until = query.recorded + handOverMs
    const job = this.#jobs.get(keyOf(open, seq)),
      // As it stands now: while the log is looked into, the package may be finished.
      made = job?.made,
      isLate = open.parts.clock.now() > until
    const { title, clause } = open.parts.book.shelf(query.register).register
    const common = {
      query: { seq, title, cite: clause.cite, at: query.recorded },
      organisation: open.parts.organisation.name,
      publicKey: Buffer.from(open.parts.keys.signer.publicKey).toString('base64'),
      until,
      logged: await loggedOf(open, query.id),
    }
    if (job && !made && job.failure === undefined)
      return { ...common, state: 'working', done: job.done, total: job.total }
    if (job?.failure !== undefined) return { ...common, state: 'failed', fact: job.failure }
    if (job && made && !isLate) {
      const { seq: entry, ...counted } = made
      return { ...common, state: job.isTaken ? 'taken' : 'ready', passphrase: job.passphrase, entry, ...counted }
    }
    return { ...common, state: isLate ? 'late' : 'none' }
  }
  /** The file to send, once. `sent` has to be called when it has gone out whole. */
  async take(open: OpenOrganisation, person: string, seq: number) {
    const query = await queryAt(open, person, seq)
    refuseLate(open, query)
    const job = this.#jobs.get(keyOf(open, seq))
    if (!job?.made || job.isTaken)
      throw refusal(refuse(交付, '取走查询包', job?.isTaken ? '已经取走一次' : '还没有做好'))
    const sent = async () => {
      job.isTaken = true
      await rm(job.path, { force: true })
    }
    return { path: job.path, bytes: job.made.bytes, sent }
  }
  async close() {
    await rm(this.#folder, { recursive: true, force: true })
  }

  #start(open: OpenOrganisation, key: string, query: Query) {
    const job: Job = {
      path: join(this.#folder, randomBytes(12).toString('hex')),
      passphrase: randomPassphrase(),
      done: 0,
      total: 0,
      isTaken: false,
    }
    this.#jobs.set(key, job)
    this.#make(open, job, query).catch(async (error: unknown) => {
      job.failure = error instanceof Fault ? error.problem.detail : '没有做成，请再做一次'
      await rm(job.path, { force: true })
    })
    // An hour later nobody may fetch it any more.
    setTimeout(() => {
      if (this.#jobs.get(key) === job) this.#jobs.delete(key)
      void rm(job.path, { force: true })
    }, handOverMs).unref()
  }
  /** Logged before anybody can fetch it: what is handed over without a line of the log was not handed over by us. */
  async #make(open: OpenOrganisation, job: Job, query: Query) {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const made = await makePackage(open, {
      query,
      path: job.path,
      passphrase: job.passphrase,
      made: open.parts.clock.now(),
      progress: (done, total) => {
        job.done = done
        job.total = total
      },
    })
    const { sha256, entries, corrections, bodies, disposed, size, root } = made
    const entry = { query: query.id, sha256, entries, corrections, bodies, disposed, size, root }
    job.made = { ...made, seq: (await file(open, 'system', handOver.id, entry)).seq }
  }
}
const keyOf = ({ parts: { organisation } }: OpenOrganisation, seq: number) => `${organisation.org}/${seq}`

/** The query, for who entered it; for anybody else there is none. */
async function queryAt(open: OpenOrganisation, person: string, seq: number): Promise<Query> {
  const [event] = await open.log.events(seq, 1)
  const isQuery =
    event?.type === 'filed' &&
    event.seq === seq &&
    event.corrects === undefined &&
    event.by === person &&
    open.parts.book.shelf(event.register).disclosures.length > 0
  if (!isQuery || (await open.parts.projection.undone([event.id])).size > 0) throw notFound('这项查询')
  return event
}
function refuseLate({ parts: { clock } }: OpenOrganisation, { recorded }: Query) {
  if (clock.now() > recorded + handOverMs) throw refusal(refuse(交付, '交付查询包', '登记查询已过一小时，请重新登记'))
}
/** The last packages that were made of a query, as the log has them. */
async function loggedOf(open: OpenOrganisation, query: string): Promise<readonly HandedOver[]> {
  await open.projector.caughtUp(open.writer.size)
  const found = await open.parts.projection.entries({ register: handOver.id, filters: { query }, limit: 20 })
  return found.map(({ seq, recorded, facts }) => ({
    seq,
    at: recorded,
    sha256: String(facts['sha256']),
    entries: Number(facts['entries']),
  }))
}
