/** The desk's sheet: number, name, document, age, face, seat; Enter goes on and at the end registers. */
import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { dayOf } from '../../engine/time.ts'
import { documents, tellsBirth } from '../../engine/identity.ts'
import { useNow } from '../parts/clock.ts'
import { State } from '../parts/marks.tsx'
import { ageOf, maskedNumber, numberFault, placesOf, type Place } from './customer.ts'
import type { Counter } from './use-counter.ts'
import { seatMeant, type Seat } from './seats.ts'

export interface DeskProps {
  readonly counter: Counter
  readonly seats: readonly Seat[]
  readonly proposal: { readonly seat: Seat; readonly note: string } | undefined
  readonly isCut: boolean
  readonly focus: (place: string) => void
}
export const placeId = (place: string) => `desk-${place}`

/** The seat that would be registered: what was typed, or else the proposal. */
export const seatFor = (typed: string | undefined, { seats, proposal }: Pick<DeskProps, 'seats' | 'proposal'>) =>
  typed ? seatMeant(typed, seats) : (proposal?.seat.id ?? '')

export function Desk(props: DeskProps) {
  const { counter, proposal, isCut, focus } = props
  const { typed, set, confirm, refused, register, refuse, isSending, fixing, mustAccept } = counter
  const today = dayOf(useNow())
  const seat = seatFor(typed['seat'], props)
  const next = (place: Place) => {
    const fault = place === 'customer' ? numberFault(typed, today) : undefined
    if (fault) return refuse(`不能登记：${fault}（第十一条）`, 'customer')
    const places = placesOf(typed['idKind'])
    const after = places[places.indexOf(place) + 1]
    if (after) focus(after)
    else if (!isCut) void register(seat)
  }
  const keys = (place: Place) => (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    if (event.key === ' ' && place !== 'name' && place !== 'faceAgrees') {
      event.preventDefault()
      confirm(typed['faceAgrees'] !== 'yes')
    }
    if (event.key !== 'Enter') return
    event.preventDefault()
    next(place)
  }
  const at = (place: Place) => ({
    id: placeId(place),
    onKeyDown: keys(place),
    'aria-invalid': refused?.field === place,
  })
  const mayNot = isCut || isSending
  return (
    <form className="desk" aria-label={fixing ? '更正登记' : '登记'} onSubmit={(event) => event.preventDefault()}>
      <NumberField typed={typed['customer'] ?? ''} set={(text) => set('customer', text)} props={at('customer')} />
      <div className="desk-pair">
        <label className="field">
          <span className="label">姓名</span>
          <input
            className="input"
            {...at('name')}
            value={typed['name']}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => set('name', event.target.value)}
          />
        </label>
        <label className="field">
          <span className="label">
            证件 <span className="opt">Alt 1–8</span>
          </span>
          <select className="input" value={typed['idKind']} onChange={(event) => set('idKind', event.target.value)}>
            {Object.entries(documents).map(([kind, title], index) => (
              <option key={kind} value={kind}>
                {index + 1} {title}
              </option>
            ))}
          </select>
        </label>
      </div>
      {!tellsBirth(typed['idKind']) && (
        <label className="field">
          <span className="label">
            出生日期 <span className="opt">按证件，如 19900108</span>
          </span>
          <input
            className="input"
            {...at('born')}
            value={typed['born']}
            inputMode="numeric"
            autoComplete="off"
            onChange={(event) => set('born', event.target.value)}
            onBlur={(event) => set('born', dayTyped(event.target.value))}
          />
        </label>
      )}
      <Known counter={counter} today={today} isCut={isCut} />
      <label className="check face">
        <input
          type="checkbox"
          {...at('faceAgrees')}
          checked={typed['faceAgrees'] === 'yes'}
          onChange={(event) => confirm(event.target.checked)}
        />
        <span>本人与证件一致</span> <kbd>空格</kbd>
      </label>
      <label className="check face">
        <input
          type="checkbox"
          id={placeId('acceptsRules')}
          aria-invalid={refused?.field === 'acceptsRules'}
          disabled={mustAccept === false}
          checked={mustAccept === false || typed['acceptsRules'] === 'yes'}
          onChange={(event) => set('acceptsRules', event.target.checked ? 'yes' : '')}
        />
        <span>{mustAccept === false ? '顾客接受过守则' : '顾客看过守则并接受'}</span>
      </label>
      <div className="desk-pair seat-pair">
        <label className="field seatno">
          <span className="label">座位</span>
          <input
            className="input"
            {...at('seat')}
            value={typed['seat'] || seat}
            autoComplete="off"
            inputMode="numeric"
            onFocus={(event) => event.target.select()}
            onChange={(event) => set('seat', event.target.value)}
          />
        </label>
        <p className="note">{typed['seat'] ? '' : (proposal?.note ?? '没有空座')}</p>
      </div>
      <button
        className="btn primary big go"
        type="button"
        aria-disabled={mayNot}
        onClick={() => !mayNot && void register(seat)}
      >
        {fixing ? `更正第 ${fixing.seq?.toLocaleString('en-US')} 条` : isSending ? '正在登记' : '登记'} <kbd>⏎</kbd>
      </button>
      <p className="note rules">
        {fixing ? '更正另记一条，原来那条留着。Esc 不改了。' : '读卡器放在哪一栏都行，读到的号码自己会到证件号里。'}
      </p>
    </form>
  )
}
/** 19900108, 1990/1/8 → 1990-01-08; what is no day stays as typed. */
function dayTyped(text: string): string {
  const plain = text.normalize('NFKC').trim()
  const [, year, month = '', day = ''] = /^(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?$/.exec(plain) ?? []
  return year === undefined ? plain : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

/** The number is seen whole only while the cursor stands in it. */
function NumberField({
  typed,
  set,
  props,
}: {
  readonly typed: string
  readonly set: (text: string) => void
  readonly props: object
}) {
  const [isSeen, setSeen] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  // Drawing the number whole in place of the masked one unselects it, and what is typed next must replace it.
  useLayoutEffect(() => {
    if (isSeen) field.current?.select()
  }, [isSeen])
  return (
    <label className="field">
      <span className="label">
        证件号 <span className="opt">读卡或键入</span>
      </span>
      <input
        className="input id"
        ref={field}
        {...props}
        value={isSeen ? typed : maskedNumber(typed)}
        inputMode="text"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        autoFocus
        onFocus={() => setSeen(true)}
        onBlur={() => setSeen(false)}
        onChange={(event) => set(event.target.value)}
      />
    </label>
  )
}

/** What is known of the customer so far: age from the document, and what the server says of the number. */
function Known({
  counter: { typed, known },
  today,
  isCut,
}: {
  readonly counter: Counter
  readonly today: string
  readonly isCut: boolean
}) {
  const years = ageOf(typed, today)
  const fact = (sentence: string) => /^[^：]*：(.*?)(（[^（）]*）)?$/.exec(sentence)?.[1] ?? sentence
  const checked: ReactNode = isCut ? (
    <State mark="none">接通后查</State>
  ) : known === 'nothing' ? (
    <State mark="kept">没有在别处上机</State>
  ) : (
    known && <State mark="refused">{fact(known.detail)}</State>
  )
  return (
    <dl className="facts" aria-live="polite">
      <dt>年龄</dt>
      <dd>
        {years === undefined ? (
          <span className="note">看证件号</span>
        ) : (
          <State mark={years < 18 ? 'refused' : 'kept'}>{years} 周岁</State>
        )}
      </dd>
      <dt>核对</dt>
      <dd>{checked}</dd>
    </dl>
  )
}
