/** Slips on their way: how many are given, what stopped them. */
import { useState } from 'react'
import { sayNumber } from '../parts/wording.ts'
import { giveSlips, type Slip } from './slips.ts'

/** Slips for many accounts, a few at a time. */
export function useGiving(gave: (slips: readonly Slip[]) => void) {
  const [given, setGiven] = useState<ReadonlySet<string>>(new Set())
  const [isGiving, setGiving] = useState(false)
  const [count, setCount] = useState({ done: 0, total: 0 })
  const [sentence, setSentence] = useState('')
  const give = async (accounts: readonly string[]) => {
    setGiving(true)
    setCount({ done: 0, total: accounts.length })
    setSentence('')
    const stopped = await giveSlips(accounts, (slips, done) => {
      gave(slips)
      setCount({ done, total: accounts.length })
    })
    setGiven((before) => new Set([...before, ...accounts]))
    setSentence(stopped ?? '')
    setGiving(false)
  }
  return { given, isGiving, ...count, sentence, give }
}
export function GivingProgress({ done, total }: { readonly done: number; readonly total: number }) {
  return (
    <div className="progress">
      <label htmlFor="giving">
        已发 {sayNumber(done)} / {sayNumber(total)} 张
      </label>
      <progress id="giving" max={total} value={done} />
    </div>
  )
}
