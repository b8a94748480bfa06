/** People and what the organisation has adopted, entered through the same writer as everything else. */
import { randomBytes } from 'node:crypto'
import { restored } from '../engine/people.ts'
import { Fault, problemOf } from './http/problem.ts'
import type { NewPerson } from './api.ts'
import type { OpenOrganisation } from './organisation.ts'
import type { Adoption } from './policies.ts'
import type { Asked, Written } from './writer.ts'

export const administratorPost = 'administrator'

export const isAdministrator = (open: OpenOrganisation, person: string) =>
  open.directory
    .postsOf(open.writer.state, person, open.parts.clock.now())
    .some(({ post }) => post === administratorPost)

/** Files one entry and gives what was written; a refusal is thrown with its sentence. */
export async function file(open: OpenOrganisation, account: string, register: string, entry: object): Promise<Written> {
  const asked: Asked = { do: 'file', register, account, entry: { ...entry } }
  const outcome = await open.writer.submit(asked)
  if ('accepted' in outcome) return outcome.accepted
  throw refusedFault(open, problemOf(outcome.refused))
}
function refusedFault(open: OpenOrganisation, problem: ReturnType<typeof problemOf>): Fault {
  const detail = open.directory.spell(problem.detail)
  return new Fault(problem.status, 'refusal', problem.title, detail)
}
export const faultOfAccount = (account: string): string | undefined =>
  /^[a-z0-9][a-z0-9._-]{1,29}$/.test(account) ? undefined : '账号须为 2 至 30 个小写字母、数字、点、横线'

/** A person with an account and posts. Gives the person's id, which says nothing about him. */
export async function addPerson(
  open: OpenOrganisation,
  by: string,
  { name, account, posts }: NewPerson,
): Promise<string> {
  const fault = faultOfAccount(account)
  if (fault) throw new Fault(422, 'person', '不能登记', `不能开设账号：${fault}`)
  if (open.writer.state.get(`row:account/${account}`))
    throw new Fault(409, 'person', '不能登记', `不能开设账号：“${account}”已有`)
  const person = `p${randomBytes(5).toString('hex')}`
  await file(open, by, 'person', { person, name, kind: 'staff' })
  await file(open, by, 'open-account', { account, person })
  for (const { post, unit } of posts) {
    await file(open, by, 'appoint', { person, post, kind: 'regular', ...(unit === undefined ? {} : { unit }) })
  }
  return person
}
/** A restored log declares once what it may lack. `done` names the restoring: what was declared is not declared again. */
export async function declareRestored(open: OpenOrganisation, { how, size, made, done }: Restored) {
  if (open.writer.state.get(`${restored.space}/${done}`)) return
  await file(open, 'system', 'restored', { how, size, made, done })
}
export interface Restored {
  readonly how: 'restore' | 'import'
  /** How many events the file held. */
  readonly size: number
  readonly made: number
  readonly done: number
}
export async function adoptPolicies(open: OpenOrganisation, by: string, adoptions: readonly Adoption[]) {
  for (const { policy, from } of adoptions) await file(open, by, 'adopt', { policy, from })
}
