/** Live updates: the server tells which registers changed, and what time it is; pages ask again what they show. */
import type { Live } from '../../server/api.ts'
import { setClock } from './clock.ts'
import { ask, lineCutSince, onLine, setLine, tellSignedOut } from './line.ts'

const probeEveryMs = 2_000
const listeners = new Set<(registers: readonly string[] | undefined) => void>()

/** Calls back after something changed. No registers: after a break, when anything may have changed. */
export function onChange(listener: (registers: readonly string[] | undefined) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
const tell = (registers?: readonly string[]) => {
  for (const listener of listeners) listener(registers)
}

/** Opens the stream of live updates; gives back how to close it. Comes back by itself after a break. */
export function openLive(isDriven: boolean): () => void {
  let source: EventSource | undefined
  let again: ReturnType<typeof setTimeout> | undefined
  let wasCut = false
  let isClosed = false
  const heard = (event: MessageEvent<string>) => {
    // The border to the server: the stream carries `Live` and nothing else.
    const live = { event: event.type, ...(JSON.parse(event.data) as object) } as Live
    if (live.event === 'clock') setClock(live.at, isDriven)
    else if (live.event === 'changed') tell(live.registers)
  }
  const open = () => {
    source = new EventSource('/api/live')
    source.onopen = () => {
      setLine(false)
      if (wasCut) tell()
      wasCut = false
    }
    source.onmessage = heard
    source.addEventListener('changed', heard)
    source.addEventListener('clock', heard)
    source.onerror = () => {
      source?.close()
      if (isClosed) return
      wasCut = true
      // Asking tells a cut line from a session that ended.
      void ask('/api/session').then((reply) => {
        if (isClosed) return
        if (reply.is === 'refused') tellSignedOut()
        else again = setTimeout(open, 1000)
      })
    }
  }
  // The machine itself notices a pulled cable long before a stream that only listens does.
  const probe = () => {
    const cutSince = lineCutSince()
    void ask('/api/session').then((reply) => {
      if (reply.is === 'answer' && cutSince !== undefined) tell()
    })
  }
  // One request may have failed while the stream stands, so that nothing else would ask again.
  let nextProbe: ReturnType<typeof setTimeout> | undefined
  const probeWhileCut = () => {
    clearTimeout(nextProbe)
    if (isClosed || lineCutSince() === undefined) return
    nextProbe = setTimeout(() => {
      probe()
      probeWhileCut()
    }, probeEveryMs)
  }
  const stopFollowing = onLine(probeWhileCut)
  addEventListener('offline', probe)
  addEventListener('online', probe)
  open()
  return () => {
    isClosed = true
    stopFollowing()
    clearTimeout(nextProbe)
    removeEventListener('offline', probe)
    removeEventListener('online', probe)
    clearTimeout(again)
    source?.close()
  }
}
