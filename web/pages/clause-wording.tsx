/** 本单位行文: what the organisation has laid over a clause, every version of it, and the form for a further one. */
import { useState } from 'react'
import type { ClauseRow, WordingVersion } from '../../server/api-board.ts'
import { LabelledDay } from '../fields/day.tsx'
import { freshKey } from '../fields/use-entry.ts'
import { refresh } from '../parts/answer.ts'
import { useNow } from '../parts/clock.ts'
import { ask } from '../parts/line.ts'
import { Refusal, Told } from '../parts/sayings.tsx'
import { sayFullDay } from '../parts/wording.ts'
import { dayOf } from '../../engine/time.ts'

export function ClauseWording({
  row: { clause, own, text },
  versions,
  mayWord,
}: {
  readonly row: ClauseRow
  readonly versions: readonly WordingVersion[]
  readonly mayWord: boolean
}) {
  const [isOpen, setIsOpen] = useState(false)
  const [told, setTold] = useState('')
  if (versions.length === 0 && !mayWord) return null
  return (
    <>
      <h3>本单位行文</h3>
      {versions.length === 0 && <p className="note">用的是原来的行文。换了行文，规则不变。</p>}
      {versions.length > 0 && <Versions versions={versions} />}
      {told !== '' && <Told>{told}</Told>}
      {isOpen && (
        <Laying
          clause={clause.id}
          words={own?.words ?? text.join('\n')}
          hasOwn={own !== undefined}
          done={(sentence) => {
            setIsOpen(false)
            setTold(sentence)
          }}
        />
      )}
      {mayWord && !isOpen && (
        <button className="btn small" type="button" onClick={() => setIsOpen(true)}>
          {own ? '再换' : '换上本单位的行文'}
        </button>
      )}
    </>
  )
}
function Versions({ versions }: { readonly versions: readonly WordingVersion[] }) {
  const now = useNow()
  return (
    <ol className="versions">
      {versions.map(({ seq, how, words, from, at, byName }) => (
        <li key={seq}>
          <details>
            <summary>
              {how === 'own' ? '本单位的行文' : '用回原来的行文'}，自 {sayFullDay(from)} 起
              {from > dayOf(now) && '（还没有到）'}
            </summary>
            {how === 'own' && <blockquote>{words}</blockquote>}
          </details>
          <span className="note">
            {byName}，{sayFullDay(dayOf(at))}
          </span>
        </li>
      ))}
    </ol>
  )
}

function Laying({
  clause,
  words,
  hasOwn,
  done,
}: {
  readonly clause: string
  readonly words: string
  readonly hasOwn: boolean
  readonly done: (told: string) => void
}) {
  const today = dayOf(useNow())
  const [typed, setTyped] = useState(words)
  const [from, setFrom] = useState(today)
  const [sentence, setSentence] = useState('')
  const send = async (how: 'own' | 'ours') => {
    const entry = { clause, how, from, ...(how === 'own' ? { words: typed } : {}) }
    const reply = await ask('/api/registers/wording/entries', { method: 'POST', key: freshKey(), body: entry })
    if (reply.is !== 'answer') return setSentence(reply.is === 'cut' ? '线路断开，没有换' : reply.problem.detail)
    refresh()
    return done(how === 'own' ? `自 ${from} 起用本单位的行文` : `自 ${from} 起用回原来的行文`)
  }
  return (
    <form
      className="laying"
      onSubmit={(event) => {
        event.preventDefault()
        void send('own')
      }}
    >
      <label className="field">
        <span className="label">行文</span>
        <textarea className="input" rows={6} value={typed} onChange={(event) => setTyped(event.target.value)} />
      </label>
      <LabelledDay label="自哪天" text={from} set={setFrom} />
      <p className="acts">
        <button className="btn small primary" type="submit">
          换上
        </button>
        {hasOwn && (
          <button className="btn small" type="button" onClick={() => void send('ours')}>
            用回原来的
          </button>
        )}
        <button className="btn quiet small" type="button" onClick={() => done('')}>
          不换
        </button>
      </p>
      {sentence !== '' && <Refusal sentence={sentence} kind="soft" />}
    </form>
  )
}
