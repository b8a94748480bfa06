/** Lists of staff over HTTP: read in a worker, looked up, entered in the background, taken back as a whole. */
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { appoint, enrol } from '../../engine/people.ts'
import { importStaff, undoImport } from '../../engine/staff-list.ts'
import type { Credentials } from '../../store/credentials.ts'
import type { ImportProgress, ImportRow, NewImport, StaffAsked, StaffSheets } from '../api-people.ts'
import type { OpenOrganisation } from '../organisation.ts'
import { readList } from '../sheet/in-worker.ts'
import { sheetLimits } from '../sheet/limits.ts'
import { SheetRefused } from '../sheet/refused.ts'
import { isAdministrator } from '../staff.ts'
import { enterList } from '../staff-list/import.ts'
import { askedMax, lookUp } from '../staff-list/look-up.ts'
import type { Progress } from '../staff-list/progress.ts'
import { enteredBy, undoList } from '../staff-list/undo.ts'
import { problemOf, Fault, forbidden, notFound } from './problem.ts'
import { answerKeyOf, objectBody, refuseForeign, type Asking, type Door } from './request.ts'

interface ById {
  readonly Params: { readonly id: string }
  readonly Querystring: { readonly from?: string }
}
const shownMax = 10,
  peopleMax = 2_000,
  unitsMax = 500,
  listBytesMax = 2_000_000
const bytesType = 'application/octet-stream'

export function staffListRoutes(app: FastifyInstance, door: Door, credentials: Credentials) {
  const work = new WeakMap<OpenOrganisation, Map<string, Progress>>()
  const workOf = (open: OpenOrganisation) => {
    const known = work.get(open) ?? new Map<string, Progress>()
    work.set(open, known)
    return known
  }
  const running = (open: OpenOrganisation) => [...workOf(open).values()].find(({ isRunning }) => isRunning)
  const ask = async (request: FastifyRequest, doing: string): Promise<Asking> => {
    if (request.method !== 'GET') refuseForeign(request)
    const asking = await door.ask(request)
    if (isAdministrator(asking.open, asking.person)) return asking
    throw forbidden(`不能${doing}：操作人不是“系统管理员”（组织第一条）`)
  }

  void app.register(async (within) => {
    // A page of another site cannot send this type without asking first.
    within.addContentTypeParser(
      bytesType,
      { parseAs: 'buffer', bodyLimit: sheetLimits.bytesMax + 1 },
      (_, body, done) => done(null, body),
    )
    within.post(
      '/api/staff-lists/read',
      { bodyLimit: sheetLimits.bytesMax + 1 },
      async (request): Promise<StaffSheets> => {
        const { open } = await ask(request, '读名单'),
          isPasted = !Buffer.isBuffer(request.body)
        const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.from(pastedIn(objectBody(request)))
        try {
          const { source, sheets } = await readList(bytes),
            hash = createHash('sha256').update(bytes).digest('hex')
          return { source: isPasted ? 'pasted' : source, sheets, hash, stamp: stampOf(open, hash) }
        } catch (error) {
          throw error instanceof SheetRefused ? new Fault(422, 'staff-list', '不能读', error.message) : error
        }
      },
    )
  })
  app.post('/api/staff-lists/look-up', { bodyLimit: listBytesMax }, async (request) => {
    const { open } = await ask(request, '查对名单'),
      { people } = objectBody(request)
    if (!Array.isArray(people) || people.length > askedMax) throw malformed(`一次最多查对 ${askedMax} 人`)
    return lookUp(open, people.map(askedIn))
  })
  app.post('/api/imports', { bodyLimit: listBytesMax }, async (request, reply) => {
    const { open, account } = await ask(request, '导入名单'),
      list = importIn(objectBody(request))
    if (list.stamp !== stampOf(open, list.hash)) throw malformed('这份名单不是在这里读的，请重新选文件')
    if (running(open)) throw new Fault(409, 'busy', '不能', '不能导入：另一份名单还在登记，等它登记完')
    const { source, hash, people } = list
    const entry = { source, rows: people.length, hash: grouped(hash) }
    const outcome = await open.writer.submit(
      { do: 'file', register: importStaff.id, account, entry },
      answerKeyOf(request),
    )
    if ('refused' in outcome) throw refused(open, outcome.refused)
    const id = `${outcome.accepted.seq}`
    if (!outcome.accepted.isRepeat && !workOf(open).has(id)) workOf(open).set(id, enterList(open, account, id, list))
    return reply.code(202).send({ id })
  })
  app.get<ById>('/api/imports/:id', async (request): Promise<ImportProgress> => {
    const { open } = await ask(request, '看导入'),
      { id } = request.params,
      from = Math.max(0, Math.trunc(Number(request.query.from ?? 0)) || 0)
    const progress = workOf(open).get(id)
    if (progress) return progress.shown(from)
    const row = open.writer.state.get(`row:staff-list/${id}`)
    if (!row || typeof row !== 'object' || !('rows' in row)) throw notFound('这份名单')
    // What was under way before a restart is known by its entries alone.
    return { id, does: 'import', isRunning: false, total: Number(row.rows), done: 0, settled: [] }
  })
  app.delete<ById>('/api/imports/:id', async (request, reply) => {
    const { open } = await ask(request, '停下导入')
    workOf(open).get(request.params.id)?.stop()
    return reply.code(204).send()
  })
  app.post<ById>('/api/imports/:id/undo', async (request, reply) => {
    const { open, account } = await ask(request, '撤销导入'),
      { id: of } = request.params
    if (running(open)) throw new Fault(409, 'busy', '不能', '不能撤销：名单还在登记，先停下它')
    const asked = { do: 'file', register: undoImport.id, account, entry: { of } } as const
    const outcome = await open.writer.submit(asked, answerKeyOf(request))
    if ('refused' in outcome) throw refused(open, outcome.refused)
    const id = `${outcome.accepted.seq}`
    if (!outcome.accepted.isRepeat) workOf(open).set(of, await undoList(open, credentials, account, { of, id }))
    return reply.code(202).send({ id: of })
  })
  app.get('/api/imports', async (request): Promise<readonly ImportRow[]> => {
    const { open } = await ask(request, '看导入'),
      { projection } = open.parts
    await open.projector.caughtUp(open.writer.size)
    const entries = await projection.entries({ register: importStaff.id, limit: shownMax }),
      undone = await projection.entries({ register: undoImport.id, limit: 100 })
    return Promise.all(
      entries.map(async ({ seq, recorded, by, facts }) => {
        const entered = await enteredBy(open, `${seq}`),
          count = (register: string) => entered.filter((event) => event.register === register).length
        return {
          id: `${seq}`,
          at: recorded,
          byName: open.directory.name(by),
          source: sourceIn(facts['source']),
          rows: Number(facts['rows']),
          people: count(enrol.id),
          posts: count(appoint.id),
          isUndone: undone.some((one) => one.facts['of'] === `${seq}`),
        }
      }),
    )
  })
}
/** The server's word that it read what has this hash; needs no memory, and holds after a restart. */
const stampOf = ({ log }: OpenOrganisation, hash: string) => log.keyed('staff-list', hash)
/** In groups of four, since a log takes no long numbers. */
const grouped = (hash: string) => hash.match(/.{4}/g)?.join('-') ?? ''
const malformed = (fact: string) => new Fault(422, 'staff-list', '不能', `不能导入：${fact}`)
function refused(open: OpenOrganisation, refusal: Parameters<typeof problemOf>[0]): Fault {
  const { status, title, detail, ...more } = problemOf(refusal)
  return new Fault(status, 'refusal', title, open.directory.spell(detail), more)
}

// What pages send, of the shape that server/api-people.ts says

type Body = Readonly<Record<string, unknown>>
function pastedIn({ text }: Body): string {
  if (typeof text !== 'string') throw malformed('没有粘贴的内容')
  return text
}
const recordOf = (value: unknown): Body => Object.fromEntries(Object.entries(value ?? {}))
function listIn(value: unknown, most: number, what: string): readonly Body[] {
  if (!Array.isArray(value)) throw malformed(`缺少${what}`)
  if (value.length > most) throw malformed(`${what}多于 ${most} 个，请分成几份`)
  return value.map(recordOf)
}
/** Those of the named members that are filled texts. */
function textsIn<const K extends string>(body: Body, names: readonly K[]): { readonly [N in K]?: string } {
  const found: { [N in K]?: string } = {}
  for (const name of names) {
    const value = body[name]
    if (typeof value === 'string' && value !== '' && value.length <= 300) found[name] = value
  }
  return found
}
function nameIn(body: Body): string {
  const { name } = textsIn(body, ['name'])
  if (name === undefined) throw malformed('有一行没有姓名')
  return name
}
const askedIn = (value: unknown): StaffAsked => {
  const body = recordOf(value)
  return { name: nameIn(body), ...textsIn(body, ['idNumber', 'staffNumber', 'account']) }
}
function sourceIn(value: unknown): StaffSheets['source'] {
  return value === 'workbook' || value === 'text' ? value : 'pasted'
}
function importIn(body: Body): NewImport {
  const { hash = '', stamp = '' } = textsIn(body, ['hash', 'stamp']),
    people = listIn(body['people'], peopleMax, '人员')
  if (people.length === 0) throw malformed('没有可以登记的人')
  return {
    source: sourceIn(body['source']),
    hash,
    stamp,
    units: listIn(body['units'], unitsMax, '单位').map((unit) => {
      const { kind = '', title = '' } = textsIn(unit, ['kind', 'title'])
      return { kind, title }
    }),
    people: people.map((person) => ({
      name: nameIn(person),
      ...textsIn(person, ['person', 'staffNumber', 'idNumber', 'phone', 'account']),
      posts: listIn(person['posts'], 20, '岗位').map((post) => ({
        post: '',
        ...textsIn(post, ['post', 'unit', 'from']),
      })),
    })),
  }
}
