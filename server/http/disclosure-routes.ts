/** Lawful queries over HTTP: the package is made, watched, and fetched once. */
import { createReadStream } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { 交付 } from '../../engine/keeping.ts'
import { HandOvers } from '../hand-over.ts'
import { mustBeFresh } from './problem.ts'
import { refuseForeign, seqOf, type Door } from './request.ts'

interface BySeq {
  readonly Params: { readonly seq: string }
}

/** `folder` holds packages that wait to be fetched. */
export function disclosureRoutes(app: FastifyInstance, door: Door, folder: string) {
  const handOvers = new HandOvers(folder)
  // What lies there from before opens for nobody.
  app.addHook('onReady', () => handOvers.close())
  app.addHook('onClose', () => handOvers.close())
  app.post<BySeq>('/api/disclosures/:seq', async (request, reply) => {
    refuseForeign(request)
    const asking = await door.ask(request)
    mustBeFresh(asking, 交付, '交付查询包')
    return reply.code(202).send(await handOvers.begin(asking.open, asking.person, seqOf(request.params.seq)))
  })
  app.get<BySeq>('/api/disclosures/:seq', async (request) => {
    const { open, person } = await door.ask(request)
    return handOvers.look(open, person, seqOf(request.params.seq))
  })
  app.get<BySeq>('/api/disclosures/:seq/file', async (request, reply) => {
    refuseForeign(request)
    const { open, person } = await door.ask(request),
      seq = seqOf(request.params.seq)
    const { path, bytes, sent } = await handOvers.take(open, person, seq)
    // A line that breaks in the middle leaves it to be fetched again.
    reply.raw.once('finish', () => void sent())
    return reply
      .type('application/octet-stream')
      .header('content-length', bytes)
      .header('content-disposition', `attachment; filename="query-${seq}.shouze"`)
      .send(createReadStream(path))
  })
}
