/** Batches for the tests of the store: true hashes are of no matter here, sizes and places are. */
import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { createOrganisation } from './admin.ts'
import type { Answer, Batch, Lease, Organisation, StoredEvent } from './types.ts'

/** A digest of 32 bytes that only `text` gives. */
export const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest()

export function sampleEvent(seq: number, instead: Partial<StoredEvent> = {}): StoredEvent {
  return {
    id: `${seq}`,
    recorded: 1_760_000_000_000 + seq,
    header: Buffer.from(`{"seq":${seq}}`),
    facts: Buffer.from(`{"科室":"骨科","n":${seq}}`),
    commitment: digestOf(`commitment ${seq}`),
    leaf: digestOf(`leaf ${seq}`),
    ...instead,
  }
}

export const sampleAnswer = (key: string, seq: number): Answer => ({
  key: digestOf(key),
  account: 'yuan',
  request: digestOf(`request ${key}`),
  seq,
})

/** `count` events from `first` on, each with a body and an answer. */
export function sampleBatch(lease: Lease, first: number, count: number, instead: Partial<Batch> = {}): Batch {
  const seqs = Array.from({ length: count }, (_, index) => first + index)
  return {
    ...lease,
    first,
    events: seqs.map((seq) => sampleEvent(seq)),
    bodies: seqs.map((seq) => ({ seq, key: 3, sealed: Buffer.alloc(120, seq % 251) })),
    answers: seqs.map((seq) => sampleAnswer(`key ${seq}`, seq)),
    outbox: [],
    checkpoint: { size: first + count, root: digestOf(`root ${first + count}`), note: `note of ${first + count}\n` },
    tiles: [],
    ...instead,
  }
}

export const sampleOrganisation = (owner: Pool, code: string): Promise<Organisation> =>
  createOrganisation(owner, { code, name: '仁和医院', clock: 'driven' }, 1_760_000_000_000)
