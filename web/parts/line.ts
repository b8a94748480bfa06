/** The line to the server: one way to ask, what it may answer, and since when it is cut. */
import { useSyncExternalStore } from 'react'
import type { Problem } from '../../server/api.ts'
import { setClock } from './clock.ts'

/** What came back: a body, a refusal in the server's own words, or nothing, because the line is cut. */
export type Reply<T> =
  | { readonly is: 'answer'; readonly body: T; readonly status: number }
  | { readonly is: 'refused'; readonly problem: Problem; readonly body: unknown }
  | { readonly is: 'cut' }

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly body?: unknown
  /** Bytes in the place of a body. */
  readonly file?: Blob
  /** Repeating a request under the same key gets the first answer again. */
  readonly key?: string
  readonly signal?: AbortSignal
  /** Goes on though the page is left meanwhile. */
  readonly keepalive?: boolean
}

let cutSince: number | undefined
let asked = 0
let cutAfter = 0
let isDriven = false
const listeners = new Set<() => void>()
const endings = new Set<() => void>()
const stepUps = new Set<() => void>()

/** Marks the line as cut or as whole again. */
export function setLine(isCut: boolean): void {
  if (isCut === (cutSince !== undefined)) return
  cutSince = isCut ? Date.now() : undefined
  for (const listener of listeners) listener()
}
export const setDriven = (driven: boolean) => {
  isDriven = driven
}
/** The server ended what this page listened to: nobody is signed in here any more. */
export function tellSignedOut(): void {
  for (const listener of endings) listener()
}
/** Calls back whenever the server says that nobody is signed in any more. */
export function onSignedOut(listener: () => void): () => void {
  endings.add(listener)
  return () => endings.delete(listener)
}

/** Calls back whenever the server asks for the whole password where six digits had let somebody in. */
export function onStepUp(listener: () => void): () => void {
  stepUps.add(listener)
  return () => stepUps.delete(listener)
}

/** Since when (milliseconds of this page's clock) the line is cut; undefined while it is whole. */
export const lineCutSince = () => cutSince
/** Calls back whenever the line was cut or stands again. */
export function onLine(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
export function useCutSince(): number | undefined {
  return useSyncExternalStore(onLine, lineCutSince)
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'detail' in value && typeof value.detail === 'string'
const nameless = (status: number): Problem => ({
  type: 'about:blank',
  title: '服务器没有说明',
  status,
  detail: status === 413 ? '不能提交：内容太长' : status === 404 ? '没有这一页' : '服务器此刻不能办，请稍后再试',
})

/** One request to the server on this origin. Never throws: a refusal and a cut line are answers too. */
export async function ask<T>(
  path: string,
  { method = 'GET', body, file, key, signal, keepalive }: Ask = {},
): Promise<Reply<T>> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (file !== undefined) headers['content-type'] = 'application/octet-stream'
  if (key !== undefined) headers['idempotency-key'] = key
  asked += 1
  const turn = asked
  try {
    const response = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      ...(signal ? { signal } : {}),
      ...(keepalive === undefined ? {} : { keepalive }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(file === undefined ? {} : { body: file }),
    })
    // What was asked before the line was found cut may still be answered, and says nothing of the line since.
    if (turn > cutAfter) setLine(false)
    return await replyOf<T>(path, response)
  } catch {
    // Only a lost line or an abandoned request throws here; both leave what stands on the page as it is.
    if (!signal?.aborted) {
      cutAfter = asked
      setLine(true)
    }
    return { is: 'cut' }
  }
}

async function replyOf<T>(path: string, response: Response): Promise<Reply<T>> {
  const text = await response.text()
  const body = bodyOf(text)
  if (response.ok && body !== unreadable) {
    if (hasAt(body)) setClock(body.at, isDriven)
    // The border to the server: its types are those of server/api.ts, which both sides compile against.
    return { is: 'answer', body: body as T, status: response.status }
  }
  const problem = isProblem(body) ? body : nameless(response.status)
  // Asking who is signed in is how one learns that nobody is; only other questions find it out unawares.
  if (problem.type === 'urn:shouze:step-up') for (const listener of stepUps) listener()
  if (response.status === 401 && path !== '/api/session') for (const listener of endings) listener()
  return { is: 'refused', problem, body }
}
const unreadable = Symbol('unreadable')
/** Whoever stands between may answer in the server's place, with a page of his own. */
function bodyOf(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return unreadable
  }
}
const hasAt = (body: unknown): body is { readonly at: number } =>
  typeof body === 'object' &&
  body !== null &&
  'at' in body &&
  typeof body.at === 'number' &&
  !('recorded' in body) &&
  !('seq' in body)
