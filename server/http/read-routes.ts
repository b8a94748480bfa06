/** What pages ask for besides entries: today, a day of a duty, rows, units, people, parameters, the log's proof. */
import type { FastifyInstance } from 'fastify'
import { maySee } from '../../engine/read.ts'
import type { MatterRows, Today } from '../api.ts'
import { isReader } from '../views/entry-list.ts'
import { mayLookAt } from '../views/registers.ts'
import { isAdministrator } from '../staff.ts'
import { dutyDayOf } from '../views/duty-day.ts'
import { historyOf, replayed } from '../views/history.ts'
import { parameterRows } from '../views/parameters.ts'
import { todayOf } from '../views/today.ts'
import { sendOutcome } from './entry-routes.ts'
import { Fault, notFound } from './problem.ts'
import { answerKeyOf, objectBody, refuseForeign, type Asking, type Door } from './request.ts'

export interface ReadParts {
  readonly door: Door
  /** Sentences for who runs the machine, such as the age of the last backup. */
  readonly machine: () => Promise<Today['machine']>
}
const leavesMax = 4_096

export function readRoutes(app: FastifyInstance, { door, machine }: ReadParts) {
  app.get('/api/today', async (request) => {
    const asking = await door.ask(request)
    return todayOf(asking, isAdministrator(asking.open, asking.person) ? await machine() : [])
  })
  app.get<{ Params: { duty: string; day: string } }>('/api/duties/:duty/days/:day', async (request) =>
    dutyDayOf(await door.ask(request), request.params.duty, request.params.day),
  )
  app.get<{ Params: { matter: string }; Querystring: { key?: string } }>('/api/matters/:matter', async (request) =>
    matterRows(await door.ask(request), request.params.matter, request.query.key),
  )
  app.get('/api/units', async (request) => {
    const { open } = await door.ask(request),
      { state } = open.writer
    const kinds = open.parts.book.policies.flatMap(({ units }) => units)
    return Object.fromEntries(kinds.map(({ id }) => [id, open.directory.unitsOf(state, id, '9999-12-31')]))
  })
  app.get<{ Params: { kind: string } }>('/api/units/:kind', async (request) => {
    const { open } = await door.ask(request)
    return open.directory.unitsOf(open.writer.state, request.params.kind, '9999-12-31')
  })
  app.get('/api/parameters', async (request) => parameterRows(await door.ask(request)))
  app.put<{ Params: { parameter: string } }>('/api/parameters/:parameter', async (request, reply) => {
    refuseForeign(request)
    const { open, account } = await door.ask(request),
      { value, from } = objectBody(request),
      { parameter } = request.params
    if (!open.parts.book.has('parameter', parameter)) throw notFound('这个参数')
    if (typeof value !== 'number' && typeof value !== 'boolean')
      throw new Fault(422, 'malformed', '不能', '不能设定：值须为数字或是否')
    if (from !== undefined && typeof from !== 'string')
      throw new Fault(422, 'malformed', '不能', '不能设定：生效日不是日期')
    return sendOutcome(
      reply,
      open,
      await open.writer.submit(
        { do: 'set', parameter, value, account, ...(from === undefined ? {} : { from }) },
        answerKeyOf(request),
      ),
    )
  })
  for (const act of ['see', 'acknowledge'] as const) {
    app.post<{ Params: { notice: string; key: string } }>(
      `/api/notices/:notice/:key/${act}`,
      async (request, reply) => {
        refuseForeign(request)
        const { open, account } = await door.ask(request),
          { notice, key } = request.params
        if (!open.parts.book.has('notice', notice)) throw notFound('这条通知')
        const asked = { do: act, notice, key, account } as const
        return sendOutcome(reply, open, await open.writer.submit(asked, answerKeyOf(request)))
      },
    )
  }
  app.post<{ Params: { duty: string; key: string } }>('/api/duties/:duty/:key/urge', async (request, reply) => {
    refuseForeign(request)
    const { open, account } = await door.ask(request),
      { duty, key } = request.params
    if (!open.parts.book.has('duty', duty)) throw notFound('这项职责')
    return sendOutcome(reply, open, await open.writer.submit({ do: 'urge', duty, key, account }, answerKeyOf(request)))
  })
  app.get<{ Querystring: { replay?: string } }>('/api/history', async (request) => {
    const asking = await door.ask(request)
    return request.query.replay === undefined ? historyOf(asking) : replayed(asking)
  })
  app.get<{ Querystring: { from?: string } }>('/api/log/leaves', async (request) => {
    const { open } = await door.ask(request),
      from = Math.max(0, Math.trunc(Number(request.query.from ?? 0)) || 0)
    const leaves = await open.parts.store.leaves(open.parts.organisation.org, from, leavesMax)
    return leaves.map((leaf) => Buffer.from(leaf).toString('base64'))
  })
  app.get('/api/live', async (request, reply) => {
    const { open, account } = await door.ask(request)
    reply.hijack()
    open.live.add(reply.raw, account)
  })
}
/** Only who may write or read a register that moves the matter sees its rows, and of these whom a clause names. */
async function matterRows(asking: Asking, matter: string, only?: string): Promise<MatterRows> {
  const { open, person } = asking,
    { clock } = open.parts,
    { state } = open.writer,
    at = clock.now()
  // One row is shown to whom a clause names for it, though he could move none.
  const isNamed = only !== undefined && open.parts.book.viewersOf(matter).length > 0
  if (!isNamed && !mayLookAt(open, person, matter)) throw notFound('这张表')
  const space = `row:${matter}`
  const keys = (state.keys(space) ?? [])
    .map((key) => key.slice(space.length + 1))
    .filter((key) => only === undefined || key === only)
  const rows = keys
    .filter((key) => maySee(open.parts.book, state, matter, key, person, at))
    .flatMap((key) => {
      const row = state.get(`${space}/${key}`)
      return typeof row === 'object' && row !== null ? [[key, { ...row }] as const] : []
    })
  const opener = only === undefined || rows.length === 0 ? undefined : await open.parts.projection.entryById(only)
  const entry = opener && isReader(asking, opener) ? { entry: opener.seq } : {}
  return { at, rows: Object.fromEntries(rows), ...entry }
}
