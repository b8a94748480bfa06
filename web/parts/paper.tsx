/** An entry as the paper form that it replaces: A4, header, table, signature boxes, number and root; seen in print only. */
import type { EntryView } from '../../server/api.ts'
import { dayOf } from '../../engine/time.ts'
import { registerOf } from '../declared.ts'
import { useSession } from './session.ts'
import { textIn } from './values.tsx'
import { sayClock, sayEntry, sayFullDay, sayWeekday } from './wording.ts'

export function Paper({ view }: { readonly view: EntryView }) {
  const { session } = useSession()
  const { register, seq, at, recorded, byName, values, timeline, proof } = view
  const fields = registerOf(register.id)?.fields ?? []
  const day = dayOf(at)
  return (
    <section className="a4" aria-hidden="true">
      <header className="ph">
        <p className="org">{session.organisation.name}</p>
        <h1>{register.title}</h1>
        <p className="meta">
          <span>
            日期：{sayFullDay(day)}（{sayWeekday(day)}）
          </span>
          <span>编号：{sayEntry(seq)}</span>
        </p>
      </header>
      <table className="paper">
        <tbody>
          {fields.map(([name, field]) => (
            <tr key={name}>
              <th scope="row">{field.label}</th>
              <td>{textIn(name, field, values) || '—'}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">记录</th>
            <td>
              {byName}，{sayFullDay(dayOf(recorded))} {sayClock(recorded)}（{register.clause.cite}）
            </td>
          </tr>
          <tr>
            <th scope="row">经过</th>
            <td>
              {timeline.map((item, index) => (
                <p key={`${item.seq} ${index}`}>
                  {sayFullDay(dayOf(item.at))} {sayClock(item.at)} {item.text}
                  {item.change?.map(({ label, was, is }) => `，${label}原记${was || '空'}，更正为${is || '空'}`)}
                </p>
              ))}
            </td>
          </tr>
        </tbody>
      </table>
      <table className="sign">
        <tbody>
          <tr>
            {['记录人', '负责人', '签收'].map((who) => (
              <td key={who}>
                <span>{who}</span>
                <i>年　　月　　日</i>
              </td>
            ))}
          </tr>
        </tbody>
      </table>
      <footer className="pf">
        <p>
          {sayEntry(seq)}，封存到 {proof.size} 条，树根
          <br />
          <b className="code">{proof.root}</b>
        </p>
      </footer>
    </section>
  )
}
