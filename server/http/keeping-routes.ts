/** Keeping over HTTP: what is due is proposed, agreed to and certified. */
import type { FastifyInstance } from 'fastify'
import { 处置 } from '../../engine/keeping.ts'
import type { Certified } from '../api-keeping.ts'
import { approveDisposal, proposeDisposal } from '../disposal.ts'
import { certificateView, compromisesOf, disposalsView } from '../views/disposals.ts'
import { mustBeFresh } from './problem.ts'
import { refuseForeign, seqOf, type Door } from './request.ts'

interface BySeq {
  readonly Params: { readonly seq: string }
}

export function keepingRoutes(app: FastifyInstance, door: Door) {
  app.get('/api/disposals', async (request) => disposalsView(await door.ask(request)))
  app.post('/api/disposals', async (request, reply) => {
    refuseForeign(request)
    const { open, account } = await door.ask(request)
    const { seq, at, recorded } = await proposeDisposal(open, account)
    return reply.code(201).send({ seq, at, recorded, next: [] })
  })
  app.post<BySeq>('/api/disposals/:seq/approve', async (request, reply) => {
    refuseForeign(request)
    const asking = await door.ask(request)
    mustBeFresh(asking, 处置, '批准处置')
    const certified: Certified = { seq: await approveDisposal(asking.open, asking.account, seqOf(request.params.seq)) }
    return reply.code(201).send(certified)
  })
  app.get<BySeq>('/api/certificates/:seq', async (request) =>
    certificateView(await door.ask(request), seqOf(request.params.seq)),
  )
  app.get('/api/compromises', async (request) => compromisesOf(await door.ask(request)))
}
