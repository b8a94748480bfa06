/**
 * What is due is destroyed by two persons (组织第十条): one proposes a list, another agrees to that very list, the system
 * destroys it and writes the certificate.
 */
import { admit } from '../engine/commands.ts'
import { spellLine, spellList, linesOf, readLine, type Body, type DisposalLine } from '../engine/disposal.ts'
import { why } from '../engine/decide.ts'
import type { Row } from '../engine/events.ts'
import { refuse, type Refusal } from '../engine/judge.ts'
import {
  approve,
  backedUpFirst,
  backupsKept,
  certify,
  disposal,
  hold,
  propose,
  withdraw,
  处置,
} from '../engine/keeping.ts'
import { disposalMax, draftsKeptMs, stretchesMax } from '../engine/limits.ts'
import { nowFor } from '../engine/now.ts'
import { lengthOf, overSince } from '../engine/retention.ts'
import { Layer, type Slice } from '../engine/state.ts'
import { dayOf, days, instantOf, nextDay, type Instant } from '../engine/time.ts'
import { NotAgreed, type HeldBy, type OverdueBody, type Receipt, type Remaining } from '../store/disposals.ts'
import type { ProjectedEntry } from '../store/projection.ts'
import type { SealedBody } from '../store/types.ts'
import { notFound, refusal } from './http/problem.ts'
import type { OpenOrganisation } from './organisation.ts'
import { sha256 } from './sha256.ts'
import { file } from './staff.ts'
import type { Written } from './writer.ts'

export interface DueList {
  readonly lines: readonly DisposalLine[]
  /** Ascending. */
  readonly seqs: readonly number[]
  /** Numbers of the data keys that they lie under. */
  readonly keys: ReadonlySet<number>
  /** Bodies whose time is over too, and that are held. */
  readonly held: number
  /** More than one disposal may destroy. */
  readonly isCut: boolean
}
const noneHeld: readonly number[] = []

/** Everything whose time is over at an instant, by today's figures and without what is held. */
export async function dueList(open: OpenOrganisation, due: Instant): Promise<DueList> {
  await open.projector.caughtUp(open.writer.size)
  const held = await heldEntries(open)
  const bodies: Body[] = [],
    seqs: number[] = [],
    keys = new Set<number>()
  let stretches = 0,
    heldOver = 0,
    isCut = false
  for (const register of open.parts.book.registers) {
    const over = await overdueOf(open, register.id, due, held)
    if (held.length > 0) heldOver += (await overdueOf(open, register.id, due, noneHeld)).length - over.length
    let last: OverdueBody | undefined
    for (const one of over) {
      const isParted = last !== undefined && one.gap !== last.gap
      if (last === undefined || isParted || monthOf(one) !== monthOf(last)) stretches += 1
      if (seqs.length === disposalMax || stretches > stretchesMax) {
        isCut = true
        break
      }
      const body = { register: register.id, month: monthOf(one), seq: one.seq }
      if (isParted) bodies.push({ ...body, isOver: false })
      bodies.push({ ...body, isOver: true })
      seqs.push(one.seq)
      keys.add(one.key)
      last = one
    }
  }
  return { lines: linesOf(bodies), seqs: seqs.sort((a, b) => a - b), keys, held: heldOver, isCut }
}
const monthOf = ({ recorded }: { readonly recorded: Instant }) => dayOf(recorded).slice(0, 7)
const lookOf = ({ parts: { clock }, writer: { state } }: OpenOrganisation) =>
  nowFor(new Layer(state), { at: clock.now(), recorded: clock.now(), by: 'system' }).look

async function overdueOf(open: OpenOrganisation, register: string, due: Instant, held: readonly number[]) {
  const { book, disposals } = open.parts,
    length = lengthOf(book, lookOf(open), register)
  if (length === 'forever') return []
  const isCounted = book.shelf(register).keeping !== undefined
  return disposals.overdue({ register, isCounted, since: overSince(due, length), now: due, held, limit: disposalMax })
}
/** What a hold's row says that it covers. */
function scopeOf(row: Slice | null | undefined): HeldBy | undefined {
  if (!row || typeof row !== 'object') return undefined
  const { covers, from, until, subject }: Readonly<Record<string, unknown>> = { ...row }
  return {
    ...(typeof covers === 'string' ? { register: covers } : {}),
    ...(typeof from === 'string' ? { from: instantOf(from, '00:00') } : {}),
    ...(typeof until === 'string' ? { to: instantOf(nextDay(until), '00:00') } : {}),
    ...(typeof subject === 'string' ? { hash: subject } : {}),
  }
}
/** The entries that somebody holds, whatever their time. */
export async function heldEntries({ parts: { disposals }, writer: { state } }: OpenOrganisation) {
  const held = new Set<number>()
  for (const key of state.keys(hold.space) ?? []) {
    const scope = scopeOf(state.get(key))
    if (scope) for (const seq of await disposals.heldEntries(scope)) held.add(seq)
  }
  return [...held]
}

// Proposed by one

/** The facts of a proposal of that list; a page asks the engine with them whether somebody may make it. */
export const proposalOf = ({ lines, seqs, held }: DueList, due: Instant) => ({
  due,
  bodies: seqs.length,
  held,
  list: hexOf(spellList(seqs)),
  lines: lines.map(spellLine),
})
const hexOf = (text: string) => Buffer.from(sha256(Buffer.from(text))).toString('hex')

export async function proposeDisposal(open: OpenOrganisation, account: string): Promise<Written> {
  const due = open.parts.clock.now(),
    no = (fact: string) => refusal(refuse(处置, '提出处置', fact))
  const mayNot = await whyNot(open, account, propose.id, {})
  if (mayNot) throw refusal(mayNot)
  const list = await dueList(open, due)
  if (list.seqs.length === 0) throw no('没有到期的内容')
  const [waiting] = openProposals(open)
  if (waiting !== undefined) throw no('上一份处置还没有批准或撤回')
  const fact = await withoutBackup(open, list.seqs)
  if (fact !== undefined) throw no(fact)
  return file(open, account, propose.id, proposalOf(list, due))
}
/** What the engine would refuse the entry for; the sentence has its names. Fields that are still empty refuse nothing. */
export async function whyNot(open: OpenOrganisation, account: string, register: string, entry: Row) {
  const { book, clock } = open.parts
  const command = admit(book, { do: 'file', id: 'why', account, register, entry }, open.log.keyed)
  const found = await open.writer.answer<{ readonly refusal?: Refusal }>((state) => {
    const answer = why(book, state, command, clock.now())
    if (!answer || !('needs' in answer)) return { answer: answer ? { refusal: answer } : {} }
    const ofLog = answer.needs.filter((key) => !key.startsWith('field:'))
    return ofLog.length > 0 ? { needs: ofLog } : { answer: {} }
  })
  if (!found.refusal) return undefined
  const { fact, sentence } = found.refusal
  return { ...found.refusal, fact: open.directory.spell(fact), sentence: open.directory.spell(sentence) }
}
/** Ids of what was proposed and is neither carried out nor withdrawn. */
export const openProposals = ({ writer: { state } }: OpenOrganisation): readonly string[] =>
  (state.keys(disposal.space) ?? []).map((key) => key.slice(disposal.space.length + 1))

/** Why this list may not be destroyed yet: no backup holds it (BK-05). */
export async function withoutBackup(open: OpenOrganisation, seqs: readonly number[]): Promise<string | undefined> {
  if (!lookOf(open).value(backedUpFirst)) return undefined
  const backup = await open.parts.lastBackup?.(),
    { origin } = open.parts.organisation
  if (!backup) return '还没有备份过'
  const size = backup.organisations.find((one) => one.origin === origin)?.size ?? 0
  return size > (seqs.at(-1) ?? 0) ? undefined : '上次备份以后还有登记在清单里，请先备份'
}

// Agreed to by another

/** Throws the refusal; otherwise it is destroyed, and the certificate is written. Gives the certificate's number. */
export async function approveDisposal(open: OpenOrganisation, account: string, seq: number): Promise<number> {
  const proposal = await proposalAt(open, seq),
    no = (fact: string) => refusal(refuse(处置, '批准处置', fact))
  const mayNot = await whyNot(open, account, approve.id, { proposal: proposal.id })
  if (mayNot) throw refusal(mayNot)
  const list = await dueList(open, Number(proposal.facts['due']))
  if (hexOf(spellList(list.seqs)) !== proposal.facts['list']) throw no('清单在提出以后变了，请撤回后重新提出')
  const fact = await withoutBackup(open, list.seqs)
  if (fact !== undefined) throw no(fact)
  await file(open, account, approve.id, { proposal: proposal.id })
  const certificate = await carryOut(open, proposal.id)
  if (certificate === undefined) throw no('数据库不同意这份清单，已撤回，请重新提出')
  return certificate
}
async function proposalAt(open: OpenOrganisation, seq: number): Promise<ProjectedEntry> {
  await open.projector.caughtUp(open.writer.size)
  const entry = await open.parts.projection.entry(seq)
  if (entry?.register !== propose.id || entry.isRefusal) throw notFound('这份处置')
  return entry
}

// Carried out by the system

/** After a start: whatever was agreed to and has no certificate yet. */
export async function finishDisposals(open: OpenOrganisation): Promise<void> {
  for (const id of openProposals(open)) {
    const row = open.writer.state.get(`${disposal.space}/${id}`)
    if (row && typeof row === 'object' && 'step' in row && row.step === 'approved') await carryOut(open, id)
  }
}
/**
 * Destroys what was agreed to, once, however often it is called; gives the certificate's number. Undefined where the
 * database finds that it is not what was agreed to: then the proposal is withdrawn.
 */
async function carryOut(open: OpenOrganisation, id: string): Promise<number | undefined> {
  await open.projector.caughtUp(open.writer.size)
  const { disposals, projection, lease, clock, keys, sweepDisposed } = open.parts
  const proposal = await projection.entryById(id),
    [approval] = await projection.entries({ register: approve.id, filters: { proposal: id }, limit: 1 })
  if (!proposal || !approval) throw new Error('a row of a disposal without its entries')
  const bodies = await disposals.within(stretchesOf(proposal)),
    moved = await movedFrom(open, bodies, approval.recorded)
  try {
    const draftsBefore = clock.now() - draftsKeptMs
    const receipt = await disposals.dispose({
      lease,
      proposal: proposal.seq,
      approval: approval.seq,
      bodies,
      moved,
      draftsBefore,
    })
    keys.forget(new Set(receipt.keys.map((key) => Number(key.split(' ')[0]))))
    // What the disk gives back late is destroyed all the same: nothing opens it.
    await sweepDisposed?.().catch(() => undefined)
    return (await file(open, 'system', certify.id, await certificateOf(open, proposal, approval, receipt))).seq
  } catch (error) {
    if (!(error instanceof NotAgreed)) throw error
    await file(open, 'system', withdraw.id, { proposal: id, why: '清单与数据库不符' })
    return undefined
  }
}
const linesIn = ({ facts: { lines } }: ProjectedEntry): readonly DisposalLine[] =>
  (Array.isArray(lines) ? lines : []).flatMap((line) => readLine(String(line)) ?? [])
const stretchesOf = (proposal: ProjectedEntry) =>
  linesIn(proposal).flatMap(({ register, ranges }) => ranges.map(([first, last]) => ({ register, first, last })))

/** What is held under a key of which nothing else would stay, sealed anew, so that the key can go. */
async function movedFrom(
  open: OpenOrganisation,
  bodies: readonly number[],
  at: Instant,
): Promise<readonly SealedBody[]> {
  const { disposals, store, keys, organisation } = open.parts,
    month = dayOf(at).slice(0, 7)
  const remaining = (await disposals.remaining(bodies)).filter((one) => one.month < month && !isOfHeld(one))
  if (remaining.length === 0) return []
  const held = new Set(await heldEntries(open)),
    staying = new Set(remaining.flatMap(({ key, entry }) => (held.has(entry) ? [] : [key])))
  const going = remaining.filter(({ key }) => !staying.has(key))
  const sealed = await store.bodies(
    organisation.org,
    going.map(({ seq }) => seq),
  )
  const moved: SealedBody[] = []
  for (const body of sealed) {
    const of = going.find(({ seq }) => seq === body.seq)
    const again = of && (await keys.reseal(body, `held.${of.class.replace(/^body:/, '')}`, of.month))
    if (again) moved.push(again)
  }
  return moved
}
const isOfHeld = ({ class: keyClass }: Remaining) => keyClass.startsWith('body:held.')

async function certificateOf(
  open: OpenOrganisation,
  proposal: ProjectedEntry,
  approval: ProjectedEntry,
  receipt: Receipt,
) {
  const { clock, lastBackup } = open.parts,
    backup = await lastBackup?.()
  const until = backup && dayOf(backup.at + days(lookOf(open).value(backupsKept)))
  return {
    proposal: proposal.id,
    proposer: proposal.by,
    approver: approval.by,
    bodies: receipt.bodies,
    moved: receipt.moved,
    lines: linesIn(proposal).map(spellLine),
    keys: receipt.keys.map((key) =>
      key
        .split(' ')
        .slice(1)
        .join(' ')
        .replace(/^body:/, ''),
    ),
    size: open.writer.size,
    root: Buffer.from(open.log.tree.root()).toString('hex'),
    ...(until === undefined || until < dayOf(clock.now()) ? {} : { backupsUntil: until }),
  }
}
