/** 晨报: who has not reported stands first; how long is left; what came in. On the wall (`?wall`) it needs no hands. */
import { useState, type ReactNode } from 'react'
import type { DutyDay, DutyDayUnit, PersonRow } from '../../server/api.ts'
import { dayOf } from '../../engine/time.ts'
import type { SummaryShape } from '../declared.ts'
import { useAnswer, refresh } from '../parts/answer.ts'
import { useNow, useSince } from '../parts/clock.ts'
import { useCutSince } from '../parts/line.ts'
import { Link } from '../parts/link.tsx'
import { State } from '../parts/marks.tsx'
import { Clause, Refusal, Waiting } from '../parts/sayings.tsx'
import { useSession, useSummaries } from '../parts/session.ts'
import { Workbook } from '../parts/workbook.tsx'
import { sayCut, sayDay, sayMinute, sayNumber, sayWeekday, timeLeft } from '../parts/wording.ts'
import { mayUrgeAgain, urge, urgeAgainMs, whyNotUrged } from '../parts/urging.ts'
import { path } from '../routes.ts'
import { Came, useCame } from './board-came.tsx'
import { BoardPaper } from './board-paper.tsx'
import { inOrder, notIn, type Side } from './board-sides.ts'

/** The days' pages of the policies that hold here: one, or one above the other. */
export function BoardPage({ isWall = false }: { readonly isWall?: boolean }) {
  const held = useSummaries()
  const at = useNow()
  const page =
    held.length === 0 ? (
      <p className="note none-due">执行中的制度没有晨报；“今日”里有要做的事。</p>
    ) : (
      held.map((one) => <DayBoard key={one.clause} summary={one} at={at} isWall={isWall} />)
    )
  return isWall ? <Wall at={at}>{page}</Wall> : page
}

function DayBoard({
  summary,
  at,
  isWall,
}: {
  readonly summary: SummaryShape
  readonly at: number
  readonly isWall: boolean
}) {
  const today = dayOf(at)
  const { sides } = summary
  const [left, right] = [useDutyDay(sides[0].duty, today), useDutyDay(sides[1].duty, today)]
  const came = useCame(summary.came, today)
  const problem = left.problem ?? right.problem
  if (problem) return <Refusal sentence={problem.detail} kind="soft" />
  if (!left.body || !right.body) return <Waiting />
  const both: readonly Side[] = [
    { ...sides[0], day: left.body },
    { ...sides[1], day: right.body },
  ]
  const due = left.body.due ?? right.body.due
  return (
    <div className="board printed">
      <Head summary={summary} sides={both} at={at} due={due} isWall={isWall} />
      {due === undefined && <p className="note none-due">{summary.idle}。</p>}
      <div className="columns">
        {both.map((side) => (
          <SideView key={side.duty} side={side} at={at} isWall={isWall} />
        ))}
        <Came came={came} of={summary.came} isWall={isWall} />
      </div>
      {!isWall && <BoardPaper summary={summary} sides={both} came={came} at={at} />}
    </div>
  )
}
const useDutyDay = (duty: string, day: string) => useAnswer<DutyDay>(`/api/duties/${duty}/days/${day}`)

function Wall({ at, children }: { readonly at: number; readonly children: React.ReactNode }) {
  const cutSince = useCutSince()
  const cutMs = useSince(cutSince)
  const {
    session: { organisation },
  } = useSession()
  return (
    <main className="wall" data-surface="wall" id="main">
      {children}
      <p className="wall-time">
        {cutSince === undefined ? sayMinute(at) : <State mark="none">断线 {sayCut(cutMs)}</State>}
        {organisation.clock === 'driven' && <small>演练时钟</small>}
      </p>
    </main>
  )
}

function Head({
  summary,
  sides: both,
  at,
  due,
  isWall,
}: {
  readonly summary: SummaryShape
  readonly sides: readonly Side[]
  readonly at: number
  readonly due: number | undefined
  readonly isWall: boolean
}) {
  const [first] = both
  const left = due === undefined ? undefined : timeLeft(due, at)
  const isOver = left?.state === 'late'
  const open = both.flatMap((side) =>
    notIn(side)
      .filter((unit) => mayUrgeAgain(unit, at))
      .map((unit) => ({ side, unit })),
  )
  return (
    <header className="board-head">
      <div>
        <h1>
          {summary.title}{' '}
          <span>
            {sayDay(dayOf(at))} {sayWeekday(dayOf(at))}
          </span>
        </h1>
        <p className="note">
          {first && !isWall && <Clause of={first.day.duty.clause} />}
          <span>
            {due === undefined
              ? '今天不报'
              : isOver
                ? `${sayMinute(due)} 已过，本页即当日汇总`
                : `${sayMinute(due)} 起本页即当日汇总`}
          </span>
        </p>
      </div>
      {left && (
        <p className="left" role="timer" data-state={left.state}>
          <span>{isOver ? '已过' : left.word}</span> <b>{left.figure}</b> <span>{left.unit}</span>
        </p>
      )}
      <dl className="sum">
        {both.map((side) => (
          <div key={side.duty}>
            <dt>{side.title}</dt>
            <dd>
              <Behind side={side} is="done" isWall={isWall}>
                <b>{inOrder(side).length}</b>
              </Behind>{' '}
              /{' '}
              <Behind side={side} is="all" isWall={isWall}>
                {side.day.units.length}
              </Behind>
            </dd>
          </div>
        ))}
      </dl>
      {!isWall && (
        <p className="do">
          {open.length > 0 && due !== undefined && <UrgeAll open={open} />}
          {isOver && (
            <>
              <button className="btn" type="button" onClick={() => print()}>
                打印汇总
              </button>
              <Workbook
                from="/api/summary.xlsx"
                body={{ day: dayOf(at), clause: summary.clause }}
                name={`${summary.title}汇总 ${dayOf(at)}`}
              />
            </>
          )}
          <Link className="btn" to={path.wall}>
            大屏
          </Link>
        </p>
      )}
    </header>
  )
}

interface OpenUnit {
  readonly side: Side
  readonly unit: DutyDayUnit
}
const urgeOne = ({ side: { duty, day }, unit: { unit } }: OpenUnit) => urge(duty, `${unit}|${day.day}`)

function UrgeAll({ open }: { readonly open: readonly OpenUnit[] }) {
  const [told, setTold] = useState('')
  const all = async () => {
    const replies = await Promise.all(open.map(urgeOne))
    const refused = replies.find((reply) => reply.is === 'refused')
    const sent = replies.filter(({ is }) => is === 'answer').length
    setTold(
      refused && sent === 0 && refused.is === 'refused'
        ? refused.problem.detail
        : sent === 0
          ? '线路断开，没有催到'
          : `已催 ${sent} 处`,
    )
    refresh()
  }
  return (
    <>
      {told !== '' && (
        <span className="note" role="status">
          {told}
        </span>
      )}
      <button className="btn primary" type="button" onClick={() => void all()}>
        催办全部 {open.length}
      </button>
    </>
  )
}

const whichOf = {
  all: {},
  done: { outcome: 'in-time,late' },
  not: { outcome: 'open,overdue,missed' },
  zero: { zero: 'true' },
} as const
/** A number of the morning that leads to its list; on the wall nobody presses anything. */
function Behind({
  side: { duty, day, otherwise },
  is,
  isWall,
  children,
}: {
  readonly side: Side
  readonly is: keyof typeof whichOf | 'otherwise'
  readonly isWall: boolean
  readonly children: ReactNode
}) {
  if (isWall) return children
  const which = is === 'otherwise' ? { register: otherwise?.register ?? '' } : whichOf[is]
  return (
    <Link className="number" to={path.owed({ duty, from: day.day, to: day.day, ...which })}>
      {children}
    </Link>
  )
}

/** How many stand open, roughly: on the wall all must fit. */
const manyOf = (open: number) => (open <= 10 ? 'few' : open <= 20 ? 'some' : 'many')

function SideView({ side, at, isWall }: { readonly side: Side; readonly at: number; readonly isWall: boolean }) {
  const open = notIn(side)
  const done = inOrder(side)
  const zero = done.filter(({ isZero }) => isZero).length
  const others = done.filter(({ state }) => state === 'otherwise').length
  return (
    <section className="side-of" data-open={manyOf(open.length)} aria-labelledby={`side-${side.duty}`}>
      <h2 className="group-head" id={`side-${side.duty}`}>
        {side.title}
        <span className="count">
          <b>{done.length}</b> / {side.day.units.length}
        </span>
      </h2>
      {open.length > 0 && side.day.due !== undefined && (
        <>
          <h3>
            还没报{' '}
            <Behind side={side} is="not" isWall={isWall}>
              <b>{open.length}</b>
            </Behind>
          </h3>
          <ul className="tiles">
            {open.map((unit) => (
              <Tile key={unit.unit} unit={unit} side={side} at={at} isWall={isWall} />
            ))}
          </ul>
        </>
      )}
      <h3>
        已报{' '}
        <Behind side={side} is="done" isWall={isWall}>
          <b>{sayNumber(done.length)}</b>
        </Behind>
        <span className="note">
          零报{' '}
          <Behind side={side} is="zero" isWall={isWall}>
            {zero}
          </Behind>
          {side.otherwise && others > 0 && (
            <>
              {' '}
              · {side.otherwise.word}{' '}
              <Behind side={side} is="otherwise" isWall={isWall}>
                {others}
              </Behind>
              ，{side.otherwise.owes}
            </>
          )}
        </span>
      </h3>
      <ul className="done-list">
        {done.map((unit) => (
          <li key={unit.unit}>
            {unit.seq === undefined || isWall ? (
              <span className="name">{unit.title}</span>
            ) : (
              <Link to={path.entry(unit.seq)} title={unit.title}>
                {unit.title}
              </Link>
            )}
            <span className="z">
              {unit.state === 'otherwise' ? (
                <span className="tel">{side.otherwise?.word}</span>
              ) : unit.state === 'met-late' ? (
                <State mark="late">迟</State>
              ) : (
                unit.isZero && <abbr title="零报告">零</abbr>
              )}
            </span>
            <time data-state={unit.state === 'met-late' ? 'late' : undefined}>
              {unit.metAt !== undefined && sayMinute(unit.metAt)}
            </time>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** 沈某（科副主任）, where the staff list knows who holds the post; else as the server says it. */
function turnOf({ unit, title, holder }: DutyDayUnit, people: readonly PersonRow[]): string {
  const post = holder.startsWith(title) ? holder.slice(title.length) : undefined
  if (post === undefined) return holder || '无人，请先任命'
  const names = people.filter(({ posts }) => posts.some((one) => one.unit === unit && one.title === post))
  return names.length === 0 ? `${post}，无人，请先任命` : `${names.map(({ name }) => name).join('、')}（${post}）`
}

function Tile({
  unit,
  side,
  at,
  isWall,
}: {
  readonly unit: DutyDayUnit
  readonly side: Side
  readonly at: number
  readonly isWall: boolean
}) {
  const people = useAnswer<readonly PersonRow[]>(isWall ? undefined : '/api/people').body ?? []
  const [sentence, setSentence] = useState('')
  const press = async () => {
    setSentence(whyNotUrged(await urgeOne({ side, unit })))
    refresh()
  }
  const may = mayUrgeAgain(unit, at)
  const isSoon = side.day.due !== undefined && timeLeft(side.day.due, at).state === 'soon'
  const left = unit.state === 'late' && side.day.due !== undefined ? timeLeft(side.day.due, at) : undefined
  return (
    <li className="tile" data-state={left ? 'late' : isSoon ? 'soon' : undefined}>
      <p className="name" title={unit.title}>
        {unit.title}
      </p>
      <p className="who">
        {!isWall && <span className="person">轮到 {turnOf(unit, people)}</span>}
        {unit.urgedAt !== undefined && (
          <span className="urged">
            {sayMinute(unit.urgedAt)} 已催
            {!isWall && !may && `，${sayMinute(unit.urgedAt + urgeAgainMs)} 起可再催`}
          </span>
        )}
        {left && (
          <State mark="late">
            逾期 {left.figure} {left.unit}
          </State>
        )}
      </p>
      {!isWall && (
        <p className="acts">
          <button
            className="btn small"
            type="button"
            aria-label={`催办 ${side.title} ${unit.title}`}
            aria-disabled={!may}
            onClick={() => may && void press()}
          >
            催办
          </button>
          {unit.assist && (
            <Link
              className="btn quiet small"
              to={path.assist(unit.assist, unit.assist.stead)}
              aria-label={`代录 ${side.title} ${unit.title}`}
            >
              代录
            </Link>
          )}
        </p>
      )}
      {sentence !== '' && (
        <p className="refusal">
          <span>{sentence}</span>
        </p>
      )}
    </li>
  )
}
