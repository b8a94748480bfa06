/** Whoever looks at what he was told has read it, by whichever way he came; that is said once, and nobody waits for it. */
import { useEffect, useRef } from 'react'
import type { Today, ToldMe } from '../../server/api.ts'
import { freshKey } from '../fields/use-entry.ts'
import { useAnswer } from './answer.ts'
import { ask } from './line.ts'

export function see({ notice, key, isSeen }: ToldMe): void {
  if (isSeen) return
  const place = `/api/notices/${encodeURIComponent(notice)}/${encodeURIComponent(key)}/see`
  void ask(place, { method: 'POST', body: {}, key: freshKey() })
}
/** Of an entry that stands on the page: what told of it is read. */
export function useSeen(seq: number, isShown: boolean): void {
  const told = useAnswer<Today>('/api/today').body?.told
  const said = useRef<ReadonlySet<string>>(new Set())
  useEffect(() => {
    const news = (told ?? []).filter(({ entry, notice, key }) => entry === seq && !said.current.has(`${notice}/${key}`))
    if (!isShown || news.length === 0) return
    said.current = new Set([...said.current, ...news.map(({ notice, key }) => `${notice}/${key}`)])
    for (const one of news) see(one)
  }, [seq, isShown, told])
}
