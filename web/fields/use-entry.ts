/** One entry on its way: answers, their faults, what the server would say, its draft, and the key that makes it once. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Accepted, Problem, WhyAnswers, WhyQuestion } from '../../server/api.ts'
import { dayOf } from '../../engine/time.ts'
import type { RegisterShape } from '../declared.ts'
import { refresh, useTurns } from '../parts/answer.ts'
import { serverNow } from '../parts/clock.ts'
import { ask, useCutSince } from '../parts/line.ts'
import { entryOf, faultsOf, unanswered, type Typed } from './typed.ts'

const whyAfterMs = 250

/** 16 to 100 characters that nobody used before; also on plain HTTP, where the browser has no randomUUID. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

export interface EntryWork {
  readonly typed: Typed
  /** Faults to be shown at fields: of what was left or sent, not of what one is about to type. */
  readonly shown: Readonly<Record<string, string>>
  readonly missing: readonly string[]
  /** The first reason why it may not be sent, beyond missing answers. */
  readonly problem: Problem | undefined
  readonly firstFault: { readonly field: string; readonly fact: string } | undefined
  readonly sending: 'no' | 'now' | 'cut'
  readonly accepted: Accepted | undefined
  set(name: string, text: string): void
  setAll(texts: Typed): void
  leave(name: string): void
  send(): Promise<void>
  /** After it was taken back: what was typed stands again, to be sent anew. */
  reopen(): void
}
/** In whose stead, and when he told it. */
export interface Stead {
  readonly for: string
  readonly toldAt: number | undefined
}

/** `place` takes the entry: its register's entries, or the corrections of the entry that is put right. */
export function useEntry(
  register: RegisterShape,
  start: Typed,
  place: string,
  terms: {
    /** Set for a correction, which is judged by its preview: what that found against it, if anything. */
    readonly correction?: { readonly against: Problem | undefined }
    readonly stead?: Stead | undefined
  } = {},
): EntryWork {
  const [typed, setTyped] = useState(start)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [why, setWhy] = useState<Problem>()
  const [refused, setRefused] = useState<Problem>()
  const [sending, setSending] = useState<EntryWork['sending']>('no')
  const [accepted, setAccepted] = useState<Accepted>()
  const key = useRef(freshKey())
  const faults = useMemo(() => faultsOf(register, typed, dayOf(serverNow())), [register, typed])
  const missing = useMemo(() => unanswered(register, typed), [register, typed])
  const isWhole = Object.keys(faults).length === 0
  const { correction, stead } = terms,
    isCorrection = correction !== undefined,
    [told, toldAt] = [stead?.for, stead?.toldAt]
  // What stands against it may be gone as soon as something else was entered.
  const turns = useTurns(),
    turn = why ? turns : 0
  const asking = useMemo(() => ({ entry: entryOf(register, typed), turn }), [register, typed, turn])

  useEffect(() => {
    // A correction is judged as of its first entry; its preview says what stands against it.
    // What is under way may have arrived though no answer came back: asked now, it would stand against itself.
    if (accepted || sending !== 'no' || !isWhole || isCorrection) return setWhy(undefined)
    const asked = new AbortController()
    const timer = setTimeout(async () => {
      const question: WhyQuestion = {
        register: register.id,
        entry: asking.entry,
        ...(told === undefined ? {} : { for: told }),
        ...(toldAt === undefined ? {} : { toldAt }),
      }
      const reply = await ask<WhyAnswers>('/api/why', {
        method: 'POST',
        body: { questions: [question] },
        signal: asked.signal,
      })
      if (reply.is !== 'answer' || asked.signal.aborted) return
      const [answer] = reply.body.answers
      setWhy(answer && 'detail' in answer ? answer : undefined)
    }, whyAfterMs)
    return () => {
      clearTimeout(timer)
      asked.abort()
    }
  }, [register, asking, isWhole, accepted, sending, isCorrection, told, toldAt])

  const setAll = useCallback((texts: Typed) => {
    setTyped((before) => ({ ...before, ...texts }))
    setRefused(undefined)
  }, [])
  const send = async () => {
    setLeft(new Set(register.fields.map(([name]) => name)))
    if (missing.length > 0 || !isWhole || sending === 'now') return
    setSending('now')
    const entry = entryOf(register, typed),
      body = stead ? { ...stead, entry } : entry
    const reply = await ask<Accepted>(place, { method: 'POST', key: key.current, body })
    setSending(reply.is === 'cut' ? 'cut' : 'no')
    if (reply.is === 'refused') setRefused(reply.problem)
    if (reply.is === 'answer') {
      setAccepted(reply.body)
      refresh()
    }
  }
  const problem = refused ?? correction?.against ?? why
  const fromServer = Object.fromEntries((problem?.errors ?? []).map(({ field, fact }) => [field, fact]))
  const [firstFault] = Object.entries({ ...fromServer, ...faults }).map(([field, fact]) => ({ field, fact }))
  const isShown = ([name]: readonly [string, string]) => left.has(name) || refused !== undefined
  const gaps = missing.map((name) => [name, '没有填写'] as const)
  return {
    typed,
    missing,
    problem,
    firstFault,
    sending,
    accepted,
    setAll,
    send,
    reopen: () => {
      key.current = freshKey()
      setAccepted(undefined)
    },
    shown: Object.fromEntries([
      ...(left.size === register.fields.length ? gaps : []),
      ...Object.entries(fromServer),
      ...Object.entries(faults).filter(isShown),
    ]),
    set: (name, text) => setAll({ [name]: text }),
    leave: (name) => setLeft((before) => (before.has(name) ? before : new Set([...before, name]))),
  }
}

/** Keeps the answers as a draft on the server while one types; says when it was last kept. */
export function useDraft(form: string, typed: Typed, isOpen: boolean): { readonly savedAt: number | undefined } {
  const [savedAt, setSavedAt] = useState<number>()
  const first = useRef(JSON.stringify(typed))
  // What could not be kept while the line was cut is kept as soon as it stands again.
  const isCut = useCutSince() !== undefined
  useEffect(() => {
    const text = JSON.stringify(typed)
    if (!isOpen || isCut || text === first.current) return
    const keep = async (isLeaving = false) => {
      clearTimeout(timer)
      const address = `/api/drafts/${encodeURIComponent(form)}`
      const reply = await ask(address, { method: 'PUT', body: { typed }, ...(isLeaving && { keepalive: true }) })
      if (reply.is !== 'answer') return
      first.current = text
      setSavedAt(serverNow())
    }
    const timer = setTimeout(() => void keep(), 800)
    // Whoever leaves the page leaves a field first. What goes after that might go under the next person's name.
    const left = () => void keep()
    const gone = () => void keep(true)
    document.addEventListener('focusout', left, { once: true })
    addEventListener('pagehide', gone, { once: true })
    return () => {
      clearTimeout(timer)
      document.removeEventListener('focusout', left)
      removeEventListener('pagehide', gone)
    }
  }, [form, typed, isOpen, isCut])
  return { savedAt }
}
/** The draft of a form; undefined where there is none or it cannot be read. */
export async function readDraft(form: string): Promise<Typed | undefined> {
  const reply = await ask<{ readonly value: { readonly typed: Typed } | null }>(
    `/api/drafts/${encodeURIComponent(form)}`,
  )
  return reply.is === 'answer' ? reply.body.value?.typed : undefined
}
export const dropDraft = (form: string) => ask(`/api/drafts/${encodeURIComponent(form)}`, { method: 'DELETE' })
