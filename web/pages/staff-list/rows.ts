/**
 * The list row by row: who is meant, whether he is here already, what must be answered first, what is wrong and where.
 * Nothing is sent from here: the page shows what this says, and the server judges again what it is sent.
 */
import type { PostShape } from '../../declared.ts'
import {
  type Read,
  plainTitle,
  readAccount,
  readDay,
  readIdNumber,
  readName,
  readPhone,
  readStaffNumber,
  readUnit,
} from './cells.ts'
import { columnOf, columns, type Cell, type Column, type Layout } from './columns.ts'
import { postNamed } from './titles.ts'

/** A row of the list as it stands on the page; `line` is its number in the sheet, from 1. */
export interface ListRow {
  readonly line: number
  readonly cells: Readonly<Partial<Record<Column, Cell>>>
}
export interface Seat {
  readonly post: PostShape
  /** Title of the unit, for a post of a unit. */
  readonly unit?: string
}
/** Somebody of the house who may be meant. */
export interface Match {
  readonly person: string
  readonly name: string
  /** In words: 骨科护士长. */
  readonly posts: string
  readonly holds: readonly { readonly post: string; readonly unit?: string }[]
  /** By a number that is his alone, or only by his name. */
  readonly by: 'idNumber' | 'staffNumber' | 'account' | 'name'
  /** The last day of who has left. */
  readonly left?: string
}
/** What the house has, and what somebody answered on the page. */
export interface Known {
  readonly posts: readonly PostShape[]
  /** Titles of the open units, by kind. */
  readonly units: ReadonlyMap<string, readonly string[]>
  readonly today: string
  /** Who may be meant by a row, by its line; absent while the server has not said. */
  readonly matches: ReadonlyMap<number, readonly Match[]>
  readonly answers: Answers
}
export interface Answers {
  /** Titles of posts that the policies do not know: the post that is meant, or none. */
  readonly posts: ReadonlyMap<string, string | 'none'>
  /** Units, `kind|title`, that shall be opened. */
  readonly units: ReadonlySet<string>
  /** Rows by line: a person of the house, the row of another line, or somebody new. */
  readonly persons: ReadonlyMap<number, { readonly is: string } | { readonly like: number } | 'new'>
  /** Rows whose number really ends in three noughts. */
  readonly zeros: ReadonlySet<number>
}
export type Question =
  | { readonly ask: 'post'; readonly title: string }
  | { readonly ask: 'unit'; readonly kind: string; readonly title: string }
  | { readonly ask: 'person'; readonly matches: readonly Match[]; readonly lines: readonly number[] }
  | { readonly ask: 'zeros' }
export interface Judged extends ListRow {
  readonly state: 'new' | 'here' | 'ask' | 'refused' | 'skipped'
  /** What the row comes to, in a few words. */
  readonly says: string
  readonly faults: readonly { readonly column: Column; readonly fact: string }[]
  readonly questions: readonly Question[]
  readonly name: string
  readonly idNumber: string
  readonly staffNumber: string
  readonly phone: string
  readonly account: string
  readonly from: string
  readonly seats: readonly Seat[]
  /** The first line of the same person, this one included. */
  readonly leader: number
  /** Who of the house he is. */
  readonly person?: string
}

/** In the first column, where the name stands in another one. */
const sum = /^(合计|总计|小计|共计)/
const footer = /^(合计|总计|小计|共计|填表人?|制表人?|审核人?|负责人|单位负责人|备注|说明|注)[:：]?/

/** The rows of a sheet below its headings; what is empty, a repeated heading or a line of the form is left out. */
export function rowsOf(rows: readonly (readonly Cell[])[], { from, at }: Layout): readonly ListRow[] {
  return rows.slice(from).flatMap((row, index) => {
    const cells: { [C in Column]?: Cell } = {}
    for (const column of columns) {
      const cell = row[at.get(column) ?? -1]
      if (cell && cell.text !== '') cells[column] = cell
    }
    const name = cells.name?.text ?? ''
    const bare = (text: string) => text.replace(/\s/g, ''),
      first = row.find(({ text }) => text !== '')?.text ?? ''
    const isFooter = footer.test(bare(name)) || sum.test(bare(first))
    const isForm = columnOf(name) === 'name' || isFooter || Object.keys(cells).length === 0
    return isForm ? [] : [{ line: from + index + 1, cells }]
  })
}

const none: Cell = { text: '', as: 'text' }
type Draft = Omit<Judged, 'state' | 'says' | 'leader' | 'person'>

/** Every row with its verdict, in order. */
export function judge(rows: readonly ListRow[], known: Known): readonly Judged[] {
  const drafts = rows.map((row) => draftOf(row, known))
  return withPersons(drafts, known)
}

/** What the cells say by themselves: read once, however often answers and other rows change. */
const understood = new WeakMap<ListRow, ReturnType<typeof readCells>>()
function readCells({ cells }: ListRow, today: string) {
  const cell = (column: Column) => cells[column] ?? none
  const read = {
    name: readName(cell('name')),
    idNumber: readIdNumber(cell('idNumber'), today),
    phone: readPhone(cell('phone')),
    staffNumber: readStaffNumber(cell('staffNumber')),
    from: readDay(cell('from')),
    account: readAccount(cell('account')),
    unit: readUnit(cell('unit')),
  }
  const faults = columns.flatMap((column) => {
    const fault = column === 'post' ? undefined : read[column].fault
    return fault === undefined ? [] : [{ column, fact: fault }]
  })
  return { ...read, faults, post: cell('post').text }
}
function draftOf(row: ListRow, known: Known): Draft {
  const read = understood.get(row) ?? readCells(row, known.today)
  understood.set(row, read)
  const { idNumber, name } = read
  const { seats, questions, faults: more } = seatsOf(read.post, read.unit, known)
  if (idNumber.isDoubtful && !known.answers.zeros.has(row.line)) questions.push({ ask: 'zeros' })
  return {
    ...row,
    faults: [...read.faults, ...more],
    questions,
    seats,
    name: name.value,
    idNumber: idNumber.value,
    staffNumber: read.staffNumber.value,
    phone: read.phone.value,
    account: read.account.value,
    from: read.from.value,
  }
}

/** The posts that a cell names, 护士长、党支部书记, at the unit of the row. */
function seatsOf(text: string, { value: unit, fault }: Read, { posts, units, answers }: Known) {
  const seats: Seat[] = [],
    questions: Question[] = [],
    faults: { readonly column: Column; readonly fact: string }[] = []
  for (const title of text
    .split(/[、，,;；/／]/)
    .map(plainTitle)
    .filter(Boolean)) {
    const post = namedPost(title, unit, posts) ?? posts.find(({ id }) => id === answers.posts.get(title))
    if (!post) {
      if (answers.posts.get(title) !== 'none') questions.push({ ask: 'post', title })
    } else if (!post.per) {
      seats.push({ post })
    } else if (unit === '') {
      faults.push({ column: 'unit', fact: `${post.title}须写明${post.per.title}` })
    } else {
      const isOpen = units.get(post.per.id)?.some((one) => plainTitle(one) === unit)
      if (!isOpen && fault === undefined && !answers.units.has(`${post.per.id}|${unit}`)) {
        questions.push({ ask: 'unit', kind: post.per.id, title: unit })
      }
      seats.push({ post, unit })
    }
  }
  return { seats: once(seats), questions, faults }
}
const seatKey = ({ post, unit = '' }: Seat) => `${post.id}|${unit}`
const once = (seats: readonly Seat[]) => [...new Map(seats.map((seat) => [seatKey(seat), seat])).values()]
/** 骨科护士长 at 骨科 is 护士长; 副主任 is 科副主任 where only that post ends so. */
function namedPost(title: string, unit: string, posts: readonly PostShape[]) {
  const bare = unit !== '' && title.startsWith(unit) ? title.slice(unit.length) : title
  return postNamed(title, posts) ?? (bare === '' ? undefined : postNamed(bare, posts))
}

// Who is whom

/** Rows that are surely one person, by a number that is his alone. */
const isSame = (a: Draft, b: Draft) =>
  (a.idNumber !== '' && a.idNumber === b.idNumber) ||
  (a.staffNumber !== '' && a.staffNumber === b.staffNumber) ||
  (a.account !== '' && a.account === b.account)
/** Rows that are surely two, whatever they are called. */
const areTwo = (a: Draft, b: Draft) =>
  (a.idNumber !== '' && b.idNumber !== '' && a.idNumber !== b.idNumber) ||
  (a.staffNumber !== '' && b.staffNumber !== '' && a.staffNumber !== b.staffNumber) ||
  (a.account !== '' && b.account !== '' && a.account !== b.account)

function withPersons(drafts: readonly Draft[], known: Known): readonly Judged[] {
  const byName = new Map<string, Judged[]>(),
    byNumber = new Map<string, Judged>()
  return drafts.map((draft) => {
    const judged = judgedRow(draft, known, byName.get(draft.name) ?? [], byNumber)
    byName.set(draft.name, [...(byName.get(draft.name) ?? []), judged])
    for (const number of numbersOf(draft)) if (!byNumber.has(number)) byNumber.set(number, judged)
    return judged
  })
}
const numbersOf = ({ idNumber, staffNumber, account }: Draft) =>
  [idNumber && `身份证号 ${idNumber}`, staffNumber && `工号 ${staffNumber}`, account && `账号 ${account}`].filter(
    Boolean,
  )
const columnOfNumber: Readonly<Record<string, Column>> = { 身份证号: 'idNumber', 工号: 'staffNumber', 账号: 'account' }

function judgedRow(
  draft: Draft,
  known: Known,
  namesakes: readonly Judged[],
  byNumber: ReadonlyMap<string, Judged>,
): Judged {
  const faults = [...draft.faults],
    questions = [...draft.questions]
  for (const number of numbersOf(draft)) {
    const other = byNumber.get(number),
      [what = ''] = number.split(' ')
    if (other && other.name !== draft.name) {
      faults.push({ column: columnOfNumber[what] ?? 'name', fact: `与第 ${other.line} 行的${other.name}相同` })
    }
  }
  const answer = known.answers.persons.get(draft.line)
  const rows = namesakes.filter((one) => one.state !== 'skipped' && !areTwo(one, draft)),
    like = typeof answer === 'object' && 'like' in answer ? rows.find(({ line }) => line === answer.like) : undefined
  const leader = like ?? rows.find((one) => isSame(one, draft))
  const matches = known.matches.get(draft.line) ?? [],
    sure = matches.find(({ by, name }) => by !== 'name' && name === draft.name)
  for (const { by, name } of matches) {
    if (by !== 'name' && name !== draft.name) faults.push({ column: by, fact: `是${name}的` })
  }
  const chosen =
    typeof answer === 'object' && 'is' in answer ? matches.find(({ person }) => person === answer.is) : undefined
  const person = leader?.person ?? sure?.person ?? chosen?.person
  const isKnown = leader !== undefined || person !== undefined || answer === 'new'
  const open = { matches: matches.filter(({ by }) => by === 'name'), lines: leaders(rows) }
  if (!isKnown && draft.name !== '' && open.matches.length + open.lines.length > 0) {
    questions.push({ ask: 'person', ...open })
  }
  const holds = matches.find((one) => one.person === person)?.holds ?? []
  const all = rows.filter((one) => one.leader === leader?.leader).flatMap(({ seats }) => seats)
  const fresh = draft.seats.filter(
    (seat) =>
      !holds.some(({ post, unit = '' }) => post === seat.post.id && plainTitle(unit) === (seat.unit ?? '')) &&
      !(leader && all.some((other) => seatKey(other) === seatKey(seat))),
  )
  const row = {
    ...draft,
    faults,
    questions,
    leader: leader?.leader ?? draft.line,
    ...(person === undefined ? {} : { person }),
  }
  const first = rows.find(({ line }) => line === row.leader)
  return { ...row, ...verdictOf(row, fresh, first) }
}
const leaders = (rows: readonly Judged[]) => [...new Set(rows.map(({ leader }) => leader))]
const sayPost = ({ post, unit = '' }: Seat) => `${unit}${post.title}`

function verdictOf(
  { faults, questions, person, seats }: Pick<Judged, 'faults' | 'questions' | 'person' | 'seats'>,
  fresh: readonly Seat[],
  leader: Judged | undefined,
): Pick<Judged, 'state' | 'says' | 'seats'> {
  if (faults.length > 0) return { state: 'refused', says: '要改', seats }
  if (questions.length > 0) return { state: 'ask', says: sayQuestions(questions), seats }
  const posts = fresh.map(sayPost).join('、')
  if (leader && (leader.state === 'refused' || leader.state === 'ask')) {
    return { state: 'ask', says: `等第 ${leader.line} 行`, seats }
  }
  if (leader && fresh.length === 0) return { state: 'skipped', says: `与第 ${leader.line} 行重复`, seats: [] }
  if (leader) return { state: 'new', says: `同第 ${leader.line} 行，再任${posts}`, seats: fresh }
  if (person !== undefined && fresh.length === 0) return { state: 'here', says: '已在名册', seats: [] }
  if (person !== undefined) return { state: 'new', says: `已在名册，再任${posts}`, seats: fresh }
  return { state: 'new', says: posts === '' ? '新人员，不任岗' : `新人员，${posts}`, seats: fresh }
}

/** 要回答：岗位“主治医师”. */
function sayQuestions(questions: readonly Question[]): string {
  const of = questions.flatMap((one) =>
    one.ask === 'post' ? `岗位“${one.title}”` : one.ask === 'unit' ? `单位“${one.title}”` : [],
  )
  return of.length > 0 ? `要回答：${of.join('、')}` : '要回答'
}

/** A person to be entered, with all his rows. */
export interface Wanted {
  readonly lines: readonly number[]
  readonly person?: string
  readonly name: string
  readonly staffNumber?: string
  readonly idNumber?: string
  readonly phone?: string
  readonly account?: string
  readonly posts: readonly { readonly post: string; readonly unit?: string; readonly from?: string }[]
}
/** What goes to the server: rows that are ready, a person each. */
export function wantedOf(rows: readonly Judged[]): readonly Wanted[] {
  const groups = new Map<string, Judged[]>()
  for (const row of rows) {
    if (row.state !== 'new') continue
    const key = row.person ?? `line ${row.leader}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const filled = (of: (row: Judged) => string) => group.map(of).find((value) => value !== '')
    const optional = {
      staffNumber: filled((row) => row.staffNumber),
      idNumber: filled((row) => row.idNumber),
      phone: filled((row) => row.phone),
      account: filled((row) => row.account),
    }
    return [
      {
        lines: group.map(({ line }) => line),
        name: first.name,
        ...(first.person === undefined ? {} : { person: first.person }),
        ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
        posts: group.flatMap(({ seats, from }) =>
          seats.map(({ post, unit }) => ({
            post: post.id,
            ...(unit === undefined ? {} : { unit }),
            ...(from === '' ? {} : { from }),
          })),
        ),
      },
    ]
  })
}
/** Units that the ready rows need and that shall be opened. */
export function newUnitsOf(
  rows: readonly Judged[],
  { units }: Known,
): readonly { readonly kind: string; readonly title: string }[] {
  const wanted = rows
    .filter(({ state }) => state === 'new')
    .flatMap(({ seats }) => seats)
    .flatMap(({ post, unit }) => (post.per && unit !== undefined ? [{ kind: post.per.id, title: unit }] : []))
    .filter(({ kind, title }) => !units.get(kind)?.some((one) => plainTitle(one) === title))
  return [...new Map(wanted.map((one) => [`${one.kind}|${one.title}`, one])).values()]
}
export type Counts = Readonly<Record<Judged['state'], number>>
export function countsOf(rows: readonly Judged[]): Counts {
  const counts = { new: 0, here: 0, ask: 0, refused: 0, skipped: 0 }
  for (const { state } of rows) counts[state] += 1
  return counts
}
