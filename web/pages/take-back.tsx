/** 撤回: within a minute of sending, one press, as if it had not been sent; what was typed stands again. */
import { useState } from 'react'
import type { Accepted } from '../../server/api.ts'
import { takeBackMs } from '../../engine/limits.ts'
import { freshKey } from '../fields/use-entry.ts'
import { refresh } from '../parts/answer.ts'
import { useNow } from '../parts/clock.ts'
import { ask } from '../parts/line.ts'
import { Refusal } from '../parts/sayings.tsx'

export function TakeBack({
  accepted: { seq, recorded },
  done,
  later = '到“看这一条”里',
}: {
  readonly accepted: Pick<Accepted, 'seq' | 'recorded'>
  readonly done: () => void
  /** Where it is put right when the minute is over. */
  readonly later?: string
}) {
  const at = useNow()
  const [sentence, setSentence] = useState('')
  const [isSending, setSending] = useState(false)
  const leftMs = recorded + takeBackMs - at
  const press = async () => {
    setSending(true)
    const reply = await ask(`/api/entries/${seq}/take-back`, { method: 'POST', body: {}, key: freshKey() })
    setSending(false)
    if (reply.is !== 'answer') return setSentence(reply.is === 'cut' ? '不能撤回：线路断开' : reply.problem.detail)
    refresh()
    done()
  }
  return (
    <div className="take-back">
      {leftMs > 0 && sentence === '' ? (
        <p className="note">
          写错了，
          <button className="btn small" type="button" aria-disabled={isSending} onClick={() => void press()}>
            撤回 {Math.ceil(leftMs / 1_000)} 秒
          </button>
          以内还来得及；过后{later}更正，原文留着。
        </p>
      ) : (
        <p className="note">写错了，{later}更正，原文留着。</p>
      )}
      {sentence !== '' && <Refusal sentence={sentence} />}
    </div>
  )
}
