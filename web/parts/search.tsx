/** Search in the top line: entries by number, registers, pages, and (for who may see them) people by pinyin initials. */
import { useId, useState, type KeyboardEvent, type Ref } from 'react'
import type { PersonRow } from '../../server/api.ts'
import { registers } from '../declared.ts'
import { go, path } from '../routes.ts'
import { useAnswer } from './answer.ts'
import { useSession } from './session.ts'
import { sayEntry } from './wording.ts'

interface Hit {
  readonly to: string
  readonly title: string
  readonly note: string
}

const pages: readonly (Hit & { readonly initials: string })[] = [
  { to: path.today, title: '今日', note: '页面', initials: 'jr' },
  { to: path.write, title: '填报', note: '页面', initials: 'tb' },
  { to: path.registers, title: '登记', note: '页面', initials: 'dj' },
  { to: path.statistics(), title: '统计', note: '页面', initials: 'tj' },
  { to: path.clauses, title: '条款', note: '页面', initials: 'tk' },
  { to: path.people, title: '人员', note: '页面', initials: 'ry' },
  { to: path.verify(), title: '核验', note: '页面', initials: 'hy' },
  { to: path.history, title: '历史', note: '页面', initials: 'ls' },
  { to: path.settings, title: '设置', note: '页面', initials: 'sz' },
]

/** What a few typed characters may mean, nearest first. */
export function hitsFor(typed: string, people: readonly PersonRow[], policies: readonly string[]): readonly Hit[] {
  const text = typed.trim().toLowerCase()
  if (text === '') return []
  const number = /^第?\s*([\d,，]+)\s*条?$/.exec(text)?.[1]?.replace(/[,，]/g, '')
  const entry = number ? [{ to: path.entry(Number(number)), title: sayEntry(Number(number)), note: '条目' }] : []
  const books = registers
    .filter(({ title, policy }) => policies.includes(policy) && title.includes(text))
    .map(({ id, title }) => ({ to: path.register(id), title, note: '登记簿' }))
  const found = people
    .filter(({ name, initials }) => name.includes(text) || initials.startsWith(text))
    .map(({ name, posts }) => ({ to: path.people, title: name, note: posts.map(({ title }) => title).join('、') }))
  return [
    ...entry,
    ...pages.filter(({ title, initials }) => title.includes(text) || initials.startsWith(text)),
    ...books,
    ...found,
  ].slice(0, 8)
}

export function Search({ ref }: { readonly ref: Ref<HTMLInputElement> }) {
  const { session } = useSession()
  const id = useId()
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState(0)
  const people = useAnswer<readonly PersonRow[]>(typed !== '' ? '/api/people' : undefined).body
  const hits = hitsFor(
    typed,
    Array.isArray(people) ? people : [],
    session.policies.map((policy) => policy.id),
  )
  const open = (hit: Hit | undefined) => {
    if (!hit) return
    setTyped('')
    go(hit.to)
  }
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') setChosen(Math.min(hits.length - 1, chosen + 1))
    else if (event.key === 'ArrowUp') setChosen(Math.max(0, chosen - 1))
    else if (event.key === 'Enter') open(hits[chosen])
    else if (event.key === 'Escape') {
      setTyped('')
      event.currentTarget.blur()
    } else return
    event.preventDefault()
  }
  return (
    <form className="search" role="search" onSubmit={(event) => event.preventDefault()}>
      <svg className="glass" viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.6" aria-hidden="true">
        <circle cx="8.5" cy="8.5" r="5.5" />
        <path d="m13 13 4.5 4.5" />
      </svg>
      <input
        ref={ref}
        type="search"
        role="combobox"
        aria-label="找人、条目、页面"
        autoComplete="off"
        value={typed}
        placeholder="找人、条目、页面（可输拼音首字母）"
        aria-expanded={hits.length > 0}
        aria-controls={id}
        aria-activedescendant={hits.length > 0 ? `${id}-${chosen}` : undefined}
        onKeyDown={press}
        onBlur={() => setTimeout(() => setTyped(''), 200)}
        onChange={(event) => {
          setTyped(event.target.value)
          setChosen(0)
        }}
      />
      <kbd>/</kbd>
      <ul className="hits" id={id} role="listbox" aria-label="找到的" hidden={hits.length === 0}>
        {hits.map((hit, index) => (
          <li
            key={`${hit.to} ${hit.title}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            onPointerDown={() => open(hit)}
          >
            {hit.title}
            <span className="note">{hit.note}</span>
          </li>
        ))}
      </ul>
    </form>
  )
}
