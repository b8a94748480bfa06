/** People as they are pasted from a sheet, one a line: 姓名 账号 岗位 科室; every line is judged before any is sent. */
import type { PostShape } from '../declared.ts'

export interface PersonLine {
  readonly line: number
  readonly name: string
  readonly account: string
  readonly post: PostShape | undefined
  /** Title of the unit, existing or to be set up; '' for none. */
  readonly unit: string
  readonly isNewUnit: boolean
  readonly faults: readonly string[]
}
interface Known {
  readonly posts: readonly PostShape[]
  /** Titles of the units that stand, by kind. */
  readonly units: ReadonlyMap<string, readonly string[]>
  readonly accounts: ReadonlySet<string>
}

const accountShape = /^[a-z0-9][a-z0-9._-]{1,29}$/
const barred = /[|/@#{}]/

/** A post by what people call it: its title, or the end of it where only one post ends so (副主任 for 科副主任). */
export function postNamed(text: string, posts: readonly PostShape[]): PostShape | undefined {
  const exact = posts.find(({ title, id }) => title === text || id === text)
  if (exact || text.length < 2) return exact
  const ending = posts.filter(({ title }) => title === `科${text}`)
  return ending.length === 1 ? ending[0] : undefined
}

/** The lines of a paste, in order; empty lines and a heading line are passed over. */
export function linesOf(pasted: string, known: Known): readonly PersonLine[] {
  const seen = new Map<string, string>()
  return pasted
    .split(/\r?\n/)
    .map((text, index) => ({ text: text.trim(), line: index + 1 }))
    .filter(({ text }) => text !== '' && !/^姓名\s*[\t,， ]+/.test(text))
    .map(({ text, line }) => {
      const cells = text.split(/\t|[,，]/).map((cell) => cell.trim())
      const [name = '', account = '', post = '', unit = ''] = cells.length > 1 ? cells : text.split(/\s+/)
      return lineOf({ line, name, account: account.normalize('NFKC').toLowerCase(), post, unit }, known, seen)
    })
}
interface Cells {
  readonly line: number
  readonly name: string
  readonly account: string
  readonly post: string
  readonly unit: string
}
function lineOf(cells: Cells, known: Known, seen: Map<string, string>): PersonLine {
  const { line, name, account } = cells
  const post = cells.post === '' ? undefined : postNamed(cells.post, known.posts)
  const stands = post?.per ? (known.units.get(post.per.id)?.includes(cells.unit) ?? false) : false
  const faults = [
    name === '' ? '没有姓名' : [...name].length > 60 ? '姓名超过 60 字' : '',
    account === '' ? '没有账号' : accountShape.test(account) ? '' : '账号须为 2 至 30 个小写字母、数字、点、横线',
    known.accounts.has(account) ? `账号 ${account} 已有` : '',
    seen.has(account) && seen.get(account) !== name ? `账号 ${account} 与前面的${seen.get(account)}重复` : '',
    cells.post !== '' && !post ? `没有“${cells.post}”这个岗位` : '',
    post?.per && cells.unit === '' ? `${post.title}须写明${post.per.title}` : '',
    post && !post.per && cells.unit !== '' ? `${post.title}不分科室，第四栏应空着` : '',
    barred.test(cells.unit) || [...cells.unit].length > 60 ? '单位名称含有不能用的符号，或超过 60 字' : '',
  ].filter((fault) => fault !== '')
  if (account !== '' && !seen.has(account)) seen.set(account, name)
  return {
    line,
    name,
    account,
    post,
    unit: cells.unit,
    isNewUnit: post?.per !== undefined && cells.unit !== '' && !stands,
    faults,
  }
}

export interface NewcomerPosts {
  readonly name: string
  readonly account: string
  readonly posts: readonly { readonly post: string; readonly unit?: string }[]
}
/** Lines without faults, a person each: several lines of one account are several posts. */
export function newcomersOf(lines: readonly PersonLine[]): readonly NewcomerPosts[] {
  const byAccount = new Map<string, { name: string; account: string; posts: { post: string; unit?: string }[] }>()
  for (const { name, account, post, unit, faults } of lines) {
    if (faults.length > 0) continue
    const one = byAccount.get(account) ?? { name, account, posts: [] }
    if (post) one.posts.push(post.per ? { post: post.id, unit } : { post: post.id })
    byAccount.set(account, one)
  }
  return [...byAccount.values()]
}
/** Units that the good lines name and that do not stand yet. */
export function newUnitsOf(lines: readonly PersonLine[]): readonly { readonly kind: string; readonly title: string }[] {
  const wanted = lines
    .filter(({ faults, isNewUnit }) => faults.length === 0 && isNewUnit)
    .map(({ post, unit }) => ({ kind: post?.per?.id ?? '', title: unit }))
  return [...new Map(wanted.map((one) => [`${one.kind}|${one.title}`, one])).values()]
}
