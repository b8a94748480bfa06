/** 还要办的: what is owed about an entry, whose turn it is, how long is left; and asking for it, as often as one may. */
import { useState } from 'react'
import type { EntryView } from '../../server/api.ts'
import { refresh } from '../parts/answer.ts'
import { useNow } from '../parts/clock.ts'
import { State } from '../parts/marks.tsx'
import { Refusal } from '../parts/sayings.tsx'
import { urge, whyNotUrged } from '../parts/urging.ts'
import { sayShort, timeLeft } from '../parts/wording.ts'

type One = EntryView['owed'][number]

export function Owed({ owed, isBeside }: { readonly owed: readonly One[]; readonly isBeside: boolean }) {
  if (owed.length === 0) return null
  const Heading = isBeside ? 'h3' : 'h2'
  return (
    <section className="owed-about" aria-labelledby="owed-about">
      <Heading className="sub" id="owed-about">
        还要办的
      </Heading>
      <ol className="plain">
        {owed.map((one) => (
          <Row key={`${one.duty} ${one.key}`} one={one} />
        ))}
      </ol>
    </section>
  )
}
function Row({ one }: { readonly one: One }) {
  const at = useNow()
  const { title, turn, due, lateFrom, urgedAt, mayUrge } = one
  const left = timeLeft(due, at, undefined, lateFrom)
  return (
    <li>
      <div>
        <b>{title}</b> 轮到 {turn}
        <span className="note">
          {sayShort(due, at)} {lateFrom <= due ? '前' : '止'}
          {urgedAt !== undefined && ` · ${sayShort(urgedAt, at)} 已催`}
        </span>
        {typeof mayUrge === 'object' && <span className="note">{mayUrge.detail}</span>}
      </div>
      <State mark={left.state === 'late' ? 'late' : left.state === 'soon' ? 'soon' : 'open'}>
        {left.word} {left.figure} {left.unit}
      </State>
      {mayUrge !== undefined && <Urge one={one} mayUrge={mayUrge === true} />}
    </li>
  )
}
function Urge({ one: { duty, key, title }, mayUrge }: { readonly one: One; readonly mayUrge: boolean }) {
  const [sentence, setSentence] = useState('')
  const press = async () => {
    setSentence(whyNotUrged(await urge(duty, key)))
    refresh()
  }
  return (
    <>
      <button
        className="btn small"
        type="button"
        aria-label={`催办 ${title}`}
        aria-disabled={!mayUrge}
        onClick={() => mayUrge && void press()}
      >
        催办
      </button>
      {sentence !== '' && <Refusal sentence={sentence} />}
    </>
  )
}
