/** What is done about a person on a page of its own (请假, 离开): its name, the way back, and one form. */
import type { ReactNode } from 'react'
import type { PersonView } from '../../server/api-people.ts'
import { Link } from '../parts/link.tsx'
import { path } from '../routes.ts'

export function PersonAct({
  person: { person, name },
  act,
  giveUp,
  send,
  children,
}: {
  readonly person: Pick<PersonView, 'person' | 'name'>
  readonly act: string
  /** What the way back is called. */
  readonly giveUp: string
  readonly send: () => void
  readonly children: ReactNode
}) {
  return (
    <div className="people flow">
      <div className="title">
        <h1>
          {name}
          {act}
        </h1>
        <p className="push">
          <Link className="btn" to={path.person(person)}>
            {giveUp}
          </Link>
        </p>
      </div>
      <form
        aria-label={act}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        {children}
      </form>
    </div>
  )
}
