/** What a page shows from the server: asked once for all who look, asked again when something changed. */
import { useEffect, useSyncExternalStore } from 'react'
import type { Problem } from '../../server/api.ts'
import { ask } from './line.ts'
import { onChange } from './live.ts'

export interface Shown<T> {
  readonly body?: T
  readonly problem?: Problem
  /** True until the first answer. */
  readonly isWaiting: boolean
}
interface Kept {
  shown: Shown<unknown>
  asked: number
  readonly path: string
  readonly body: unknown
  readonly watchers: Set<() => void>
}
const waiting: Shown<never> = { isWaiting: true }
const kept = new Map<string, Kept>()

/** Forgets every answer, as at sign-out: nothing of one person stays for the next. */
export function forgetAnswers(): void {
  kept.clear()
}

async function askAgain(one: Kept): Promise<void> {
  const turn = ++one.asked
  const reply =
    one.body === undefined
      ? await ask<unknown>(one.path)
      : await ask<unknown>(one.path, { method: 'POST', body: one.body })
  // A later question was asked meanwhile, or the line is cut: what stands stays.
  if (turn !== one.asked || reply.is === 'cut') return
  one.shown =
    reply.is === 'answer' ? { body: reply.body, isWaiting: false } : { problem: reply.problem, isWaiting: false }
  for (const watcher of one.watchers) watcher()
}

let soon: ReturnType<typeof setTimeout> | undefined
let turns = 0
const turned = new Set<() => void>()
/** Asks again everything that somebody looks at now, once for a burst of changes. */
export function refresh(): void {
  clearTimeout(soon)
  soon = setTimeout(() => {
    turns += 1
    for (const one of kept.values()) if (one.watchers.size > 0 && one.path !== '') void askAgain(one)
    for (const tell of turned) tell()
  }, 60)
}
onChange(refresh)
/** A number that grows whenever something may have changed: what was asked by other ways is asked again. */
export const useTurns = () =>
  useSyncExternalStore(
    (tell) => {
      turned.add(tell)
      return () => void turned.delete(tell)
    },
    () => turns,
  )

const keptFor = (path: string, body: unknown): Kept => {
  const key = body === undefined ? path : `${path}\n${JSON.stringify(body)}`
  const found = kept.get(key)
  if (found) return found
  const fresh: Kept = { shown: waiting, asked: 0, path, body, watchers: new Set() }
  kept.set(key, fresh)
  return fresh
}

/** The answer of GET `path`, or of POST with `body`, kept fresh while the component stands. No path: nothing asked. */
export function useAnswer<T>(path: string | undefined, body?: unknown): Shown<T> {
  const one = keptFor(path ?? '', body)
  useEffect(() => {
    if (path !== undefined) void askAgain(one)
  }, [path, one])
  const shown = useSyncExternalStore(
    (watcher) => {
      one.watchers.add(watcher)
      return () => {
        one.watchers.delete(watcher)
        if (one.watchers.size === 0) setTimeout(() => one.watchers.size === 0 && forget(one), 60_000)
      }
    },
    () => one.shown,
  )
  // The border to the server: its answers have the types of server/api.ts.
  return shown as Shown<T>
}
const forget = (one: Kept) => {
  for (const [key, value] of kept) if (value === one) kept.delete(key)
}
