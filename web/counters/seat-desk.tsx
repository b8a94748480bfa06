/** The desk's other two acts: 下机 with one seat, 换座 with two. */
import { useState, type KeyboardEvent } from 'react'
import { placeId } from './desk.tsx'
import { seatMeant, type Seat } from './seats.ts'
import type { Counter } from './use-counter.ts'

export function SeatDesk({
  counter,
  seats,
  start,
  isCut,
  focus,
}: {
  readonly counter: Counter
  readonly seats: readonly Seat[]
  readonly start: string
  readonly isCut: boolean
  readonly focus: (place: string) => void
}) {
  const { mode, checkOut, changeSeat, refused, clear, isSending } = counter
  const [seat, setSeat] = useState(start)
  const [to, setTo] = useState('')
  const isMove = mode === 'move'
  const act = () => {
    if (isCut) return
    const from = seatMeant(seat, seats)
    void (isMove ? changeSeat(from, seatMeant(to, seats)) : checkOut(from))
  }
  const keys = (isLast: boolean) => (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.key !== 'Enter') return
    event.preventDefault()
    if (isLast) act()
    else focus('to')
  }
  const title = isMove ? '换座' : '下机'
  return (
    <form className="desk" aria-label={title} onSubmit={(event) => event.preventDefault()}>
      <h2 className="desk-title">{title}</h2>
      <label className="field seatno">
        <span className="label">{isMove ? '现在的座位' : '哪个座位下机'}</span>
        <input
          className="input"
          id={placeId('out')}
          value={seat}
          autoComplete="off"
          inputMode="numeric"
          aria-invalid={refused?.field === 'seat'}
          onKeyDown={keys(!isMove)}
          onChange={(event) => setSeat(event.target.value)}
        />
      </label>
      {isMove && (
        <label className="field seatno">
          <span className="label">换到</span>
          <input
            className="input"
            id={placeId('to')}
            value={to}
            autoComplete="off"
            inputMode="numeric"
            aria-invalid={refused?.field === 'to'}
            onKeyDown={keys(true)}
            onChange={(event) => setTo(event.target.value)}
          />
        </label>
      )}
      <button className="btn primary big go" type="button" aria-disabled={isCut || isSending} onClick={act}>
        {title} <kbd>⏎</kbd>
      </button>
      <button className="btn" type="button" onClick={clear}>
        回到登记 <kbd>Esc</kbd>
      </button>
    </form>
  )
}
