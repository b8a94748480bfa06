/** Above a list: what narrows it, kept in the address; personal values stay in this page and travel in the body. */
import { useState, type FormEvent } from 'react'
import type { Search } from '../../server/api.ts'
import { clean } from '../../engine/clean.ts'
import { registerOf, type RegisterShape } from '../declared.ts'
import { day as dayField } from '../../engine/fields.ts'
import { LabelledDay } from '../fields/day.tsx'
import { valueOf } from '../fields/typed.ts'
import { useAnswer } from '../parts/answer.ts'
import { Workbook } from '../parts/workbook.tsx'
import type { UnitRow } from '../../server/api.ts'

type Change = (changes: Readonly<Record<string, string>>) => void

export function Filters({
  register,
  query,
  go,
  exact,
  setExact,
}: {
  readonly register: RegisterShape
  readonly query: URLSearchParams
  readonly go: Change
  readonly exact: Search['exact']
  readonly setExact: (exact: Search['exact']) => void
}) {
  const choices = register.fields.filter(([, { kind }]) => kind === 'choice' || kind === 'unit')
  return (
    <form className="filters" role="search" aria-label="筛选" onSubmit={(event) => event.preventDefault()}>
      {(['from', 'to'] as const).map((name) => (
        <DayFilter key={name} name={name} day={query.get(name) ?? ''} go={go} />
      ))}
      {choices.map(([name, field]) => (
        <label key={name}>
          <span className="unseen">{field.label}</span>
          <select
            className="input"
            value={query.get(name) ?? ''}
            onChange={(event) => go({ [name]: event.target.value })}
          >
            <option value="">全部{field.label}</option>
            {field.kind === 'unit' ? (
              <Units kind={field.unit ?? ''} />
            ) : (
              Object.entries(field.options ?? {}).map(([value, title]) => (
                <option key={value} value={value}>
                  {title}
                </option>
              ))
            )}
          </select>
        </label>
      ))}
      <Exact register={register} exact={exact} setExact={setExact} />
    </form>
  )
}

const anyDay = dayField('日期')
/** A day of the range: goes into the address once it is a day, or nothing. */
function DayFilter({ name, day, go }: { readonly name: 'from' | 'to'; readonly day: string; readonly go: Change }) {
  const [typed, setTyped] = useState(day)
  const set = (text: string) => {
    setTyped(text)
    const { value } = clean(anyDay, text)
    if (text.trim() === '' ? day !== '' : anyDay.check(value) === undefined)
      go({ [name]: text.trim() && String(value) })
  }
  return <LabelledDay label={name === 'from' ? '自哪天' : '至哪天'} text={typed} set={set} isUnseen />
}

function Units({ kind }: { readonly kind: string }) {
  const units = useAnswer<readonly UnitRow[]>(`/api/units/${kind}`).body ?? []
  return units.map(({ id, title }) => (
    <option key={id} value={id}>
      {title}
    </option>
  ))
}

/** Finds the entries of one person or document by the whole value; nothing of it goes into the address. */
function Exact({
  register,
  exact,
  setExact,
}: {
  readonly register: RegisterShape
  readonly exact: Search['exact']
  readonly setExact: (exact: Search['exact']) => void
}) {
  const hashed = register.fields.filter(([, { kind }]) => kind === 'hashed')
  const [name, setName] = useState(hashed[0]?.[0] ?? '')
  const [typed, setTyped] = useState('')
  const field = hashed.find(([other]) => other === name)?.[1]
  if (!field) return null
  const find = (event: FormEvent) => {
    event.preventDefault()
    const value = valueOf(field, typed)
    setExact(typeof value === 'string' ? { field: name, value } : undefined)
  }
  return (
    <span className="exact">
      {hashed.length > 1 && (
        <select className="input" aria-label="查哪一栏" value={name} onChange={(event) => setName(event.target.value)}>
          {hashed.map(([other, { label }]) => (
            <option key={other} value={other}>
              {label}
            </option>
          ))}
        </select>
      )}
      <input
        className="input"
        type="search"
        aria-label={`按${field.label}查`}
        placeholder={`按${field.label}查，须填全`}
        autoComplete="off"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          if (event.target.value === '') setExact(undefined)
        }}
        onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && find(event)}
      />
      <button className="btn" type="button" onClick={find}>
        {exact ? '重查' : '查'}
      </button>
    </span>
  )
}

/** 导出: the same filters, all pages. */
export function Excel({ register, search }: { readonly register: string; readonly search: Search }) {
  const { offset: _, size: __, ...filters } = search
  return (
    <Workbook
      from={`/api/registers/${register}/entries.xlsx`}
      body={filters}
      name={registerOf(register)?.title ?? register}
    />
  )
}
