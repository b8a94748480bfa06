/** The first three steps of the first run: the house, its policies, who administers. Nothing is written until the third. */
import { useState, type FormEvent, type ReactNode } from 'react'
import type { SetUp } from '../../server/api.ts'
import { dayOf, nextDay } from '../../engine/time.ts'
import { policies } from '../declared.ts'
import { freshKey } from '../fields/use-entry.ts'
import { LabelledDay } from '../fields/day.tsx'
import { serverNow } from '../parts/clock.ts'
import { ask } from '../parts/line.ts'
import { Refusal } from '../parts/sayings.tsx'
import { sayFullDay } from '../parts/wording.ts'
import { accountFault, passwordFault } from './password.ts'

export interface Wanted {
  readonly secret: string
  readonly name: string
  readonly kind: string
  readonly code: string
  readonly policies: readonly string[]
  readonly from: string
}
/** The kinds of house that policies are usually chosen in, and any other. */
const kinds: readonly { readonly title: string; readonly code: string; readonly policies: readonly string[] }[] = [
  ...policies
    .flatMap(({ usualIn }) => usualIn ?? [])
    .filter(({ title }, index, all) => all.findIndex((one) => one.title === title) === index)
    .map((kind) => ({
      ...kind,
      policies: policies.filter(({ usualIn }) => usualIn?.title === kind.title).map(({ id }) => id),
    })),
  { title: '其他', code: 'house', policies: [] },
]
export const startOf = (): Wanted => ({
  secret: '',
  name: '',
  kind: '',
  code: '',
  policies: [],
  from: nextDay(dayOf(serverNow())),
})

function StepPage({
  title,
  lead,
  children,
  foot,
  submit,
}: {
  readonly title: string
  readonly lead?: ReactNode
  readonly children: ReactNode
  readonly foot: ReactNode
  readonly submit: () => void
}) {
  return (
    <form
      className="step"
      aria-labelledby="step"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        submit()
      }}
    >
      <h1 id="step">{title}</h1>
      {lead && <p className="lead">{lead}</p>}
      <div className="step-body">{children}</div>
      <footer className="go-on">{foot}</footer>
    </form>
  )
}
interface StepProps {
  readonly wanted: Wanted
  readonly set: (wanted: Wanted) => void
  readonly back?: () => void
  readonly next: () => void
}

export function HouseStep({ wanted, set, next }: StepProps) {
  const { secret, name, kind, code } = wanted
  const fault =
    secret.trim() === ''
      ? '不能往下：启动码没有填写'
      : name.trim() === ''
        ? '不能往下：单位名称没有填写'
        : kind === ''
          ? '不能往下：类别没有选'
          : /^[a-z][a-z0-9-]{1,29}$/.test(code)
            ? undefined
            : '不能往下：代号须为 2 至 30 个小写字母、数字、连字符，字母开头'
  const choose = (title: string) => {
    const chosen = kinds.find((one) => one.title === title)
    // Daily duties begin with a whole day; a counter may begin at once.
    const today = dayOf(serverNow())
    const hasDaily = policies.some(({ id, duties }) => chosen?.policies.includes(id) && duties.some(({ each }) => each))
    set({
      ...wanted,
      kind: title,
      code: chosen?.code ?? code,
      policies: chosen?.policies ?? [],
      from: hasDaily ? nextDay(today) : today,
    })
  }
  return (
    <StepPage
      title="单位叫什么，是哪一类？"
      submit={() => !fault && next()}
      foot={
        <>
          <p className="note">{fault}</p>
          <button className="btn primary big" type="submit" aria-disabled={fault !== undefined}>
            下一步：选制度
          </button>
        </>
      }
    >
      <div className="cols1">
        <label className="field short">
          <span className="label">
            启动码 <span className="opt">印在启动的窗口里</span>
          </span>
          <input
            className="input"
            value={secret}
            autoComplete="off"
            spellCheck={false}
            autoFocus
            onChange={(event) => set({ ...wanted, secret: event.target.value.trim() })}
          />
        </label>
        <label className="field">
          <span className="label">
            单位名称 <span className="opt">印在每张表的表头上</span>
          </span>
          <input
            className="input big"
            value={name}
            maxLength={60}
            onChange={(event) => set({ ...wanted, name: event.target.value })}
          />
        </label>
        <fieldset>
          <legend className="label">类别</legend>
          <div className="kinds">
            {kinds.map(({ title }) => (
              <label key={title} className={kind === title ? 'kind on' : 'kind'}>
                <input type="radio" name="kind" checked={kind === title} onChange={() => choose(title)} />
                {title}
              </label>
            ))}
          </div>
        </fieldset>
        <label className="field short">
          <span className="label">
            代号 <span className="opt">登录时认单位用，小写字母</span>
          </span>
          <input
            className="input"
            value={code}
            spellCheck={false}
            autoCapitalize="none"
            onChange={(event) => set({ ...wanted, code: event.target.value.toLowerCase() })}
          />
        </label>
      </div>
    </StepPage>
  )
}

export function PoliciesStep({ wanted, set, back, next }: StepProps) {
  const { policies: chosen, from, kind } = wanted
  const today = dayOf(serverNow())
  const turn = (id: string) =>
    set({ ...wanted, policies: chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id] })
  const isDay = /^\d{4}-\d\d-\d\d$/.test(from) && from >= today
  const clauses = policies
    .filter(({ id }) => chosen.includes(id))
    .reduce((sum, policy) => sum + policy.clauses.length, 0)
  return (
    <StepPage
      title="要执行哪几部制度？"
      lead={`${kind}常用的已勾上。以后可随时加。`}
      submit={() => isDay && next()}
      foot={
        <>
          <p className="note">
            已选 {chosen.length} 部，共 {clauses} 条
          </p>
          <button className="btn big" type="button" onClick={back}>
            上一步
          </button>
          <button className="btn primary big" type="submit" aria-disabled={!isDay}>
            下一步：管理员
          </button>
        </>
      }
    >
      <ul className="cards">
        {policies.map(({ id, title, inShort, clauses: texts }) => (
          <li key={id}>
            <label className={chosen.includes(id) ? 'card on' : 'card'}>
              <input type="checkbox" checked={chosen.includes(id)} onChange={() => turn(id)} />
              <b>{title}</b>
              <span>{inShort ?? texts[0]?.words}</span>
            </label>
          </li>
        ))}
      </ul>
      <LabelledDay label="从哪天起执行" text={from} set={(text) => set({ ...wanted, from: text })} />
      <p className="note">
        {isDay
          ? from === today
            ? '今天起执行：今天已过的时限不追。'
            : `${sayFullDay(from)}起执行，在那以前可先录人员、试着填。`
          : '不能早于今天。'}
      </p>
    </StepPage>
  )
}

export function AdministratorStep({
  wanted,
  back,
  done,
}: {
  readonly wanted: Wanted
  readonly back: () => void
  readonly done: () => Promise<void>
}) {
  const [name, setName] = useState('')
  const [account, setAccount] = useState('')
  const [password, setPassword] = useState('')
  const [sentence, setSentence] = useState('')
  const [key] = useState(freshKey)
  const [isAsking, setAsking] = useState(false)
  const send = async () => {
    if (isAsking) return
    const fault = name.trim() === '' ? '姓名没有填写' : (accountFault(account.trim()) ?? passwordFault(password))
    if (fault) return setSentence(`不能建立：${fault}`)
    setAsking(true)
    const { secret, name: house, code, policies: chosen, from } = wanted
    const body: SetUp = {
      secret,
      name: house.trim(),
      code,
      policies: chosen.map((id) => ({ id, from })),
      administrator: { name: name.trim(), account: account.trim(), password },
    }
    const reply = await ask('/api/setup', { method: 'POST', key, body })
    setAsking(false)
    if (reply.is === 'answer') return done()
    setSentence(
      reply.is === 'cut'
        ? '不能建立：线路断开，接通后再按一次'
        : reply.problem.status === 401
          ? '不能建立：启动码不对，看启动的窗口'
          : reply.problem.detail,
    )
  }
  return (
    <StepPage
      title="谁当系统管理员？"
      lead="管人员、岗位、日历和参数，不办业务。以后可以换人。"
      submit={() => void send()}
      foot={
        <>
          <div className="note">{sentence !== '' && <Refusal sentence={sentence} />}</div>
          <button className="btn big" type="button" onClick={back}>
            上一步
          </button>
          <button className="btn primary big" type="submit" aria-disabled={isAsking}>
            {isAsking ? '正在建立' : `建立${wanted.name || '单位'}`}
          </button>
        </>
      }
    >
      <div className="cols1">
        <label className="field short">
          <span className="label">姓名</span>
          <input
            className="input"
            value={name}
            autoComplete="off"
            autoFocus
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <label className="field short">
          <span className="label">
            账号 <span className="opt">小写字母、数字</span>
          </span>
          <input
            className="input"
            value={account}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => setAccount(event.target.value.toLowerCase())}
          />
        </label>
        <label className="field short">
          <span className="label">
            口令 <span className="opt">至少 12 位，数字、小写、大写、符号占三样</span>
          </span>
          <input
            className="input"
            type="password"
            value={password}
            autoComplete="new-password"
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
      </div>
    </StepPage>
  )
}
