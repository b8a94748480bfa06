/** What people type and have not sent yet: kept on the server, sealed, one for each form of each account. */
import type { FastifyInstance } from 'fastify'
import { dayOf } from '../../engine/time.ts'
import { objectBody, refuseForeign, type Door } from './request.ts'

interface ByForm {
  readonly Params: { readonly form: string }
}

export function draftRoutes(app: FastifyInstance, door: Door) {
  app.get<ByForm>('/api/drafts/:form', async (request) => {
    const { open, account } = await door.ask(request)
    return (await open.drafts.load(account, request.params.form)) ?? { value: null }
  })
  app.put<ByForm>('/api/drafts/:form', async (request, reply) => {
    refuseForeign(request)
    const { open, account } = await door.ask(request),
      at = open.parts.clock.now()
    await open.drafts.save(account, request.params.form, objectBody(request), at, dayOf(at).slice(0, 7))
    return reply.send({ saved: at })
  })
  app.delete<ByForm>('/api/drafts/:form', async (request, reply) => {
    refuseForeign(request)
    const { open, account } = await door.ask(request)
    await open.drafts.drop(account, request.params.form)
    return reply.code(204).send()
  })
}
