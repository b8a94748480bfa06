/** 各处办理: what an entry asked of several units, who has done it, who is asked again. */
import { useState } from 'react'
import type { AskedUnit } from '../../server/api.ts'
import { refresh } from '../parts/answer.ts'
import { useNow } from '../parts/clock.ts'
import { Link } from '../parts/link.tsx'
import { State, type StateMark } from '../parts/marks.tsx'
import { Refusal } from '../parts/sayings.tsx'
import { mayUrgeAgain, urge, whyNotUrged } from '../parts/urging.ts'
import { sayShort } from '../parts/wording.ts'
import { path } from '../routes.ts'
import { outcomeWords } from './owed.tsx'

const marks: Readonly<Record<AskedUnit['outcome'], StateMark>> = {
  'in-time': 'kept',
  late: 'late',
  missed: 'late',
  overdue: 'late',
  open: 'open',
}

export function Asked({ rows, isBeside }: { readonly rows: readonly AskedUnit[]; readonly isBeside: boolean }) {
  const now = useNow()
  const [sentence, setSentence] = useState('')
  if (rows.length === 0) return null
  const done = rows.filter(({ metAt }) => metAt !== undefined).length
  const press = async ({ duty, key }: AskedUnit) => {
    setSentence(whyNotUrged(await urge(duty, key)))
    refresh()
  }
  const heading = `各处办理：${done} / ${rows.length} 已办`
  return (
    <>
      {isBeside ? <h3 className="sub">{heading}</h3> : <h2 className="sub">{heading}</h2>}
      {sentence !== '' && <Refusal sentence={sentence} kind="soft" />}
      <div className="scroll">
        <table className="table" aria-label="各处办理">
          <thead>
            <tr>
              <th scope="col">单位</th>
              <th scope="col">应做的</th>
              <th scope="col">期限</th>
              <th scope="col">结果</th>
              <th scope="col">凭据</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const { title, unitTitle, due, outcome, metAt, entry, mayUrge, urgedAt } = row
              return (
                <tr key={`${title} ${unitTitle}`}>
                  <td>{unitTitle}</td>
                  <td>{title}</td>
                  <td className="nowrap">{sayShort(due, now)}</td>
                  <td>
                    <State mark={marks[outcome]}>{outcomeWords[outcome]}</State>
                    {metAt !== undefined && <span className="note"> {sayShort(metAt, now)}</span>}
                  </td>
                  <td>
                    {entry !== undefined && <Link to={path.entry(entry)}>看</Link>}
                    {mayUrge &&
                      (urgedAt !== undefined && !mayUrgeAgain(row, now) ? (
                        <span className="note">{sayShort(urgedAt, now)} 催过</span>
                      ) : (
                        <button className="btn small" type="button" onClick={() => void press(row)}>
                          催办<span className="unseen">{unitTitle}</span>
                        </button>
                      ))}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </>
  )
}
