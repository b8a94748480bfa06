/** What is kept, what is due, what was proposed, agreed to and certified; the compromises that a small house lives with. */
import { readLine, type DisposalLine } from '../../engine/disposal.ts'
import {
  approve,
  backedUpFirst,
  backupsKept,
  beginHold,
  certify,
  disposal,
  hold,
  propose,
  smallHouse,
  smallHouseKey,
  withdraw,
  小单位,
  处置,
} from '../../engine/keeping.ts'
import { nowFor } from '../../engine/now.ts'
import { refuse } from '../../engine/refusal.ts'
import { Layer } from '../../engine/state.ts'
import type { ProjectedEntry } from '../../store/projection.ts'
import type {
  Certificate,
  Compromise,
  CountedLine,
  Disposals,
  HeldScope,
  KeptRegister,
  ProposedDisposal,
} from '../api-keeping.ts'
import type { Problem } from '../api.ts'
import { dueList, openProposals, proposalOf, whyNot, withoutBackup, type DueList } from '../disposal.ts'
import { forbidden, notFound, problemOf } from '../http/problem.ts'
import type { Asking } from '../http/request.ts'
import type { OpenOrganisation } from '../organisation.ts'
import { clauseRef } from './clause.ts'
import { keepSentence, registerCard } from './registers.ts'

const certificatesMax = 50
const heldMax = 200

/** Throws 403 for whom no clause names. */
export async function disposalsView(asking: Asking): Promise<Disposals> {
  const { open } = asking,
    { clock, disposals, lastBackup } = open.parts,
    at = clock.now()
  if (!mayLook(asking)) throw forbidden('不能查看处置：操作人不是系统管理员、处置经办人或处置批准人（组织第十条）')
  const list = await dueList(open, at),
    backup = await lastBackup?.()
  const { look } = nowFor(new Layer(open.writer.state), { at, recorded: at, by: 'system' })
  const whyNotPropose = await whyNotProposed(asking, list, at)
  return {
    at,
    kept: keptRegisters(asking, await disposals.present()),
    due: {
      lines: counted(open, list.lines),
      bodies: list.seqs.length,
      held: list.held,
      isCut: list.isCut,
      ...(whyNotPropose ? { whyNot: whyNotPropose } : {}),
    },
    waiting: await Promise.all(openProposals(open).map((id) => proposed(asking, id))),
    certificates: (await open.parts.projection.entries({ register: certify.id, limit: certificatesMax })).map(
      ({ seq, at: done, facts }) => ({
        seq,
        at: done,
        bodies: Number(facts['bodies']),
        proposer: open.directory.name(String(facts['proposer'])),
        approver: open.directory.name(String(facts['approver'])),
      }),
    ),
    holds: await holdsOf(asking),
    backup: {
      ...(backup ? { at: backup.at } : {}),
      keptDays: look.value(backupsKept),
      isFirst: look.value(backedUpFirst),
    },
  }
}
const mayLook = (asking: Asking) => registerCard(asking, asking.open.parts.book.shelf(propose.id)).mayRead

function keptRegisters(
  { open }: Asking,
  present: readonly { readonly register: string; readonly n: number; readonly oldest: number }[],
): readonly KeptRegister[] {
  return present.map(({ register: id, n, oldest }) => {
    const { register } = open.parts.book.shelf(id)
    return {
      register: id,
      title: register.title,
      clause: clauseRef(register.clause),
      keep: keepSentence(open, open.parts.book.shelf(id)),
      bodies: n,
      oldest,
    }
  })
}
const counted = (open: OpenOrganisation, lines: readonly DisposalLine[]): readonly CountedLine[] =>
  lines.map(({ register, month, count }) => ({
    register,
    title: open.parts.book.shelf(register).register.title,
    month,
    count,
  }))
async function whyNotProposed({ open, account }: Asking, list: DueList, at: number): Promise<Problem | undefined> {
  const refused = await whyNot(open, account, propose.id, proposalOf(list, at))
  if (list.seqs.length > 0 && refused) return problemOf(refused)
  const fact =
    list.seqs.length === 0
      ? '没有到期的内容'
      : openProposals(open).length > 0
        ? '上一份处置还没有批准或撤回'
        : await withoutBackup(open, list.seqs)
  return fact === undefined ? undefined : problemOf(refuse(处置, '提出处置', fact))
}
async function proposed({ open, account }: Asking, id: string): Promise<ProposedDisposal> {
  const { projection } = open.parts
  await open.projector.caughtUp(open.writer.size)
  const entry = await projection.entryById(id)
  if (!entry) throw notFound('这份处置')
  const row = open.writer.state.get(`${disposal.space}/${id}`)
  const mayNot = await whyNot(open, account, approve.id, { proposal: id }),
    mayNotWithdraw = await whyNot(open, account, withdraw.id, { proposal: id, why: '有变' })
  return {
    seq: entry.seq,
    id,
    at: entry.recorded,
    byName: open.directory.name(entry.by),
    bodies: Number(entry.facts['bodies']),
    held: Number(entry.facts['held']),
    lines: counted(open, linesOf(entry)),
    isApproved: row !== null && typeof row === 'object' && 'step' in row && row.step === 'approved',
    ...(mayNot ? { whyNotApprove: problemOf(mayNot) } : {}),
    ...(mayNotWithdraw ? { whyNotWithdraw: problemOf(mayNotWithdraw) } : {}),
  }
}
const linesOf = ({ facts: { lines } }: ProjectedEntry): readonly DisposalLine[] =>
  (Array.isArray(lines) ? lines : []).flatMap((line) => readLine(String(line)) ?? [])

async function holdsOf({ open }: Asking): Promise<readonly HeldScope[]> {
  const standing = (open.writer.state.keys(hold.space) ?? []).slice(0, heldMax)
  const entries = await Promise.all(
    standing.map((key) => open.parts.projection.entryById(key.slice(hold.space.length + 1))),
  )
  const bodies = await open.log.bodies(entries.flatMap((entry) => (entry ? [entry.correctedBy ?? entry.seq] : [])))
  return entries.flatMap((entry) => {
    if (entry?.register !== beginHold.id) return []
    const { id, seq, recorded, by } = entry,
      facts = entry.current ?? entry.facts,
      body = bodies.get(entry.correctedBy ?? seq)
    const { covers, from, until, subject } = facts
    const title = typeof covers === 'string' ? open.parts.book.shelf(covers).register.title : '全部登记'
    const range =
      from === undefined && until === undefined ? '' : `，${String(from ?? '最早')} 至 ${String(until ?? '最晚')}`
    const scope = `${title}${range}${subject === undefined ? '' : '，一个人'}`
    const told = { document: String(body?.['document'] ?? ''), reason: String(body?.['reason'] ?? '') }
    return [{ id, seq, at: recorded, byName: open.directory.name(by), ...told, scope }]
  })
}

/** Throws 404 where there is none, or for whom no clause names. */
export async function certificateView(asking: Asking, seq: number): Promise<Certificate> {
  const { open } = asking,
    { projection, organisation } = open.parts
  await open.projector.caughtUp(Math.min(seq + 1, open.writer.size))
  const entry = await projection.entry(seq)
  if (entry?.register !== certify.id || !mayLook(asking)) throw notFound('这份证明')
  const { facts, recorded } = entry
  const proposal = await projection.entryById(String(facts['proposal']))
  const [approval] = await projection.entries({
    register: approve.id,
    filters: { proposal: String(facts['proposal']) },
    limit: 1,
  })
  if (!proposal || !approval) throw notFound('这份证明')
  const signed = (one: ProjectedEntry) => ({ seq: one.seq, at: one.recorded, byName: open.directory.name(one.by) })
  const lines = linesOf(entry),
    { backupsUntil } = facts
  return {
    seq,
    organisation: organisation.name,
    at: recorded,
    proposal: signed(proposal),
    approval: signed(approval),
    bodies: Number(facts['bodies']),
    moved: Number(facts['moved']),
    lines: counted(open, lines).map((line, n) => ({ ...line, ranges: sayRanges(lines[n]?.ranges ?? []) })),
    keys: Array.isArray(facts['keys']) ? facts['keys'].map(String) : [],
    size: Number(facts['size']),
    root: String(facts['root']),
    ...(typeof backupsUntil === 'string' ? { backupsUntil } : {}),
    clause: clauseRef(处置),
  }
}
const sayRanges = (ranges: DisposalLine['ranges']) =>
  ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join('、')

/** For whoever looks at the clauses: nobody has to ask what this house does otherwise. */
export function compromisesOf({ open }: Asking): readonly Compromise[] {
  const row = open.writer.state.get(`${smallHouse.space}/${smallHouseKey}`)
  if (!row || typeof row !== 'object' || !('reason' in row) || !('since' in row) || !('by' in row)) return []
  const people = 'people' in row ? Number(row.people) : 0
  return [
    {
      clause: clauseRef(小单位),
      title: `小单位做法：全店 ${people} 人，系统管理员可以参与处置，仍须两人`,
      reason: String(row.reason),
      since: Number(row.since),
      byName: open.directory.name(String(row.by)),
    },
  ]
}
