/** Refusals and faults as problem details (RFC 9457). Whatever the cause, the sentence is Chinese and names no type. */
import type { FastifyReply } from 'fastify'
import type { Refusal } from '../../engine/judge.ts'
import type { Problem } from '../api.ts'

/** Thrown by a route; answered as it stands. */
export class Fault extends Error {
  readonly problem: Problem
  constructor(status: number, kind: string, title: string, detail: string) {
    super(detail)
    this.problem = { type: `urn:shouze:${kind}`, title, status, detail }
  }
}
export const notFound = (what: string) => new Fault(404, 'not-found', '没有', `没有${what}`)
export const signedOut = () => new Fault(401, 'signed-out', '未登录', '请先登录')
export const forbidden = (fact: string) => new Fault(403, 'forbidden', '不能', fact)

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
