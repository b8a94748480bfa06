/** 登记簿, all that this person may see; and 填报, what he may fill in. */
import type { RegisterCard } from '../../server/api.ts'
import { registers } from '../declared.ts'
import { useAnswer } from '../parts/answer.ts'
import { Link } from '../parts/link.tsx'
import { Clause, Empty, Refusal, Waiting } from '../parts/sayings.tsx'
import { useSession } from '../parts/session.ts'
import { path } from '../routes.ts'

const inOrder = new Map(registers.map(({ id }, index) => [id, index]))

/** The registers of this organisation's policies, in the order of their texts. */
export function useCards() {
  const { body, problem } = useAnswer<readonly RegisterCard[]>('/api/registers')
  return { problem, cards: body && [...body].sort((a, b) => (inOrder.get(a.id) ?? 999) - (inOrder.get(b.id) ?? 999)) }
}

/** In his own name or in the stead of who told him. */
const mayFill = ({ mayWrite, mayAssist }: RegisterCard) => mayWrite || mayAssist

export function RegistersPage() {
  const { session } = useSession()
  const { cards, problem } = useCards()
  if (problem) return <Refusal sentence={problem.detail} kind="soft" />
  if (!cards) return <Waiting />
  const seen = cards.filter((card) => card.mayRead || mayFill(card))
  const policies = [...session.policies, { id: 'organisation', title: '组织' }]
  return (
    <>
      <div className="title">
        <h1>登记</h1>
        <p className="note">{seen.length} 本登记簿，记了就不能改、不能删，写错了另记更正</p>
      </div>
      {seen.length === 0 && <Empty title="还没有能看、能填的登记簿。">任了岗位，这里就会出现。</Empty>}
      {[...new Map(policies.map((policy) => [policy.id, policy])).values()].map(({ id, title }) => {
        const mine = seen.filter(({ policy }) => policy === id || policy === title)
        return (
          mine.length > 0 && (
            <section className="group books" key={id} aria-labelledby={`policy-${id}`}>
              <h2 id={`policy-${id}`}>
                {title} <span className="n">{mine.length}</span>
              </h2>
              <ul className="rows">
                {mine.map((card) => (
                  <Book key={card.id} card={card} />
                ))}
              </ul>
            </section>
          )
        )
      })}
    </>
  )
}

function Book({ card }: { readonly card: RegisterCard }) {
  const { id, title, clause, keep, mayRead } = card
  return (
    <li className="book">
      <b>{mayRead ? <Link to={path.register(id)}>{title}</Link> : title}</b>
      <span className="note">{keep}</span>
      <Clause of={clause} />
      <span className="acts">
        {mayFill(card) && (
          <Link className="btn small" to={path.newEntry(id)} aria-label={`填报 ${title}`}>
            填报
          </Link>
        )}
        {mayRead && (
          <Link className="btn small" to={path.register(id)} aria-label={`看 ${title}`}>
            看
          </Link>
        )}
      </span>
    </li>
  )
}

export function WritePage() {
  const { cards, problem } = useCards()
  if (problem) return <Refusal sentence={problem.detail} kind="soft" />
  if (!cards) return <Waiting />
  const mine = cards.filter(mayFill)
  return (
    <>
      <div className="title">
        <h1>填报</h1>
        <p className="note">能填的 {mine.length} 种</p>
      </div>
      {mine.length === 0 && <Empty title="没有能填的。">任了岗位，这里就会出现。</Empty>}
      <ul className="forms">
        {mine.map(({ id, title, clause }) => (
          <li key={id}>
            <Link className="btn big" to={path.newEntry(id)}>
              {title}
              <span className="note">{clause.cite}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
