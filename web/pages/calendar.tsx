/** 放假安排: the notice pasted, or days pressed on a year; seen before it is entered, with what it moves. */
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import type { CalendarMoves, CalendarView } from '../../server/api-people.ts'
import { dayOf, nextDay } from '../../engine/time.ts'
import { freshKey } from '../fields/use-entry.ts'
import { refresh, useAnswer } from '../parts/answer.ts'
import { serverNow } from '../parts/clock.ts'
import { ask } from '../parts/line.ts'
import { Link } from '../parts/link.tsx'
import { Refusal, Told, Waiting } from '../parts/sayings.tsx'
import { useSession } from '../parts/session.ts'
import { sayDay, sayNumber, sayWeekday, sayWhen } from '../parts/wording.ts'
import { path } from '../routes.ts'
import { yearIn } from './calendar-text.ts'

interface Days {
  readonly holidays: readonly string[]
  readonly makeUpDays: readonly string[]
}
const none: Days = { holidays: [], makeUpDays: [] }
const isWeekend = (day: string) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
const isSame = (a: Days, b: Days) =>
  a.holidays.join() === b.holidays.join() && a.makeUpDays.join() === b.makeUpDays.join()

export function CalendarPage() {
  const [year, setYear] = useState(dayOf(serverNow()).slice(0, 4))
  const { body: view } = useAnswer<CalendarView>(/^\d{4}$/.test(year) ? `/api/calendar/${year}` : undefined)
  const step = (by: number) => setYear(String(Number(year) + by))
  return (
    <div className="people wide calendar-page">
      <div className="title">
        <h1>{year} 年放假安排</h1>
        <p className="push">
          <button className="btn" type="button" onClick={() => step(-1)}>
            上一年
          </button>
          <button className="btn" type="button" onClick={() => step(1)}>
            下一年
          </button>
          <Link className="btn" to={path.settings}>
            回设置
          </Link>
        </p>
      </div>
      {view?.year === year ? <Year key={year} view={view} turn={setYear} /> : <Waiting />}
    </div>
  )
}

function Year({ view, turn }: { readonly view: CalendarView; readonly turn: (year: string) => void }) {
  const { session } = useSession()
  const { year, loaded, shipped, provisional } = view
  const mayLoad = session.isAdministrator
  const [days, setDays] = useState<Days>(loaded ?? none)
  const [text, setText] = useState('')
  const [before, setBefore] = useState<Days>()
  const [told, setTold] = useState<CalendarMoves>()
  const [sentence, setSentence] = useState('')
  const pasted = useMemo(() => (text.trim() === '' ? undefined : yearIn(text, year)), [text, year])
  useEffect(() => {
    if (pasted && pasted.holidays.length + pasted.makeUpDays.length > 0) {
      setDays({ holidays: pasted.holidays, makeUpDays: pasted.makeUpDays })
    }
  }, [pasted])
  const isChanged = !loaded || !isSame(days, loaded)
  const moves = useMoves(year, days, mayLoad && isChanged)
  const reason = !mayLoad
    ? '由系统管理员录入'
    : days.holidays.length === 0
      ? '还没有放假的日子'
      : isChanged
        ? undefined
        : '与已录入的一样'
  const load = async (to: Days) => {
    const reply = await ask(`/api/calendar/${year}`, { method: 'PUT', key: freshKey(), body: to })
    setSentence(reply.is === 'answer' ? '' : reply.is === 'cut' ? '线路断开，没有录入' : reply.problem.detail)
    if (reply.is !== 'answer') return
    setBefore(loaded)
    setTold(moves ?? { total: 0, settled: 0, moves: [] })
    setDays(to)
    setText('')
    refresh()
  }
  return (
    <div className="calendar-work">
      <div className="calendar-in">
        <p className="note">
          {loaded
            ? `已录入：放假 ${loaded.holidays.length} 天，补班 ${loaded.makeUpDays.length} 天。`
            : `还没有录入：只认周末${provisional > 0 ? `，有 ${sayNumber(provisional)} 件事的期限标着“暂定”` : ''}。`}
        </p>
        {mayLoad && (
          <>
            <label className="field">
              <span className="label">把放假通知的文字粘到这里，或在下面的年历上点</span>
              <textarea
                className="input"
                rows={6}
                value={text}
                onChange={(event) => setText(event.target.value)}
                placeholder="国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。"
              />
            </label>
            {shipped && !isSame(days, shipped) && (
              <p>
                <button className="btn small" type="button" onClick={() => setDays(shipped)}>
                  填入随程序带的 {year} 年安排
                </button>
                <span className="note"> 请与国务院办公厅的通知核对。</span>
              </p>
            )}
            {pasted?.about !== undefined && (
              <Refusal sentence={`这份通知说的是 ${pasted.about} 年，现在是 ${year} 年`} kind="soft">
                <button className="btn small" type="button" onClick={() => turn(pasted.about ?? year)}>
                  换到 {pasted.about} 年
                </button>
              </Refusal>
            )}
            {pasted?.faults.slice(0, 8).map((fault) => (
              <Refusal key={fault} sentence={`核对一下：${fault}`} />
            ))}
            {pasted && pasted.holidays.length + pasted.makeUpDays.length === 0 && (
              <Refusal sentence="没有读出日期；写成 10月1日至7日放假、10月10日上班 就认得" />
            )}
          </>
        )}
        <dl className="facts read">
          <div>
            <dt>放假 {days.holidays.length} 天</dt>
            <dd>{rangesOf(days.holidays)}</dd>
          </div>
          <div>
            <dt>补班 {days.makeUpDays.length} 天</dt>
            <dd>{days.makeUpDays.map((day) => `${sayDay(day)} ${sayWeekday(day)}`).join('、') || '没有'}</dd>
          </div>
        </dl>
        {mayLoad && isChanged && moves && <Moves moves={moves} title="录入后这些期限会改" />}
        {sentence !== '' && <Refusal sentence={sentence} kind="soft" />}
        {told && (
          <>
            <Told>
              {year} 年已录入：放假 {days.holidays.length} 天，补班 {days.makeUpDays.length} 天。
            </Told>
            <Moves moves={told} title="改了这些期限" />
            {before && !isSame(before, days) && (
              <p>
                <button className="btn small" type="button" onClick={() => void load(before)}>
                  换回录入前的安排
                </button>
              </p>
            )}
          </>
        )}
        {mayLoad && (
          <p className="foot">
            <button
              className="btn primary"
              type="button"
              aria-disabled={reason !== undefined}
              onClick={() => void (reason === undefined && load(days))}
            >
              录入 {year} 年
            </button>
            {reason && <span className="note">{reason}</span>}
          </p>
        )}
      </div>
      <Months year={year} days={days} set={mayLoad ? setDays : undefined} />
    </div>
  )
}
/** What the list would move, asked when one has stopped changing it. */
function useMoves(year: string, days: Days, isAsked: boolean): CalendarMoves | undefined {
  const [found, setFound] = useState<{ readonly of: Days; readonly moves: CalendarMoves }>()
  useEffect(() => {
    if (!isAsked || days.holidays.length + days.makeUpDays.length === 0) return
    const timer = setTimeout(async () => {
      const reply = await ask<CalendarMoves>(`/api/calendar/${year}/preview`, { method: 'POST', body: days })
      if (reply.is === 'answer') setFound({ of: days, moves: reply.body })
    }, 300)
    return () => clearTimeout(timer)
  }, [year, days, isAsked])
  return found?.of === days ? found.moves : undefined
}
function Moves({ moves, title }: { readonly moves: CalendarMoves; readonly title: string }) {
  const now = serverNow()
  if (moves.total === 0) {
    return (
      <p className="note">
        {moves.settled > 0 ? `${sayNumber(moves.settled)} 件事的期限不变，不再是“暂定”。` : '没有要改的期限。'}
      </p>
    )
  }
  return (
    <section className="moves" aria-label={title}>
      <h2>
        {title} <span className="n">{sayNumber(moves.total)}</span>
      </h2>
      <ul className="rows">
        {moves.moves.slice(0, 20).map(({ title: what, unitTitle, from, to }) => (
          <li key={`${what} ${unitTitle ?? ''} ${from}`}>
            <span>
              {unitTitle} {what}
            </span>
            <span className="note">
              {sayWhen(from, now)} 改到 <b>{sayWhen(to, now)}</b>
            </span>
          </li>
        ))}
      </ul>
      {moves.total > 20 && <p className="note">只列出 20 件，共 {sayNumber(moves.total)} 件。</p>}
    </section>
  )
}
/** 10 月 1 日至 10 月 7 日、…: days in a row said as one. */
function rangesOf(days: readonly string[]): string {
  const runs: string[][] = []
  for (const day of days) {
    const run = runs.at(-1)
    if (run && nextDay(run.at(-1) ?? '') === day) run.push(day)
    else runs.push([day])
  }
  return (
    runs
      .map((run) => (run.length === 1 ? sayDay(run[0] ?? '') : `${sayDay(run[0] ?? '')}至${sayDay(run.at(-1) ?? '')}`))
      .join('、') || '没有'
  )
}

type Kind = 'off' | 'work' | 'plain'
const kindOf = (day: string, { holidays, makeUpDays }: Days): Kind =>
  holidays.includes(day) ? 'off' : makeUpDays.includes(day) ? 'work' : 'plain'
/** A press goes round: a workday is off or not; a day of a weekend is off, worked, or neither. */
function pressed(day: string, days: Days): Days {
  const kind = kindOf(day, days),
    next: Kind = kind === 'plain' ? 'off' : kind === 'off' && isWeekend(day) ? 'work' : 'plain'
  const without = (all: readonly string[]) => all.filter((one) => one !== day)
  const withIt = (all: readonly string[], isIn: boolean) => (isIn ? [...without(all), day].sort() : without(all))
  return { holidays: withIt(days.holidays, next === 'off'), makeUpDays: withIt(days.makeUpDays, next === 'work') }
}
const words: Readonly<Record<Kind, string>> = { off: '放假', work: '补班', plain: '' }
const marks: Readonly<Record<Kind, string>> = { off: '休', work: '班', plain: '' }
const keyDays: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/** Twelve months; one day is reached by Tab, the others by the arrow keys, and space or Enter presses. */
function Months({
  year,
  days,
  set,
}: {
  readonly year: string
  readonly days: Days
  readonly set: ((days: Days) => void) | undefined
}) {
  const [at, setAt] = useState(`${year}-01-01`)
  const grid = useRef<HTMLDivElement>(null)
  const go = (event: KeyboardEvent) => {
    const by = keyDays[event.key]
    if (by === undefined) return
    event.preventDefault()
    const to = nextDay(at, by)
    if (!to.startsWith(year)) return
    setAt(to)
    grid.current?.querySelector<HTMLButtonElement>(`[data-day="${to}"]`)?.focus()
  }
  return (
    <div className="year-months" ref={grid} onKeyDown={go} role="group" aria-label={`${year} 年，方向键移动，空格改`}>
      {Array.from({ length: 12 }, (_, n) => `${year}-${String(n + 1).padStart(2, '0')}`).map((month) => (
        <table key={month} className="month">
          <caption>{Number(month.slice(5))} 月</caption>
          <thead>
            <tr>
              {['一', '二', '三', '四', '五', '六', '日'].map((one) => (
                <th key={one} scope="col">
                  {one}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeksOf(month).map((week) => (
              <tr key={week.find(Boolean)}>
                {week.map((day, index) => (
                  <td key={day === '' ? `empty ${index}` : day}>
                    {day !== '' && (
                      <button
                        type="button"
                        data-day={day}
                        data-kind={kindOf(day, days)}
                        data-weekend={isWeekend(day)}
                        tabIndex={day === at ? 0 : -1}
                        aria-label={`${sayDay(day)} ${sayWeekday(day)}${words[kindOf(day, days)] && `，${words[kindOf(day, days)]}`}`}
                        aria-disabled={set === undefined}
                        onFocus={() => setAt(day)}
                        onClick={() => set?.(pressed(day, days))}
                      >
                        {Number(day.slice(8))}
                        {marks[kindOf(day, days)] && <i aria-hidden="true">{marks[kindOf(day, days)]}</i>}
                      </button>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  )
}
/** Weeks from Monday to Sunday; an empty text where the month has no day. */
function weeksOf(month: string): readonly (readonly string[])[] {
  const first = `${month}-01`,
    lead = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7
  const days: string[] = Array.from({ length: lead }, () => '')
  for (let day = first; day.startsWith(month); day = nextDay(day)) days.push(day)
  while (days.length % 7 !== 0) days.push('')
  return Array.from({ length: days.length / 7 }, (_, n) => days.slice(n * 7, n * 7 + 7))
}
