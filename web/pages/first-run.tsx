/** 开始使用: what the house is, which policies hold, who administers; then who works here and who holds which post. */
import { useState } from 'react'
import type { SignedIn } from '../parts/session.ts'
import { SessionContext } from '../parts/session.ts'
import { useContext } from 'react'
import { go, path, useAddress } from '../routes.ts'
import { PeopleStep, PostsStep } from './first-run-people.tsx'
import { AdministratorStep, HouseStep, PoliciesStep, startOf, type Wanted } from './first-run-house.tsx'

const titles = ['单位', '制度', '管理员', '人员', '岗位'] as const
export type Step = 0 | 1 | 2 | 3 | 4

/** Before anybody can sign in: the first three steps, kept in this page; afterwards the last two, kept by the server. */
/** `clock`: of the server, where nobody is signed in who knows it. */
export function FirstRunPage({
  entered,
  clock = 'real',
}: {
  readonly entered?: () => Promise<void>
  readonly clock?: 'real' | 'driven'
}) {
  const signedIn = useContext(SessionContext)
  const [wanted, setWanted] = useState<Wanted>(startOf)
  const hash = Number(useAddress().split('#')[1])
  const first = signedIn ? 3 : 0
  const last = signedIn ? 4 : 2
  const step = Math.min(last, Math.max(first, Number.isInteger(hash) && hash > 0 ? hash - 1 : first))
  const turn = (to: number) => go(`${path.firstRun}#${to + 1}`)
  return (
    <div className="first">
      <header className="top">
        <span className="seal-mark" aria-hidden="true">
          守则
        </span>
        <p className="org">开始使用</p>
        {(signedIn?.session.organisation.clock ?? clock) === 'driven' && <b className="note driven">演练时钟</b>}
        <p className="note saved">
          {signedIn ? '每步都已存，随时可离开再接着做' : '前三步做完就建好单位，后两步可离开再接着做'}
        </p>
      </header>
      <nav className="steps" aria-label="五步">
        <ol>
          {titles.map((title, index) => (
            <li
              key={title}
              data-state={index === step ? 'now' : index < step ? 'done' : 'open'}
              aria-current={index === step ? 'step' : undefined}
            >
              <i>
                {index < step ? (
                  <svg viewBox="0 0 12 12" fill="none" stroke="currentColor" strokeWidth="1.8" aria-label="做完">
                    <path d="m2 6.3 2.8 2.8L10 3" />
                  </svg>
                ) : (
                  index + 1
                )}
              </i>
              {title}
              {index < step && <span className="sum">{sumOf(index, wanted, signedIn)}</span>}
            </li>
          ))}
        </ol>
      </nav>
      <main id="main">
        {step === 0 && <HouseStep wanted={wanted} set={setWanted} next={() => turn(1)} />}
        {step === 1 && <PoliciesStep wanted={wanted} set={setWanted} back={() => turn(0)} next={() => turn(2)} />}
        {step === 2 && entered && (
          <AdministratorStep
            wanted={wanted}
            back={() => turn(1)}
            done={async () => {
              go(`${path.firstRun}#4`, { replace: true })
              await entered()
            }}
          />
        )}
        {step === 3 && <PeopleStep next={() => turn(4)} />}
        {step === 4 && <PostsStep back={() => turn(3)} />}
      </main>
    </div>
  )
}

function sumOf(index: number, wanted: Wanted, signedIn: SignedIn | undefined): string {
  if (index === 0) return signedIn?.session.organisation.name ?? wanted.name
  if (index === 1) return `${signedIn?.session.policies.length ?? wanted.policies.length} 部`
  return index === 2 ? (signedIn?.session.name ?? '') : ''
}
