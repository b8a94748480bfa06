/** The policies that this program knows, and which of them an organisation has adopted. */
import { Book } from '../engine/book.ts'
import type { Policy } from '../engine/declare/policy.ts'
import { adopted } from '../engine/people.ts'
import type { CommittedState } from './committed-state.ts'
import { Fault } from './http/problem.ts'

export interface Adoption {
  readonly policy: string
  readonly from: string
}

export class Policies {
  readonly all: readonly Policy[]
  readonly book: Book
  constructor(all: readonly Policy[]) {
    this.all = all
    this.book = new Book(all)
  }
  adopted(state: CommittedState): readonly Policy[] {
    return this.all.filter(({ id }) => state.get(`${adopted.space}/${id}`))
  }
  /** What the first run asks for: a list of { id, from }. */
  chosen(wanted: unknown): readonly Adoption[] {
    if (!Array.isArray(wanted)) throw new Fault(422, 'setup', '不能建立', '不能建立单位：没有选制度')
    return wanted.map((one: unknown): Adoption => {
      const { id, from } = Object.fromEntries(Object.entries(one ?? {}))
      const known = this.all.find((policy) => policy.id === id)
      if (!known || typeof from !== 'string') throw new Fault(422, 'setup', '不能建立', '不能建立单位：不认识的制度')
      return { policy: known.id, from }
    })
  }
}
