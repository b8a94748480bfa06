/** Registers over HTTP: an entry is filed, corrected, listed, searched, looked at; a grey button asks why. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Book, Shelf } from '../../engine/book.ts'
import { admit, type Typed } from '../../engine/commands.ts'
import { decide } from '../../engine/decide.ts'
import { refuse } from '../../engine/judge.ts'
import type { ProjectedEntry } from '../../store/projection.ts'
import type { Search, WhyAnswers } from '../api.ts'
import type { OpenOrganisation } from '../organisation.ts'
import { sentencesOf } from '../views/consequences.ts'
import { entryView } from '../views/entry.ts'
import { listEntries } from '../views/entry-list.ts'
import { photoOf } from '../views/photos.ts'
import { registerCards } from '../views/registers.ts'
import { spelt, whyNot } from '../views/why.ts'
import type { Asked, Outcome } from '../writer.ts'
import { refuseShortEntry } from './by-password.ts'
import { Fault, mustBeFresh, notFound, refusal, sendProblem } from './problem.ts'
import { answerKeyOf, objectBody, refuseForeign, seqOf, type Asking, type Door } from './request.ts'

interface ByRegister {
  readonly Params: { readonly register: string }
}
interface BySeq {
  readonly Params: { readonly seq: string }
  readonly Querystring: { readonly preview?: string }
}
const questionsMax = 50
/** No person's id is longer. */
const steadMax = 60

export function shelfOf(book: Book, register: string): Shelf {
  if (!book.has('register', register)) throw notFound('这个登记簿')
  return book.shelf(register)
}

export function entryRoutes(app: FastifyInstance, door: Door) {
  app.post<ByRegister>('/api/registers/:register/entries', async (request, reply) => {
    refuseForeign(request)
    const asking = await door.ask(request),
      { register } = request.params
    shelfOf(asking.open.parts.book, register)
    return submit(request, reply, asking, { do: 'file', register, account: asking.account, entry: objectBody(request) })
  })
  /** In somebody's stead: `for` told it at `toldAt`. */
  app.post<ByRegister>('/api/registers/:register/assisted', async (request, reply) => {
    refuseForeign(request)
    const asking = await door.ask(request),
      { register } = request.params,
      { entry, for: stead, toldAt, ...more } = objectBody(request)
    shelfOf(asking.open.parts.book, register)
    if (typeof stead !== 'string' || stead.length > steadMax || Object.keys(more).length > 0)
      throw new Fault(422, 'malformed', '不能', '不能代录：没有写明替谁登记')
    const told = typeof toldAt === 'number' ? { toldAt } : {}
    return submit(request, reply, asking, {
      do: 'file',
      register,
      account: asking.account,
      for: stead,
      ...told,
      entry: Object.fromEntries(Object.entries(entry ?? {})),
    })
  })
  app.post<BySeq>('/api/entries/:seq/take-back', async (request, reply) => {
    refuseForeign(request)
    const asking = await door.ask(request),
      { id, register } = await entryOf(asking, request.params.seq)
    refuseShortEntry(asking, shelfOf(asking.open.parts.book, register).register)
    return submit(request, reply, asking, { do: 'takeBack', entry: id, account: asking.account })
  })
  app.post<BySeq>('/api/entries/:seq/corrections', async (request, reply) => {
    refuseForeign(request)
    const asking = await door.ask(request),
      entry = await entryOf(asking, request.params.seq)
    const asked: Asked = {
      do: 'file',
      register: entry.register,
      account: asking.account,
      corrects: entry.id,
      entry: objectBody(request),
    }
    if (request.query.preview !== undefined) return preview(reply, asking, asked)
    return submit(request, reply, asking, asked)
  })
  app.get('/api/registers', async (request) => registerCards(await door.ask(request)))
  app.post<ByRegister & { Body: Search }>('/api/registers/:register/search', async (request) => {
    const asking = await door.ask(request)
    shelfOf(asking.open.parts.book, request.params.register)
    return listEntries(asking, request.params.register, objectBody(request))
  })
  app.get<BySeq>('/api/entries/:seq', async (request) => entryView(await door.ask(request), seqOf(request.params.seq)))
  app.get<{ Params: { seq: string; field: string }; Querystring: { as?: string } }>(
    '/api/entries/:seq/photos/:field',
    async (request, reply) => {
      const asking = await door.ask(request),
        { seq, field } = request.params,
        stood = { seq: seqOf(seq), as: seqOf(request.query.as ?? seq) }
      return reply.type('image/jpeg').send(await photoOf(asking, stood, field))
    },
  )
  app.post('/api/why', async (request) => {
    const asking = await door.ask(request),
      { questions } = objectBody(request)
    if (!Array.isArray(questions) || questions.length > questionsMax)
      throw new Fault(400, 'malformed', '不能', '不能询问：问题太多')
    const answers = await Promise.all(questions.map((question) => answerWhy(asking, question)))
    return { answers } satisfies WhyAnswers
  })
}

async function entryOf({ open: { projector, writer, parts } }: Asking, seq: string): Promise<ProjectedEntry> {
  await projector.caughtUp(writer.size)
  const entry = await parts.projection.entry(seqOf(seq))
  if (!entry || entry.isRefusal) throw notFound('这一条')
  return entry
}
async function submit(request: FastifyRequest, reply: FastifyReply, asking: Asking, asked: Asked) {
  const { open } = asking
  if (asked.do === 'file') refuseShortEntry(asking, open.parts.book.shelf(asked.register).register)
  if (asked.do === 'file') refuseUntyped(asking, open.parts.book.shelf(asked.register))
  const outcome = await open.writer.submit(asked, answerKeyOf(request))
  return sendOutcome(reply, open, outcome)
}
/** What the server fills in is not typed; what cannot be undone asks for the password again. */
function refuseUntyped(asking: Asking, { register: { title, clause, options } }: Shelf) {
  const doing = `登记“${title}”`
  if (options.isPrepared) throw refusal(refuse(clause, doing, '这一项在它自己的页上办'))
  if (options.isGrave) mustBeFresh(asking, clause, doing)
}
export function sendOutcome(reply: FastifyReply, open: OpenOrganisation, outcome: Outcome) {
  if ('refused' in outcome) return sendProblem(reply, spelt(open, outcome.refused))
  const { seq, at, recorded, events } = outcome.accepted
  return reply.code(201).send({ seq, at, recorded, next: sentencesOf(open, events) })
}
/** What the correction would undo, make anew and tell again. Nothing is written. */
async function preview(reply: FastifyReply, { open }: Asking, asked: Asked) {
  const { writer, log, parts } = open,
    at = Math.max(parts.clock.now(), writer.state.earliest()?.at ?? 0)
  const command = admit(parts.book, { ...asked, id: 'preview' } as Typed, log.keyed)
  const decision = await writer.answer((state) => {
    const decided = decide(parts.book, state, command, at)
    return 'needs' in decided ? { needs: decided.needs } : { answer: decided }
  })
  if ('refused' in decision) return sendOutcome(reply, open, { refused: decision.refused })
  return reply.send({ consequences: sentencesOf(open, 'accepted' in decision ? decision.accepted : []) })
}
async function answerWhy({ open, account }: Asking, question: unknown): Promise<WhyAnswers['answers'][number]> {
  const { register, entry, corrects, for: stead, toldAt } = Object.fromEntries(Object.entries(question ?? {}))
  if (typeof register !== 'string' || !open.parts.book.has('register', register)) throw notFound('这个登记簿')
  const found = await whyNot(open, {
    do: 'file',
    id: 'why',
    account,
    register,
    entry: Object.fromEntries(Object.entries(entry ?? {})),
    ...(await correcting(open, corrects)),
    ...(typeof stead === 'string' ? { for: stead } : {}),
    ...(typeof toldAt === 'number' ? { toldAt } : {}),
  })
  if (found.waits) return { waits: found.waits }
  return found.refusal ? spelt(open, found.refusal) : null
}
/** Which entry a question is about to correct: the page knows its number, the engine its id. */
async function correcting(
  { parts: { projection } }: OpenOrganisation,
  seq: unknown,
): Promise<{ readonly corrects?: string }> {
  const entry = typeof seq === 'number' && Number.isSafeInteger(seq) ? await projection.entry(seq) : undefined
  return entry ? { corrects: entry.id } : {}
}
