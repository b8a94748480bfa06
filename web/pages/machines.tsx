/** 报送程序: terminals and programs that report by themselves; each is enrolled, gets its token once, and is revoked here. */
import { useEffect, useRef, useState, type FormEvent } from 'react'
import type { Problem } from '../../server/api.ts'
import type { MachineEnrolled, MachineRow, MachineTerms } from '../../server/api-devices.ts'
import { dayOf } from '../../engine/time.ts'
import { registerOf } from '../declared.ts'
import { FieldView } from '../fields/field-view.tsx'
import { entryOf, faultsOf, type Typed } from '../fields/typed.ts'
import { freshKey } from '../fields/use-entry.ts'
import { refresh, useAnswer } from '../parts/answer.ts'
import { serverNow } from '../parts/clock.ts'
import { Confirm } from '../parts/confirm.tsx'
import { ask } from '../parts/line.ts'
import { Link } from '../parts/link.tsx'
import { Revoking } from '../parts/revoking.tsx'
import { Refusal, Told, Waiting } from '../parts/sayings.tsx'
import { useSession } from '../parts/session.ts'
import { sayFullDay, sayLong } from '../parts/wording.ts'
import { path } from '../routes.ts'

const enrolment = registerOf('enrol-machine')
const cite = enrolment?.clause.cite ?? ''
/** As Devices: what reported so lately is at work. */
const seenMs = 180_000

interface Given {
  readonly title: string
  readonly token: string
}

export function MachinesPage() {
  const { session } = useSession()
  const [given, setGiven] = useState<Given>()
  return (
    <div className="machines">
      <div className="crumb">
        <Link className="back" to={path.settings}>
          返回设置
        </Link>
      </div>
      <div className="title">
        <h1>报送程序</h1>
        <p className="note">自己报送开机、地址、日志的终端或管理软件。一个一张凭证，只能报制度准许它报的。</p>
      </div>
      {session.isAdministrator ? (
        <>
          <Confirm what="登记、撤销程序" />
          {given ? <Token of={given} close={() => setGiven(undefined)} /> : <Enrol given={setGiven} />}
          <Enrolled />
        </>
      ) : (
        <Refusal sentence={`不能看报送程序：操作人不是“系统管理员”（${cite}）`} kind="soft" />
      )}
    </div>
  )
}

function Enrol({ given }: { readonly given: (one: Given) => void }) {
  const [typed, setTyped] = useState<Typed>({ title: '', about: '' })
  const [problem, setProblem] = useState<Pick<Problem, 'detail' | 'errors'>>()
  const [isSending, setSending] = useState(false)
  if (!enrolment) return null
  const fields = enrolment.fields.filter(([name]) => name !== 'machine')
  const faults = {
    ...Object.fromEntries((problem?.errors ?? []).map(({ field, fact }) => [field, fact])),
    ...faultsOf(enrolment, typed, dayOf(serverNow())),
  }
  const isAtField = fields.some(([name]) => faults[name] !== undefined)
  const enrol = async (event: FormEvent) => {
    event.preventDefault()
    if (isSending) return
    const { title = '', about } = entryOf(enrolment, typed)
    if (title === '') {
      return setProblem({ detail: `不能登记：名称没有填写（${cite}）`, errors: [{ field: 'title', fact: '没有填写' }] })
    }
    setSending(true)
    const body = {
      title: String(title),
      ...(about === undefined ? {} : { about: String(about) }),
    } satisfies MachineTerms
    const reply = await ask<MachineEnrolled>('/api/machines', { method: 'POST', key: freshKey(), body })
    setSending(false)
    if (reply.is === 'cut') return setProblem({ detail: '不能登记：线路断开' })
    if (reply.is === 'refused') return setProblem(reply.problem)
    given({ title: body.title, token: reply.body.token })
    refresh()
  }
  return (
    <form className="enrol-device" aria-label="登记报送程序" onSubmit={(event) => void enrol(event)}>
      {fields.map(([name, field]) => (
        <FieldView
          key={name}
          name={name}
          field={field}
          text={typed[name] ?? ''}
          set={(text) => {
            setTyped((before) => ({ ...before, [name]: text }))
            setProblem(undefined)
          }}
          fault={faults[name]}
        />
      ))}
      <p className="note">装在一台终端上的，填它登记的机位号；管理软件替所有终端报送，不填。</p>
      {problem && !isAtField && <Refusal sentence={problem.detail} kind="soft" />}
      <p>
        <button className="btn primary" type="submit" aria-disabled={isSending}>
          {isSending ? '正在登记' : '登记，领凭证'}
        </button>
      </p>
    </form>
  )
}

/** The token stands here once: a page that is left unread of it warns. */
function Token({ of: { title, token }, close }: { readonly of: Given; readonly close: () => void }) {
  const [copied, setCopied] = useState<'no' | 'marked' | 'yes'>('no')
  const shown = useRef<HTMLParagraphElement>(null)
  const isAtRisk = copied === 'no'
  useEffect(() => {
    if (!isAtRisk) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [isAtRisk])
  /** Over plain HTTP a browser gives no clipboard: the token is marked, and the keyboard copies it. */
  const mark = () => {
    if (shown.current) getSelection()?.selectAllChildren(shown.current)
    setCopied('marked')
  }
  const copy = async () => {
    if (!isSecureContext) return mark()
    await navigator.clipboard.writeText(token).then(() => setCopied('yes'), mark)
  }
  return (
    <section className="group token" aria-labelledby="token">
      <h2 id="token">{title} 的凭证</h2>
      <Told>
        <b>只在这里显示一次。</b>抄到那台终端或管理软件里再收起；丢了，撤销它重新登记。
      </Told>
      <p className="code big" data-token ref={shown}>
        {token}
      </p>
      <dl className="facts">
        <div>
          <dt>报送到</dt>
          <dd className="code">POST {location.origin}/api/machine/reports</dd>
        </div>
        <div>
          <dt>请求头</dt>
          <dd className="code">Authorization: Bearer 凭证</dd>
        </div>
        <div>
          <dt>写法</dt>
          <dd>
            <a href="/api/openapi.json">/api/openapi.json</a>
          </dd>
        </div>
      </dl>
      <p className="acts">
        <button className="btn primary" type="button" onClick={() => void copy()}>
          {{ no: '复制凭证', marked: '已选中，按 Ctrl C', yes: '已复制' }[copied]}
        </button>
        <button className="btn" type="button" onClick={close}>
          抄好了，收起
        </button>
      </p>
    </section>
  )
}

function Enrolled() {
  const { body: machines, problem } = useAnswer<readonly MachineRow[]>('/api/machines')
  const [sentence, setSentence] = useState('')
  if (problem) return <Refusal sentence={problem.detail} kind="soft" />
  if (!machines) return <Waiting />
  const revoke = async (machine: string) => {
    const reply = await ask(`/api/machines/${machine}/revoke`, { method: 'POST', key: freshKey(), body: {} })
    setSentence(reply.is === 'answer' ? '' : reply.is === 'cut' ? '不能撤销：线路断开' : reply.problem.detail)
    refresh()
  }
  return (
    <section className="group devices" aria-labelledby="enrolled">
      <h2 id="enrolled">
        登记了的 <span className="n">{machines.length}</span>
      </h2>
      {machines.length === 0 && (
        <p className="note">还没有登记的程序。登记一个，把凭证填到那台终端或管理软件里，它就能报送了。</p>
      )}
      <ul className="rows">
        {machines.map((one) => (
          <Row key={one.machine} of={one} revoke={() => void revoke(one.machine)} />
        ))}
      </ul>
      {sentence !== '' && <Refusal sentence={sentence} kind="soft" />}
    </section>
  )
}
function Row({ of, revoke }: { readonly of: MachineRow; readonly revoke: () => void }) {
  const { title, about, from, byName, seen } = of
  return (
    <li>
      <div className="what">
        <b>{title}</b>
        <span className="note">
          {about === undefined ? '替所有的报送' : `只替 ${about} 报送`} · {sayFullDay(dayOf(from))} {byName}登记 ·{' '}
          {saySeen(seen)}
        </span>
      </div>
      <Revoking title={title} revoke={revoke} />
    </li>
  )
}
/** By the clock of sessions, which is the real one also where the house's is driven. */
function saySeen(seen: number | undefined): string {
  if (seen === undefined) return '没有程序用着它的凭证，撤销后重新登记'
  const ago = Date.now() - seen
  return ago < seenMs ? '三分钟内报送过或刚登记' : `上次报送在${sayLong(ago)}前`
}
