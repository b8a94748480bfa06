/** Where in a grid the list begins, and which column says what: found by the words of its headings, in up to three rows. */

export interface Cell {
  readonly text: string
  readonly as: 'text' | 'number' | 'day'
}
export type Column = 'name' | 'unit' | 'post' | 'from' | 'staffNumber' | 'idNumber' | 'phone' | 'account'
/** In the order of the preview. */
export const columnTitles: Readonly<Record<Column, string>> = {
  name: '姓名',
  unit: '科室',
  post: '岗位',
  from: '任职日期',
  staffNumber: '工号',
  idNumber: '身份证号',
  phone: '手机',
  account: '账号',
}
export const columns: readonly Column[] = [
  'name',
  'unit',
  'post',
  'from',
  'staffNumber',
  'idNumber',
  'phone',
  'account',
]

/** The better word first: where two columns could say the same, it decides. */
const words: Readonly<Record<Column, readonly string[]>> = {
  name: ['姓名', '职工姓名', '员工姓名', '人员姓名', '本人姓名', '名字', '姓 名'],
  unit: [
    '科室',
    '所在科室',
    '科室名称',
    '所属科室',
    '部门',
    '所在部门',
    '部门名称',
    '工作部门',
    '病区',
    '科别',
    '班组',
    '单位',
  ],
  post: [
    '岗位',
    '岗位职务',
    '职务岗位',
    '职务',
    '岗位名称',
    '担任职务',
    '现任职务',
    '行政职务',
    '职位',
    '职务名称',
    '岗位职责',
  ],
  from: [
    '任职日期',
    '任职时间',
    '任现职时间',
    '任现职日期',
    '任职起始日期',
    '聘任日期',
    '聘任时间',
    '到岗日期',
    '起始日期',
    '入职日期',
    '入职时间',
  ],
  staffNumber: ['工号', '职工号', '员工号', '职工编号', '员工编号', '人员编号', '工作证号', '人事编号', '编号'],
  idNumber: [
    '身份证号',
    '身份证号码',
    '公民身份号码',
    '居民身份证号码',
    '居民身份证号',
    '身份证',
    '证件号码',
    '证件号',
  ],
  phone: ['手机', '手机号', '手机号码', '联系手机', '移动电话', '联系电话', '电话', '电话号码', '联系方式'],
  account: ['账号', '帐号', '登录账号', '登录名', '用户名'],
}
/** A heading as it is compared: without spaces, marks and what stands in brackets. */
const plain = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/[(（[【].*?[)）\]】]/g, '')
    .replace(/[\s*＊:：/、·.。,，_-]/g, '')
const ranks: ReadonlyMap<string, { readonly column: Column; readonly rank: number }> = new Map(
  columns.flatMap((column) => words[column].map((word, rank) => [plain(word), { column, rank }] as const)),
)
/** What a heading says, if it is one. */
export const columnOf = (text: string): Column | undefined => ranks.get(plain(text))?.column

export interface Layout {
  /** The first row below the headings. */
  readonly from: number
  readonly at: ReadonlyMap<Column, number>
  /** Headings as they stand, by column of the grid; the lowest row of them that says something. */
  readonly headings: readonly string[]
}
const searchedRows = 40,
  headingRows = 3

/** The layout of a grid; without headings, `姓名 账号 岗位 科室` is taken, as in a paste. */
export function layoutOf(rows: readonly (readonly Cell[])[]): Layout {
  let best: (Layout & { readonly score: number }) | undefined
  for (let top = 0; top < Math.min(rows.length, searchedRows); top++) {
    for (let height = 1; height <= headingRows; height++) {
      const found = layoutAt(rows, top, height)
      if (found && found.score > (best?.score ?? 0)) best = found
    }
  }
  return best ?? plainLayout(rows)
}
function layoutAt(rows: readonly (readonly Cell[])[], top: number, height: number) {
  const window = rows.slice(top, top + height),
    [first = []] = window,
    last = window.at(-1) ?? []
  // A row of headings holds two of them at least, or is the only one of a list of names.
  const isHeading = (row: readonly Cell[]) => row.some(({ text }) => columnOf(text) !== undefined)
  if (window.length < height || !isHeading(first) || !isHeading(last)) return undefined
  const width = Math.max(...window.map((row) => row.length)),
    at = new Map<Column, number>(),
    ranked = new Map<Column, number>()
  const headings = Array.from({ length: width }, (_, index) => headingAt(window, index))
  for (const [index, heading] of headings.entries()) {
    const found = ranks.get(plain(heading))
    if (!found || (ranked.get(found.column) ?? Infinity) <= found.rank) continue
    at.set(found.column, index)
    ranked.set(found.column, found.rank)
  }
  return at.has('name') ? { from: top + height, at, headings, score: at.size } : undefined
}
/** The lowest of the headings above a column that is one; else the lowest that says anything. */
function headingAt(window: readonly (readonly Cell[])[], index: number): string {
  const above = window.map((row) => row[index]?.text ?? '').filter((text) => text !== '')
  return above.findLast((text) => columnOf(text) !== undefined) ?? above.at(-1) ?? ''
}
function plainLayout(rows: readonly (readonly Cell[])[]): Layout {
  const order: readonly Column[] = ['name', 'account', 'post', 'unit'],
    width = Math.max(0, ...rows.map((row) => row.length))
  return { from: 0, at: new Map(order.slice(0, width).map((column, index) => [column, index])), headings: [] }
}
