/** The hall: every seat by its area, free, used for how long, or closed and why; and how long until closing. */
import type { ClauseRef } from '../../server/api.ts'
import { useAnswer } from '../parts/answer.ts'
import { Clause } from '../parts/sayings.tsx'
import { sayMinute } from '../parts/wording.ts'
import type { ParameterRow } from '../../server/api.ts'
import type { Area, Seat } from './seats.ts'

export function Hall({
  areas,
  counts,
  chosen,
  since,
  at,
  closing,
  press,
}: {
  readonly areas: readonly Area[]
  readonly counts: { readonly free: number; readonly used: number; readonly off: number }
  readonly chosen: string
  readonly since: Readonly<Record<string, number>>
  readonly at: number
  readonly closing: { readonly closesAt: number | undefined; readonly said: string }
  readonly press: (seat: Seat) => void
}) {
  const { free, used, off } = counts
  return (
    <section className="hall" aria-labelledby="hall">
      <header className="hallhead">
        <h2 id="hall">座位</h2>
        <p>
          <b className="figure">{free}</b> 空 / {free + used + off}
        </p>
        <p className="legend">
          <span className="k">
            <i data-state="used" />
            在用 {used}
          </span>
          <span className="k">
            <i data-state="off" />
            停用 {off}
          </span>
        </p>
        <p className="shut">
          打烊 <b>{closing.said}</b>{' '}
          {closing.closesAt !== undefined && <span className="note">{sayMinute(closing.closesAt)}</span>}{' '}
          <ClosingClause />
        </p>
      </header>
      {areas.map(({ title, seats }) => (
        <div key={title} className="area">
          {title !== '' && <h3>{title}</h3>}
          <div className="seats">
            {seats.map((seat) => (
              <SeatButton
                key={seat.id}
                seat={seat}
                isChosen={seat.id === chosen}
                since={since[seat.id] ?? seat.since}
                at={at}
                press={press}
              />
            ))}
          </div>
        </div>
      ))}
      {areas.length === 0 && <p className="note">还没有登记终端。由经理在“终端资产”里逐台登记，登记了才能上机。</p>}
    </section>
  )
}

function ClosingClause() {
  const clause: ClauseRef | undefined = useAnswer<readonly ParameterRow[]>('/api/parameters').body?.find(
    ({ id }) => id === 'closes',
  )?.clause
  return clause ? <Clause of={clause} /> : null
}

function SeatButton({
  seat,
  isChosen,
  since,
  at,
  press,
}: {
  readonly seat: Seat
  readonly isChosen: boolean
  readonly since: number | undefined
  readonly at: number
  readonly press: (seat: Seat) => void
}) {
  const { id, state, why } = seat
  const used = since ? long(at - since) : ''
  const shown = isChosen && state === 'free' ? 'next' : state
  const word = { free: '', used: used || '在用', off: why ?? '', next: '推荐' }[shown]
  const hidden = { free: '空', used: used ? '已用 ' : '', off: '停用：', next: '' }[shown]
  return (
    <button type="button" className="seat" data-state={shown} tabIndex={-1} onClick={() => press(seat)}>
      <b>
        {id}
        <span className="unseen"> 号，{hidden}</span>
      </b>
      {word !== '' && <i>{word}</i>}
    </button>
  )
}
/** 1:20. */
const long = (ms: number) => {
  const minutes = Math.max(0, Math.floor(ms / 60_000))
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}
