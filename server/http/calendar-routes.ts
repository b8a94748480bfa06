/** The year's holidays over HTTP: as they stand, what another list would move, and the list loaded. */
import type { FastifyInstance } from 'fastify'
import type { CalendarYear } from '../../engine/time.ts'
import { calendarView, movesOf } from '../views/calendar.ts'
import { sendOutcome } from './entry-routes.ts'
import { Fault } from './problem.ts'
import { answerKeyOf, objectBody, refuseForeign, type Door } from './request.ts'

interface ByYear {
  readonly Params: { readonly year: string }
}
const daysMax = 120

export function calendarRoutes(app: FastifyInstance, door: Door) {
  app.get<ByYear>('/api/calendar/:year', async (request) => calendarView(await door.ask(request), request.params.year))
  app.post<ByYear>('/api/calendar/:year/preview', async (request) => {
    refuseForeign(request)
    return movesOf(await door.ask(request), request.params.year, yearIn(objectBody(request)))
  })
  app.put<ByYear>('/api/calendar/:year', async (request, reply) => {
    refuseForeign(request)
    const { open, account } = await door.ask(request),
      asked = { do: 'load', account, year: request.params.year, ...yearIn(objectBody(request)) } as const
    return sendOutcome(reply, open, await open.writer.submit(asked, answerKeyOf(request)))
  })
}
const yearIn = ({ holidays, makeUpDays }: Readonly<Record<string, unknown>>): CalendarYear => ({
  holidays: days(holidays),
  makeUpDays: days(makeUpDays),
})
function days(value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length > daysMax)
    throw new Fault(422, 'calendar', '不能导入', '不能导入日历：不是日期的列表')
  return value.map(String)
}
