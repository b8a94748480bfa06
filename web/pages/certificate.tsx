/** 销毁证明: what was destroyed, by which two persons, under which keys; to be printed and signed. */
import type { Certificate } from '../../server/api-keeping.ts'
import { dayOf } from '../../engine/time.ts'
import { useAnswer } from '../parts/answer.ts'
import { Link } from '../parts/link.tsx'
import { Clause, Refusal, Waiting } from '../parts/sayings.tsx'
import { Sheets } from '../parts/sheets.tsx'
import { sayClock, sayEntry, sayFullDay, sayMonth, sayNumber } from '../parts/wording.ts'
import { path } from '../routes.ts'
import { Lines } from './disposals.tsx'

const sayInstant = (at: number) => `${sayFullDay(dayOf(at))} ${sayClock(at)}`

export function CertificatePage({ seq }: { readonly seq: number }) {
  const { body: one, problem } = useAnswer<Certificate>(`/api/certificates/${seq}`)
  if (problem)
    return (
      <div className="keeping">
        <h1>销毁证明</h1>
        <Refusal sentence={problem.detail} kind="soft" />
      </div>
    )
  if (!one) return <Waiting />
  const rows = rowsOf(one)
  return (
    <article className="keeping certificate printed">
      <div className="crumb">
        <Link className="back" to={path.disposals}>
          返回处置
        </Link>
        <span className="note">{sayEntry(one.seq)}</span>
        <span className="acts">
          <button className="btn small primary" type="button" onClick={() => print()}>
            打印
          </button>
        </span>
      </div>
      <div className="title">
        <h1>销毁证明</h1>
        <Clause of={one.clause} />
      </div>
      <dl className="facts">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Lines of={one.lines} label="销毁的内容" />
      <p className="note">日志里这些登记的编号、时间、事实和证明都在；它们的正文和打开正文的密钥不在了。</p>
      <CertificatePaper one={one} rows={rows} />
    </article>
  )
}

function rowsOf(one: Certificate): readonly (readonly [string, string])[] {
  const { proposal, approval, bodies, moved, keys, size, root, backupsUntil } = one
  return [
    ['销毁', `${sayInstant(one.at)}，正文 ${sayNumber(bodies)} 份`],
    ['提出', `${proposal.byName}，${sayInstant(proposal.at)}（${sayEntry(proposal.seq)}）`],
    ['批准', `${approval.byName}，${sayInstant(approval.at)}（${sayEntry(approval.seq)}）`],
    ['密钥', keys.length === 0 ? '这一次没有整月到期的密钥' : `销毁 ${keys.length} 把：${keys.join('、')}`],
    ...(moved === 0 ? [] : ([['保全', `${sayNumber(moved)} 份另换密钥，继续保存`]] as const)),
    [
      '备份',
      backupsUntil === undefined
        ? '没有还留着的旧备份'
        : `此前的备份里仍有这些内容，最迟保留到 ${sayFullDay(backupsUntil)}`,
    ],
    ['账本', `${sayNumber(size)} 条，根 ${root}`],
  ]
}
function CertificatePaper({
  one,
  rows,
}: {
  readonly one: Certificate
  readonly rows: readonly (readonly [string, string])[]
}) {
  return (
    <Sheets
      title="销毁证明"
      meta={[`日期：${sayFullDay(dayOf(one.at))}`, `编号：${sayEntry(one.seq)}`]}
      blocks={[
        { is: 'form', rows },
        { is: 'text', kind: 'heading', text: '销毁的内容' },
        {
          is: 'list',
          head: [
            { title: '登记簿', width: 'middling' },
            { title: '登记的月份', width: 'middling' },
            { title: '份数', width: 'narrow' },
            { title: '条号' },
          ],
          rows: one.lines.map(({ title, month, count, ranges }) => [
            title,
            sayMonth(month),
            sayNumber(count),
            ranges.length > 300 ? `${ranges.slice(0, 300)}……（全部条号见日志）` : ranges,
          ]),
        },
        {
          is: 'text',
          kind: 'saying',
          text: '日志里这些登记的编号、时间、事实和证明都在，可以核验；正文和密钥已销毁。',
        },
      ]}
      signatures={['提出人', '批准人', '见证人']}
      seq={one.seq}
    />
  )
}
