/** The clause board and the lists behind its numbers. */
import type { FastifyInstance } from 'fastify'
import { isMonth, type Month } from '../../engine/month.ts'
import { isDay } from '../../engine/time.ts'
import { adoptionPreview, policyRows } from '../views/adoption.ts'
import { clauseBoard, clauseDetail } from '../views/clauses.ts'
import { owedList, sentList, type Asked } from '../views/owed-list.ts'
import { paperSeal, verification } from '../views/verification.ts'
import { statisticsOf } from '../views/statistics.ts'
import { statisticsAsked, textsIn } from './export-routes.ts'
import { Fault, notFound } from './problem.ts'
import type { Door } from './request.ts'

interface OfMonth {
  readonly Querystring: { readonly month?: string }
}

export function boardRoutes(app: FastifyInstance, door: Door) {
  app.get<OfMonth>('/api/clauses', async (request) => clauseBoard(await door.ask(request), monthIn(request.query)))
  app.get<OfMonth & { Params: { clause: string } }>('/api/clauses/:clause', async (request) =>
    clauseDetail(await door.ask(request), request.params.clause, monthIn(request.query)),
  )
  app.get('/api/adoptions', async (request) => policyRows(await door.ask(request)))
  app.get<{ Querystring: Asked }>('/api/adoptions/preview', async (request) => {
    const asking = await door.ask(request),
      { policies = '', from = '' } = textsIn(request.query)
    if (!isDay(from)) throw new Fault(422, 'malformed', '不能', '不能预览：施行之日不是日期')
    return adoptionPreview(asking, policies.split(','), from)
  })
  app.get<{ Querystring: Asked }>('/api/owed', async (request) =>
    owedList(await door.ask(request), textsIn(request.query)),
  )
  app.get<{ Querystring: Asked }>('/api/statistics', async (request) =>
    statisticsOf(await door.ask(request), statisticsAsked(request.query)),
  )
  app.get<{ Querystring: Asked }>('/api/papers/seal', async (request) => {
    const asking = await door.ask(request),
      { seq } = textsIn(request.query)
    const { size } = asking.open.log.tree
    if (seq !== undefined && (!/^\d{1,15}$/.test(seq) || Number(seq) >= size)) throw notFound('这一条')
    return paperSeal(asking, `${request.protocol}://${request.host}`, seq === undefined ? undefined : Number(seq))
  })
  app.get<{ Querystring: Asked }>('/api/verify', async (request) =>
    verification(await door.ask(request), textsIn(request.query)['code'] ?? ''),
  )
  app.get<{ Querystring: Asked }>('/api/sent', async (request) =>
    sentList(await door.ask(request), textsIn(request.query)),
  )
}
function monthIn({ month }: { readonly month?: string }): Month | undefined {
  if (month === undefined || isMonth(month)) return month
  throw new Fault(400, 'malformed', '不能', '不能查询：月份应如 2026-10')
}
