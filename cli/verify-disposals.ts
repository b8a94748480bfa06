/** Whether every body that is not there any more was disposed of by two persons, as their entries and the certificate say. */
import { createHash } from 'node:crypto'
import { certifiedIn, spellLine, spellList, type DisposalLine } from '../engine/disposal.ts'
import type { Event } from '../engine/events.ts'
import { approve, certify, propose } from '../engine/keeping.ts'

export interface DisposalFault {
  readonly seq?: number
  readonly fact: string
}
interface Certificate {
  readonly seq: number
  readonly proposal: string
  readonly lines: readonly DisposalLine[]
}
interface Proposal {
  readonly by: string
  readonly list: string
  readonly lines: string
}

export class DisposalCheck {
  readonly #missing = new Map<string, number[]>()
  readonly #present = new Map<string, number[]>()
  readonly #proposals = new Map<string, Proposal>()
  readonly #approvals = new Map<string, string>()
  readonly #certificates: Certificate[] = []

  /** Every event of the log, in order. */
  take(event: Event, seq: number) {
    if (event.type !== 'filed') return
    const { register, facts, by, id } = event
    if (register === propose.id) {
      this.#proposals.set(id, { by, list: String(facts['list']), lines: String(facts['lines']) })
    } else if (register === approve.id) this.#approvals.set(String(facts['proposal']), by)
    else if (register === certify.id)
      this.#certificates.push({ seq, proposal: String(facts['proposal']), lines: certifiedIn(event) })
  }
  /** A body that the log promises, and whether it is there. */
  body(event: Event, seq: number, isThere: boolean) {
    const register = event.type === 'filed' ? event.register : '',
      where = isThere ? this.#present : this.#missing
    const known = where.get(register)
    if (known) known.push(seq)
    else where.set(register, [seq])
  }
  /** The first thing that is wrong. */
  fault(): DisposalFault | undefined {
    const destroyed = new Set<number>()
    for (const certificate of this.#certificates) {
      const fault = this.#faultIn(certificate, destroyed)
      if (fault) return { seq: certificate.seq, fact: `第 ${certificate.seq} 条销毁证明${fault}` }
    }
    for (const [, seqs] of this.#missing) {
      const lost = seqs.find((seq) => !destroyed.has(seq))
      if (lost !== undefined) return { seq: lost, fact: `第 ${lost} 条的正文不见了，没有它的销毁证明` }
    }
    return undefined
  }
  #faultIn({ proposal: id, lines }: Certificate, destroyed: Set<number>): string | undefined {
    const proposal = this.#proposals.get(id),
      approver = this.#approvals.get(id)
    if (!proposal || approver === undefined) return '没有提出或批准它的登记'
    if (approver === proposal.by) return '的提出和批准是同一个人'
    if (lines.map(spellLine).join() !== proposal.lines) return '与提出时的清单不符'
    const seqs: number[] = []
    for (const { register, ranges } of lines) {
      const back = inRanges(this.#present.get(register) ?? [], ranges)[0]
      if (back !== undefined) return `说已销毁，第 ${back} 条的正文却还在`
      seqs.push(...inRanges(this.#missing.get(register) ?? [], ranges).filter((seq) => !destroyed.has(seq)))
    }
    seqs.sort((a, b) => a - b)
    for (const seq of seqs) destroyed.add(seq)
    const list = createHash('sha256').update(spellList(seqs)).digest('hex')
    return list === proposal.list ? undefined : `说的份数与不见了的正文不符`
  }
}
/** Of ascending numbers those that lie in one of ascending stretches. */
function inRanges(seqs: readonly number[], ranges: DisposalLine['ranges']): readonly number[] {
  const found: number[] = []
  let at = 0
  for (const seq of seqs) {
    while (at < ranges.length && (ranges[at]?.[1] ?? 0) < seq) at += 1
    if (at < ranges.length && (ranges[at]?.[0] ?? 0) <= seq) found.push(seq)
  }
  return found
}
