/** Puts together what a query opens (组织第十三条): its entries with their bodies, one proof for all, and who signs for it. */
import { disclosed, rowAlong, type Candidate } from '../engine/disclosure.ts'
import type { Disclosure } from '../engine/declare/words.ts'
import type { EventOf } from '../engine/events.ts'
import { refuse } from '../engine/judge.ts'
import { cover } from '../ledger/cover.ts'
import { noBody } from '../ledger/leaf.ts'
import { noteSigner } from '../ledger/note.ts'
import { nodeReader, rangeRoot } from '../ledger/reader.ts'
import { DisclosureWriter } from '../store/disclosure-file.ts'
import type { CandidateEntry, DisclosedEvent } from '../store/disclosures.ts'
import { decode } from '../store/encode.ts'
import type { Checkpoint } from '../store/types.ts'
import { fieldsOf } from './fields.ts'
import { refusal } from './http/problem.ts'
import type { OpenOrganisation } from './organisation.ts'
import { sha256 } from './sha256.ts'

/** Beyond it the range is asked for in parts. */
const entriesMax = 600_000
const readAtOnce = 1_000
const stretchesAtOnce = 128
const leavesAtOnce = 4_096

/** What one reads of the package before opening it, and what the log says of it. */
export interface PackageCounts {
  readonly entries: number
  readonly corrections: number
  readonly bodies: number
  /** Entries whose bodies were disposed of. */
  readonly disposed: number
  /** Entries that were in scope and were taken back within a minute: not handed over, and counted. */
  readonly takenBack: number
}
export interface MadePackage extends PackageCounts {
  readonly sha256: string
  readonly bytes: number
  readonly size: number
  readonly root: string
  readonly note: string
}
type Filed = EventOf<'filed'> & { readonly seq: number }

export interface Asked {
  readonly query: Filed
  /** A file that is not there yet. */
  readonly path: string
  readonly passphrase: string
  readonly made: number
  readonly progress: (done: number, total: number) => void
}

/** Throws the refusal where the range is too large. */
export async function makePackage(open: OpenOrganisation, asked: Asked): Promise<MadePackage> {
  const { store, organisation, keys } = open.parts
  await open.projector.caughtUp(open.writer.size)
  const { checkpoint } = await store.head(organisation.org)
  if (!checkpoint) throw new Error('a log with a query has a checkpoint')
  const found = await inScope(open, asked.query, checkpoint.size)
  const writer = await DisclosureWriter.create(asked.path, organisation.origin, asked.passphrase)
  try {
    const root = Buffer.from(checkpoint.root).toString('hex')
    const counts = await writeLines(open, writer, { ...asked, checkpoint, root, found })
    const { keyName, publicKey, sign } = keys.signer
    const file = await writer.end(noteSigner(keyName, publicKey, sign))
    return { ...counts, ...file, size: checkpoint.size, root, note: checkpoint.note }
  } catch (error) {
    await writer.abandon()
    throw error
  }
}

// Which entries

interface Scope {
  /** Numbers of entries and of their corrections, ascending; the query and its own corrections among them. */
  readonly seqs: readonly number[]
  readonly registers: ReadonlySet<string>
  readonly takenBack: number
}
async function inScope(open: OpenOrganisation, query: Filed, size: number): Promise<Scope> {
  const seqs = new Set<number>([query.seq]),
    registers = new Set<string>(),
    takenBack = new Set<number>()
  for (const { seq } of await open.parts.disclosures.correctionsOf([query.id])) seqs.add(seq)
  // As the query stands today, where somebody corrected its range.
  const corrections = await open.log.correctionsOf(query.id),
    last = corrections.at(-1)
  const asked = last?.type === 'filed' ? last.facts : query.facts
  for (const disclosure of open.parts.book.shelf(query.register).disclosures) {
    for (const { id } of disclosure.registers) registers.add(id)
    const candidates = (await candidatesOf(open, disclosure, asked)).filter(({ seq }) => seq < size)
    const isStanding = (row: string) => isThere(open, row)
    for (const one of disclosed(disclosure, asked, candidates, isStanding)) {
      if (one.isTakenBack) takenBack.add(one.seq)
      else for (const seq of [one.seq, ...one.corrections]) if (seq < size) seqs.add(seq)
    }
  }
  return { seqs: [...seqs].sort((a, b) => a - b), registers, takenBack: takenBack.size }
}
const isThere = ({ writer: { state } }: OpenOrganisation, row: string) => {
  const slice = state.get(row)
  return slice !== null && slice !== undefined
}
interface Found extends Candidate {
  readonly isTakenBack: boolean
  readonly corrections: readonly number[]
}
async function candidatesOf(
  open: OpenOrganisation,
  disclosure: Disclosure,
  asked: Readonly<Record<string, unknown>>,
): Promise<readonly Found[]> {
  const { disclosures, book } = open.parts,
    { along } = disclosure.terms
  const range = { ...disclosure.terms.during(asked), limit: entriesMax + 1 },
    registers = disclosure.registers.map(({ id }) => id)
  const things = along
    ? await disclosures.ofThings({ ...range, registers: [] }, along.space, standingIn(open, along.space))
    : []
  const inRange = await disclosures.inRange({ ...range, registers }),
    ofThings = new Set(things.map(({ seq }) => seq))
  // An entry that was in the range has its thing there, too: what is in both lists does not stand by itself.
  const single = inRange.filter(({ seq }) => !ofThings.has(seq))
  if (inRange.length > entriesMax || things.length + single.length > entriesMax) {
    const { clause, title } = book.shelf(disclosure.query.id).register
    throw refusal(refuse(clause, `交付“${title}”`, `范围里有 ${entriesMax} 条以上，请分段查询`))
  }
  return withVersions(open, disclosure, [...things, ...single])
}
const standingIn = ({ writer: { state } }: OpenOrganisation, space: string) => [...(state.keys(space) ?? [])]

/** Every version of each entry: as it was made, and as each correction told it. */
async function withVersions(open: OpenOrganisation, disclosure: Disclosure, entries: readonly CandidateEntry[]) {
  const { disclosures } = open.parts
  const corrected = entries.flatMap(({ id, isCorrected }) => (isCorrected ? [id] : []))
  const told = new Map<string, { seq: number; at: number; facts: Readonly<Record<string, unknown>> }[]>()
  for (let from = 0; from < corrected.length; from += readAtOnce) {
    const pairs = await disclosures.correctionsOf(corrected.slice(from, from + readAtOnce))
    for (const stored of await disclosures.events(pairs.map(({ seq }) => seq))) {
      const { event } = decode(stored)
      if (event.type !== 'filed' || event.corrects === undefined) continue
      const known = told.get(event.corrects) ?? []
      known.push({ seq: stored.seq, at: event.at, facts: event.facts })
      told.set(event.corrects, known)
    }
  }
  return entries.map((entry): Found => {
    const { seq, id, register, row, at, facts, isTakenBack } = entry,
      corrections = told.get(id) ?? []
    const along = row === null ? undefined : rowAlong(disclosure, [row])
    return {
      seq,
      register,
      isTakenBack,
      versions: [{ at, facts }, ...corrections],
      corrections: corrections.map((one) => one.seq),
      ...(along === undefined ? {} : { row: along }),
    }
  })
}

// The lines

interface Content extends Asked {
  readonly checkpoint: Checkpoint
  readonly root: string
  readonly found: Scope
}
async function writeLines(open: OpenOrganisation, writer: DisclosureWriter, content: Content): Promise<PackageCounts> {
  const { query, found, checkpoint, root, made, progress } = content,
    { organisation, keys, disclosures } = open.parts
  const counts = await countsOf(open, content)
  await writer.line('manifest', {
    is: 'manifest',
    organisation: { name: organisation.name, origin: organisation.origin },
    made,
    query: query.seq,
    registers: [...found.registers].sort(),
    ...counts,
    size: checkpoint.size,
    root,
  })
  for (const id of [query.register, ...[...found.registers].sort()]) {
    await writer.line(`register-${id}`, shapeOf(open, id))
  }
  const people = new Set<string>()
  for (let from = 0; from < found.seqs.length; from += readAtOnce) {
    for (const stored of await disclosures.events(found.seqs.slice(from, from + readAtOnce))) {
      await writer.line(`entry-${stored.seq}`, await entryLine(open, stored))
      const { event } = decode(stored)
      people.add(event.by)
    }
    progress(Math.min(from + readAtOnce, found.seqs.length), found.seqs.length)
  }
  await writer.line('people', {
    is: 'people',
    names: Object.fromEntries(
      [...people].filter((one) => one !== 'system').map((one) => [one, open.directory.name(one)]),
    ),
  })
  const stretches = await stretchesOf(open, found.seqs, checkpoint.size)
  for (let from = 0; from < stretches.length; from += stretchesAtOnce) {
    const some = stretches.slice(from, from + stretchesAtOnce)
    await writer.line('rest', { is: 'rest', stretches: some.map((one) => [one.from, one.to, base64(one.root)]) })
  }
  await writer.line('checkpoint', {
    is: 'checkpoint',
    note: checkpoint.note,
    publicKey: base64(keys.signer.publicKey),
  })
  return counts
}
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

/** Counted before the first line is written, since the manifest stands first. */
async function countsOf(open: OpenOrganisation, { query, found }: Content): Promise<PackageCounts> {
  const { disclosures } = open.parts
  let entries = 0,
    corrections = 0,
    bodies = 0,
    disposed = 0
  for (let from = 0; from < found.seqs.length; from += readAtOnce) {
    for (const stored of await disclosures.events(found.seqs.slice(from, from + readAtOnce))) {
      const { event } = decode(stored)
      if (event.type !== 'filed' || event.id === query.id || event.corrects === query.id) continue
      if (event.corrects === undefined) entries += 1
      else corrections += 1
      if (stored.sealed !== null) bodies += 1
      else if (!stored.commitment.equals(noBody)) disposed += 1
    }
  }
  return { entries, corrections, bodies, disposed, takenBack: found.takenBack }
}
/** Header and facts as the leaf holds them; salt and body where there is one, otherwise the commitment to what was. */
async function entryLine({ parts: { keys } }: OpenOrganisation, stored: DisclosedEvent) {
  const { seq, header, facts, commitment, leaf, key_no: key, sealed } = stored
  const line = { is: 'entry', seq, header: header.toString(), facts: facts.toString(), leaf: base64(leaf) }
  const opened = key !== null && sealed !== null ? await keys.open({ seq, key, sealed }) : undefined
  if (opened) return { ...line, salt: base64(opened.salt), body: Buffer.from(opened.bytes).toString() }
  return commitment.equals(noBody) ? line : { ...line, commitment: base64(commitment) }
}
function shapeOf({ parts: { book } }: OpenOrganisation, id: string) {
  const { title, clause, shape } = book.shelf(id).register
  return {
    is: 'register',
    register: id,
    title,
    shape,
    clause: `${clause.policy.title} ${clause.cite}`,
    fields: fieldsOf(book, id).map(([name, { label, kind, keeps, limits }]) => ({
      name,
      label,
      kind: limits.input ?? kind,
      keeps: kind === 'hashed' ? 'body' : keeps,
      ...(limits.options ? { options: limits.options } : {}),
    })),
  }
}
async function stretchesOf(
  { parts: { store, organisation } }: OpenOrganisation,
  seqs: readonly number[],
  size: number,
) {
  const { org } = organisation
  const reader = nodeReader(sha256, {
    leaves: (first, limit) => store.leaves(org, first, limit),
    tile: (level, index) => store.tile(org, level, index),
  })
  // Blocks are asked for from left to right: sixteen of them come at once.
  let ahead = { first: 0, leaves: await store.leaves(org, 0, leavesAtOnce) }
  const leaves = async (first: number, count: number) => {
    if (first < ahead.first || first + count > ahead.first + ahead.leaves.length)
      ahead = { first, leaves: await store.leaves(org, first, leavesAtOnce) }
    return ahead.leaves.slice(first - ahead.first, first - ahead.first + count)
  }
  return cover(sha256, size, seqs, { leaves, root: (from, to) => rangeRoot(reader, from, to) })
}
