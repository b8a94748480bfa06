/** What the desk does: takes a customer in, out, elsewhere; puts an entry right; keeps the last acts in this page only. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Accepted, Problem, WhyAnswers } from '../../server/api.ts'
import { dayOf } from '../../engine/time.ts'
import { entryOf, faultsOf, unanswered, type Typed } from '../fields/typed.ts'
import { freshKey } from '../fields/use-entry.ts'
import { refresh } from '../parts/answer.ts'
import { serverNow } from '../parts/clock.ts'
import { ask } from '../parts/line.ts'
import { checkIn, confirmed, emptyCustomer, plainNumber } from './customer.ts'
import { seatLeftStanding, useLeftStanding } from './left-standing.ts'
import { sound } from './sound.ts'
import { tellsBirth } from '../../engine/identity.ts'

export type Mode = 'in' | 'out' | 'move'
export interface Act {
  readonly seq: number | undefined
  readonly at: number
  readonly kind: '登记' | '下机' | '换座' | '更正' | '未登记'
  readonly seat: string
  readonly words: string
  /** What was entered, so that a further entry can put it right; in this page's memory and nowhere else. */
  readonly typed?: Typed
  readonly isPutRight?: boolean
  /** The entry that all corrections of it point back to. */
  readonly first?: number | undefined
}
export interface Refused {
  readonly sentence: string
  readonly field: string | undefined
  readonly isOfServer: boolean
}

const actsMax = 5
const cite = checkIn ? `（${checkIn.clause.cite}）` : ''

export function useCounter(focus: (place: string) => void) {
  const [mode, setMode] = useState<Mode>('in')
  const [typed, setTyped] = useState<Typed>(() => ({ ...emptyCustomer, seat: seatLeftStanding() }))
  useLeftStanding(typed['seat'] ?? '')
  const [refused, setRefused] = useState<Refused>()
  const [acts, setActs] = useState<readonly Act[]>([])
  const [fixing, setFixing] = useState<Act>()
  const [isSending, setSending] = useState(false)
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set())
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [since, setSince] = useState<Readonly<Record<string, number>>>({})
  const key = useRef(freshKey())
  const { known, mustAccept } = useWhy(typed)

  const refuse = useCallback(
    (sentence: string, field?: string, isOfServer = false) => {
      setRefused({ sentence, field, isOfServer })
      sound('refused')
      if (field) focus(field)
    },
    [focus],
  )
  const begin = useCallback(
    (next: Typed = emptyCustomer) => {
      // Drawn at once: the next customer's number may already be on its way from the reader.
      flushSync(() => {
        setTyped(next)
        setRefused(undefined)
        setFixing(undefined)
        setMode('in')
      })
      key.current = freshKey()
      focus(next['customer'] ? 'name' : 'customer')
    },
    [focus],
  )
  const note = (act: Act) => setActs((before) => [act, ...before].slice(0, actsMax))
  const occupy = (seat: string, at: number | undefined) => {
    const isTaken = at !== undefined
    setTaken((before) => new Set(isTaken ? [...before, seat] : [...before].filter((one) => one !== seat)))
    setLeft((before) => new Set(isTaken ? [...before].filter((one) => one !== seat) : [...before, seat]))
    setSince((before) => ({ ...before, [seat]: at ?? 0 }))
  }

  /** Sends one entry; what was accepted comes back, what was refused is said in full width. */
  const send = async (place: string, entry: object): Promise<Accepted | undefined> => {
    if (isSending) return undefined
    setSending(true)
    const reply = await ask<Accepted>(place, { method: 'POST', key: key.current, body: entry })
    setSending(false)
    if (reply.is === 'answer') {
      key.current = freshKey()
      sound('accepted')
      refresh()
      return reply.body
    }
    if (reply.is === 'refused') {
      refuse(reply.problem.detail, fieldOf(reply.problem), true)
      refresh()
    }
    return undefined
  }
  const register = async (seat: string) => {
    if (!checkIn || isSending) return
    const whole: Typed = {
      ...typed,
      seat,
      born: tellsBirth(typed['idKind']) ? '' : (typed['born'] ?? ''),
      // Who accepted them on an earlier visit is not said to have done so today.
      acceptsRules: mustAccept === false ? '' : (typed['acceptsRules'] ?? ''),
    }
    const { fields } = checkIn
    const [missing] = unanswered(checkIn, whole)
    const labelOf = (name: string) => fields.find(([other]) => other === name)?.[1].label ?? name
    if (missing) return refuse(`不能登记：${labelOf(missing)}没有填写${cite}`, missing)
    const [fault] = Object.entries(faultsOf(checkIn, whole, dayOf(serverNow())))
    if (fault) return refuse(`不能登记：${labelOf(fault[0])}${fault[1]}${cite}`, fault[0])
    const first = fixing?.first ?? fixing?.seq
    const place = first === undefined ? '/api/registers/check-in/entries' : `/api/entries/${first}/corrections`
    const accepted = await send(place, entryOf(checkIn, whole))
    if (!accepted) return
    const name = whole['name'] ?? ''
    begin()
    if (fixing) {
      setActs((before) => before.map((act) => (act === fixing ? { ...act, isPutRight: true } : act)))
      if (fixing.seat !== seat) occupy(fixing.seat, undefined)
    }
    occupy(seat, accepted.at)
    note({
      seq: accepted.seq,
      at: accepted.recorded,
      kind: fixing ? '更正' : '登记',
      seat,
      typed: whole,
      first,
      words: fixing && fixing.seat !== seat ? `${name}，原记 ${fixing.seat} 号` : name,
    })
  }
  const checkOut = async (seat: string) => {
    if (seat === '') return refuse('不能下机：座位没有填写（第十一条）', 'out')
    const accepted = await send('/api/registers/check-out/entries', { seat, reason: 'leaves' })
    if (!accepted) return
    const from = since[seat]
    const used = from ? Math.max(0, Math.floor((accepted.at - from) / 60_000)) : undefined
    occupy(seat, undefined)
    note({
      seq: accepted.seq,
      at: accepted.recorded,
      kind: '下机',
      seat,
      words: used === undefined ? '' : `用 ${used} 分`,
    })
    begin(typed)
  }
  const changeSeat = async (seat: string, to: string) => {
    if (seat === '' || to === '') return refuse('不能换座：座位没有填写（第十一条）', seat === '' ? 'out' : 'to')
    const accepted = await send('/api/registers/change-seat/entries', { seat, to })
    if (!accepted) return
    occupy(seat, undefined)
    occupy(to, since[seat] || accepted.at)
    note({ seq: accepted.seq, at: accepted.recorded, kind: '换座', seat: to, words: `原在 ${seat} 号` })
    begin(typed)
  }
  /** Esc: a refusal first; one that concerns this customer takes the customer with it; then the mode; then the form. */
  const clear = () => {
    if (refused) {
      setRefused(undefined)
      if (refused.isOfServer && refused.field === 'customer') begin()
      else focus(refused.field ?? (mode === 'in' ? 'customer' : 'out'))
    } else begin(mode === 'in' ? emptyCustomer : typed)
  }
  const switchTo = (next: Mode) => {
    flushSync(() => {
      setRefused(undefined)
      setMode(next)
    })
    key.current = freshKey()
    focus('out')
  }
  /** What was agreed of one document holds of no other; after a refusal the next number is somebody else's. */
  const set = (name: string, text: string) => {
    const isOther = name === 'customer' && !fixing && plainNumber(text) !== plainNumber(typed['customer'] ?? '')
    const isNext = isOther && refused?.isOfServer === true
    if (isNext) setRefused(undefined)
    setTyped((before) => ({
      ...before,
      ...(isOther && { faceAgrees: 'no' }),
      ...(isNext && { name: '', born: '' }),
      [name]: text,
    }))
  }
  const fix = (act: Act) => {
    if (!act.typed) return
    const { typed: before } = act
    flushSync(() => {
      setMode('in')
      setRefused(undefined)
      setTyped(before)
      setFixing(act)
    })
    key.current = freshKey()
    focus('customer')
  }
  return {
    mode,
    typed,
    refused,
    acts,
    fixing,
    isSending,
    taken,
    left,
    since,
    known,
    /** Whether this customer has yet to accept the house rules; undefined until the server has said. */
    mustAccept,
    confirm: (isYes: boolean) => setTyped((before) => confirmed(before, isYes)),
    set,
    begin,
    refuse,
    register,
    checkOut,
    changeSeat,
    clear,
    /** Nothing stands at the desk that Esc would clear, a seat apart. */
    isClear: () =>
      mode === 'in' &&
      !refused &&
      !fixing &&
      Object.entries(emptyCustomer).every(([name, empty]) => name === 'seat' || typed[name] === empty),
    switchTo,
    fix,
  }
}
export type Counter = ReturnType<typeof useCounter>

const fieldOf = ({ field, errors }: Problem) => field ?? errors?.[0]?.field

interface Known {
  readonly known?: Problem | 'nothing'
  readonly mustAccept?: boolean
}
/** Once the number is whole: what the server already knows of this customer, before anything is registered. */
function useWhy(typed: Typed): Known {
  const [answered, setAnswered] = useState<Known>({})
  const number = plainNumber(typed['customer'] ?? '')
  const { idKind = '', born = '' } = typed
  useEffect(() => {
    setAnswered({})
    if (!checkIn) return
    const { id: register } = checkIn
    const entry = entryOf(checkIn, { idKind, customer: number, born: tellsBirth(idKind) ? '' : born })
    if (number === '' || faultsOf(checkIn, { idKind, customer: number }, dayOf(serverNow()))['customer']) return
    const asked = new AbortController()
    const timer = setTimeout(async () => {
      const reply = await ask<WhyAnswers>('/api/why', {
        method: 'POST',
        signal: asked.signal,
        body: {
          questions: [
            { register, entry: { ...entry, acceptsRules: true } },
            { register, entry },
          ],
        },
      })
      if (reply.is !== 'answer' || asked.signal.aborted) return
      const [answer, unaccepted] = reply.body.answers
      // Fields that are still empty are no news at the desk; only what concerns this person is.
      setAnswered({
        known: answer && 'detail' in answer && answer.field === 'customer' ? answer : 'nothing',
        mustAccept: unaccepted && 'detail' in unaccepted ? unaccepted.field === 'acceptsRules' : false,
      })
    }, 120)
    return () => {
      clearTimeout(timer)
      asked.abort()
    }
  }, [number, idKind, born])
  return answered
}
