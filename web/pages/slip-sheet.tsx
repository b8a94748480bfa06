/** One-time passwords on paper: eight to a page, cut apart, handed over. They are shown here once and are nowhere else. */
import { useEffect, useRef, useState } from 'react'
import type { SlipAddress } from '../../server/api-people.ts'
import { dayOf } from '../../engine/time.ts'
import { useAnswer } from '../parts/answer.ts'
import { postsOf, useSession } from '../parts/session.ts'
import { sayDay, sayMinute, sayNumber } from '../parts/wording.ts'
import type { Slip } from './slips.ts'

const perPage = 8
/** By unit and name, so that a stack can be parted by ward. */
const inOrder = (slips: readonly Slip[]) =>
  [...slips].sort((a, b) => postsOf(a).localeCompare(postsOf(b), 'zh') || a.name.localeCompare(b.name, 'zh'))

interface SlipsProps {
  readonly slips: readonly Slip[]
  readonly close?: () => void
  readonly printed?: () => void
}
export const Slips = (props: SlipsProps) => (props.slips.length > 0 ? <Sheet {...props} /> : null)

function Sheet({ slips, close, printed }: SlipsProps) {
  const address = useAnswer<SlipAddress>('/api/slips/address').body ?? {}
  const section = useRef<HTMLElement>(null)
  // They came of a press far below, and are here once.
  useEffect(() => section.current?.scrollIntoView({ block: 'start' }), [])
  // How many there were when they were printed last: more may have come since.
  const [printedCount, setPrintedCount] = useState(0)
  const isAtRisk = slips.length > printedCount
  useEffect(() => {
    if (!isAtRisk) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [isAtRisk])
  const all = inOrder(slips)
  const pages = Array.from({ length: Math.ceil(all.length / perPage) }, (_, n) =>
    all.slice(n * perPage, (n + 1) * perPage),
  )
  return (
    <section className="slips" aria-labelledby="slips" ref={section}>
      <h2 id="slips">
        一次性口令条 <span className="n">{sayNumber(slips.length)}</span>
      </h2>
      <p className="note no-print">
        只在这里显示一次，离开本页就没有了。打印后沿虚线剪开，当面交给本人；只能用一次，登录后须改口令。A4 纸
        {sayNumber(pages.length)} 张。
        <button
          className="btn small primary"
          type="button"
          onClick={() => {
            print()
            setPrintedCount(slips.length)
            printed?.()
          }}
        >
          打印口令条
        </button>
        {close && (
          <button className="btn small" type="button" onClick={close}>
            收起
          </button>
        )}
      </p>
      {pages.map((page) => (
        <ul className="slip-page" key={page[0]?.account}>
          {page.map((slip) => (
            <OneSlip key={slip.account} slip={slip} address={address} />
          ))}
        </ul>
      ))}
    </section>
  )
}

function OneSlip({ slip, address }: { readonly slip: Slip; readonly address: SlipAddress }) {
  const { session } = useSession()
  const { name, account, password, until } = slip
  const { page, trust, code } = address
  return (
    <li>
      <span className="note house">{session.organisation.name}</span>
      <b className="who">{name}</b>
      <span className="note posts-of">{postsOf(slip)}</span>
      <span>
        账号 <span className="code">{account}</span>
      </span>
      <span>
        口令 <span className="code">{password}</span>
      </span>
      <span className="note where">
        {page === undefined ? (
          <>打开 {location.origin}</>
        ) : (
          <>
            打开 {page}
            <br />
            新手机、新电脑先打开 {trust}，或扫码
          </>
        )}
      </span>
      <span className="note">
        只能用一次，{sayDay(dayOf(until))} {sayMinute(until)} 前有效。登录后改成自己的口令，这张条就作废。
      </span>
      {code && (
        <svg className="code-square" viewBox={`0 0 ${code.size} ${code.size}`} role="img" aria-label="开始使用的地址">
          <path d={code.path} />
        </svg>
      )}
    </li>
  )
}
