/** Refusals and faults as problem details (RFC 9457). Whatever the cause, the sentence is Chinese and names no type. */
import type { FastifyReply } from 'fastify'
import type { Clause } from '../../engine/declare/policy.ts'
import type { Refusal } from '../../engine/judge.ts'
import type { Problem } from '../api.ts'

/** Thrown by a route; answered as it stands. */
export class Fault extends Error {
  readonly problem: Problem
  constructor(status: number, kind: string, title: string, detail: string, more: Partial<Problem> = {}) {
    super(detail)
    this.problem = { type: `urn:shouze:${kind}`, title, status, detail, ...more }
  }
}
/** A refusal that a route finds, with its clause. */
export function refusal(found: Refusal): Fault {
  const { type: _, status, title, detail, ...more } = problemOf(found)
  return new Fault(status, 'refusal', title, detail, more)
}
/** Throws 403, which a page answers by asking for the password, where it was given more than five minutes ago (SE-03). */
export function mustBeFresh({ isFresh }: { readonly isFresh: boolean }, { id, cite }: Clause, doing: string) {
  if (isFresh) return
  const fact = '最近五分钟内没有输过口令'
  throw new Fault(403, 'step-up', '请再输一次口令', `不能${doing}：${fact}（${cite}）`, { clause: id, cite, fact })
}
export const notFound = (what: string) => new Fault(404, 'not-found', '没有', `没有${what}`)
export const signedOut = () => new Fault(401, 'signed-out', '未登录', '请先登录')
export const forbidden = (fact: string, kind = 'forbidden') => new Fault(403, kind, '不能', fact)

/** 409 where the state forbids it, 403 where the person may not, 422 where a field is wrong. */
export function problemOf(refusal: Refusal, sentence = refusal.sentence): Problem {
  const { clause, cite, fact, field, others } = refusal
  const errors = [...(field === undefined ? [] : [{ field, fact }]), ...(others ?? [])]
  return {
    type: 'urn:shouze:refusal',
    title: '不能',
    status: errors.length > 0 ? 422 : 409,
    detail: sentence,
    clause,
    cite,
    fact,
    ...(field === undefined ? {} : { field }),
    ...(errors.length > 0 ? { errors } : {}),
  }
}
export const sendProblem = (reply: FastifyReply, problem: Problem) =>
  reply.code(problem.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem))
