/** Approvals over HTTP: somebody agrees to what was asked for, or gives it back. */
import type { FastifyInstance } from 'fastify'
import { sendOutcome } from './entry-routes.ts'
import { Fault, notFound } from './problem.ts'
import { answerKeyOf, objectBody, refuseForeign, type Door } from './request.ts'

interface OfApproval {
  readonly Params: { readonly approval: string; readonly subject: string }
}
/** `subject` is the id of the entry that asked; `for` in the body names the principal in whose stead somebody acts. */
export function approvalRoutes(app: FastifyInstance, door: Door) {
  for (const act of ['agree', 'return'] as const) {
    app.post<OfApproval>(`/api/approvals/:approval/:subject/${act}`, async (request, reply) => {
      refuseForeign(request)
      const { open, account } = await door.ask(request),
        { approval, subject } = request.params,
        { for: principal } = objectBody(request)
      if (!open.parts.book.has('approval', approval)) throw notFound('这项审批')
      if (principal !== undefined && typeof principal !== 'string')
        throw new Fault(422, 'malformed', '不能', '不能审批：委托人不是文字')
      const stead = principal === undefined ? {} : { for: principal }
      const asked = { do: act, approval, subject, account, ...stead }
      return sendOutcome(reply, open, await open.writer.submit(asked, answerKeyOf(request)))
    })
  }
}
