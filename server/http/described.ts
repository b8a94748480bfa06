/** What each address of the API is for and what it takes. The registers' own forms come from their declarations (openapi.ts). */
export type Schema = Readonly<Record<string, unknown>>
export interface Described {
  readonly says: string
  /** The members of what is sent; those in `may` can be left out. */
  readonly takes?: Readonly<Record<string, Schema>>
  readonly may?: readonly string[]
  /** The same Idempotency-Key again gives the same answer. */
  readonly isKeyed?: true
  /** What follows the question mark. */
  readonly asks?: Readonly<Record<string, Schema>>
  /** Anything but JSON that is sent or answered. */
  readonly sends?: string
  readonly answers?: string
}

const text = (maxLength = 300): Schema => ({ type: 'string', maxLength })
const day: Schema = { type: 'string', format: 'date' }
const month: Schema = { type: 'string', pattern: String.raw`^\d{4}-\d{2}$` }
const instant: Schema = { type: 'integer', description: '毫秒，自 1970-01-01T00:00:00Z' }
const listOf = (items: Schema, maxItems: number): Schema => ({ type: 'array', maxItems, items })
const entry: Schema = { type: 'object', description: '登记簿的字段，见各登记簿的 entries' }
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const post: Schema = {
  type: 'object',
  required: ['post'],
  properties: { post: text(60), unit: text(60), from: day },
}
const seat: Schema = {
  type: 'object',
  required: ['post'],
  properties: { post: text(60), unit: text(60), person: text(100), kind: { enum: ['regular', 'acting'] } },
}
const search = {
  from: day,
  to: day,
  filters: { type: 'object', additionalProperties: text() },
  exact: { type: 'object', properties: { field: text(60), value: text() } },
  clause: text(60),
  rule: text(60),
  unfinished: { type: 'boolean' },
  offset: { type: 'integer', minimum: 0 },
  size: { type: 'integer', minimum: 1 },
}
const searchMay = Object.keys(search)
const password = { account: text(), password: text() }

export const described: Readonly<Record<string, Described>> = {
  'GET /api/session': { says: '谁登录着，有哪些岗位、登记簿、页面；没有登录是 401' },
  'POST /api/session': { says: '登录', takes: { organisation: text(), ...password }, may: ['organisation'] },
  'DELETE /api/session': { says: '退出' },
  'POST /api/session/confirm': { says: '再输一次口令，五分钟内可做要确认的事', takes: { password: text() } },
  'POST /api/password': { says: '改自己的口令', takes: { old: text(), new: text() } },
  'POST /api/setup': {
    says: '第一次：建立单位，选制度，定系统管理员',
    takes: {
      secret: text(),
      name: text(60),
      code: { type: 'string', pattern: '^[a-z0-9-]{2,30}$' },
      policies: listOf({ type: 'object', properties: { id: text(60), from: day } }, 50),
      administrator: { type: 'object', properties: { name: text(60), ...password } },
    },
  },

  'GET /api/device': { says: '这台电脑登记为什么，谁在这里换人' },
  'POST /api/device': { says: '登记这台电脑为共用电脑', takes: { title: text(60), unit: text(60) }, may: ['unit'] },
  'GET /api/devices': { says: '本单位登记的共用电脑' },
  'POST /api/devices/:device/revoke': { says: '撤销一台共用电脑' },
  'POST /api/device/session': { says: '在共用电脑上用六位数换人', takes: { account: text(), pin: text(6) } },
  'PUT /api/device/pin': { says: '设自己的六位数', takes: { pin: { type: 'string', pattern: String.raw`^\d{6}$` } } },
  'DELETE /api/device/shift': { says: '在这台电脑上下班' },

  'GET /api/machines': { says: '本单位登记的报送程序' },
  'POST /api/machines': {
    says: '登记一个报送程序，得到它的令牌，只说这一次',
    takes: { title: text(40), about: text(40) },
    may: ['about'],
  },
  'POST /api/machines/:machine/revoke': { says: '撤销一个报送程序' },
  'POST /api/machine/reports': {
    says: '终端或程序报送：Authorization: Bearer 令牌；不变的信号答 isKnown，不另登记',
    takes: { register: text(), entry },
    isKeyed: true,
  },

  'GET /api/today': { says: '今日：要办的、等别人的、收到的' },
  'GET /api/registers': { says: '可以填报、可以查看的登记簿' },
  'GET /api/entries/:seq': { says: '一条登记，连同它的经过' },
  'GET /api/entries/:seq/photos/:field': {
    says: '一条登记的照片；as 是哪一条更正里的，不写是原来那张',
    asks: { as: { type: 'integer', minimum: 0 } },
    answers: 'image/jpeg',
  },
  'POST /api/registers/:register/search': { says: '检索一本登记簿', takes: search, may: searchMay },
  'POST /api/registers/:register/entries.xlsx': {
    says: '把检索到的导出为 Excel',
    takes: search,
    may: searchMay,
    answers: xlsx,
  },
  'POST /api/registers/:register/assisted': {
    says: '代录：替打来电话的人登记',
    takes: { for: text(60), toldAt: instant, entry },
    isKeyed: true,
  },
  'POST /api/entries/:seq/corrections': { says: '更正一条；所送的是整条新内容', isKeyed: true },
  'POST /api/entries/:seq/take-back': { says: '六十秒之内撤回', isKeyed: true },
  'POST /api/why': {
    says: '这些操作现在行不行，为什么；什么也不写',
    takes: { questions: listOf({ type: 'object' }, 50) },
  },
  'GET /api/drafts/:form': { says: '没有送出的草稿' },
  'PUT /api/drafts/:form': { says: '保存草稿' },
  'DELETE /api/drafts/:form': { says: '丢弃草稿' },

  'GET /api/duties/:duty/days/:day': { says: '一项每日职责在一天里各单位的情形' },
  'POST /api/duties/:duty/:key/urge': { says: '催办', isKeyed: true },
  'POST /api/notices/:notice/:key/see': { says: '已读一条通知', isKeyed: true },
  'POST /api/notices/:notice/:key/acknowledge': { says: '签收一条通知', isKeyed: true },
  'POST /api/approvals/:approval/:subject/agree': {
    says: '同意一件报批',
    takes: { for: text() },
    may: ['for'],
    isKeyed: true,
  },
  'POST /api/approvals/:approval/:subject/return': {
    says: '退回一件报批',
    takes: { for: text() },
    may: ['for'],
    isKeyed: true,
  },
  'GET /api/matters/:matter': { says: '一类事项的现状；指明一件的，只说那一件', asks: { key: text(200) } },
  'GET /api/units': { says: '本单位各类单位' },
  'GET /api/units/:kind': { says: '一类单位' },

  'GET /api/people': { says: '人员与岗位' },
  'POST /api/people': {
    says: '登记一个人，给他账号和岗位，得到一次性口令',
    takes: { name: text(60), account: text(60), posts: listOf(post, 20) },
    isKeyed: true,
  },
  'POST /api/people.xlsx': { says: '人员与岗位，Excel', answers: xlsx },
  'GET /api/people/:person': { says: '一个人：岗位、要办的事、账号' },
  'GET /api/people/:person/entries': { says: '一个人登记过的', asks: { before: { type: 'integer', minimum: 0 } } },
  'POST /api/people/:person/leave': {
    says: '请假，各岗位委托给谁',
    takes: { from: day, until: day, to: listOf({ ...seat, required: ['post', 'person'] }, 50) },
  },
  'POST /api/people/:person/back': { says: '提前回来', takes: { last: day } },
  'POST /api/people/:person/leaving': {
    says: '离开，各岗位交给谁',
    takes: { last: day, why: { enum: ['left', 'mistake'] }, to: text(100), hand: listOf(seat, 50) },
    may: ['to'],
  },
  'POST /api/accounts/:account/password': { says: '发一次性口令' },
  'GET /api/slips/address': { says: '口令条上印的网址' },
  'GET /api/slips/waiting': { says: '还没有口令、进不来的账号' },
  'POST /api/slips': { says: '成批发口令条', takes: { accounts: listOf(text(60), 200) } },
  'POST /api/staff-lists/read': {
    says: '读一份人员名单（Excel 文件，或 JSON 里粘贴的文字），还不登记',
    takes: { text: { type: 'string', maxLength: 5_000_000 } },
    sends: 'application/octet-stream',
  },
  'POST /api/staff-lists/look-up': {
    says: '名单上的人是不是已在本单位',
    takes: { people: listOf({ type: 'object' }, 5_000) },
  },
  'GET /api/imports': { says: '导入过的名单' },
  'POST /api/imports': {
    says: '登记名单上的人；答复是进度的编号',
    takes: {
      source: { enum: ['workbook', 'text', 'pasted'] },
      hash: text(),
      stamp: text(),
      units: listOf({ type: 'object', properties: { kind: text(60), title: text(60) } }, 500),
      people: listOf({ type: 'object' }, 5_000),
    },
    may: ['source', 'hash', 'stamp', 'units'],
    isKeyed: true,
  },
  'GET /api/imports/:id': { says: '登记到哪里了' },
  'DELETE /api/imports/:id': { says: '停下登记' },
  'POST /api/imports/:id/undo': { says: '整份撤销' },

  'GET /api/clauses': { says: '条款板', asks: { month } },
  'GET /api/clauses/:clause': { says: '一条：规则、数字、凭据', asks: { month } },
  'GET /api/parameters': { says: '可设的数，各自的界限、由谁设、何时起' },
  'PUT /api/parameters/:parameter': {
    says: '设一个数，从某日起',
    takes: { value: { type: ['integer', 'boolean'] }, from: day },
    isKeyed: true,
  },
  'GET /api/calendar/:year': { says: '一年的放假安排，录入的和随程序来的' },
  'POST /api/calendar/:year/preview': {
    says: '换成这样的安排，哪些期限会动',
    takes: { holidays: listOf(day, 120), makeUpDays: listOf(day, 120) },
  },
  'PUT /api/calendar/:year': {
    says: '录入一年的放假安排',
    takes: { holidays: listOf(day, 366), makeUpDays: listOf(day, 366) },
    isKeyed: true,
  },
  'GET /api/adoptions': { says: '各部制度：施行的起止、岗位空缺、没有办完的' },
  'GET /api/adoptions/preview': {
    says: '某日起施行这几部制度，头一次应做什么',
    asks: { policies: text(400), from: day },
  },
  'GET /api/owed': { says: '应做的事，逐项', asks: { month } },
  'POST /api/owed.xlsx': { says: '应做的事，导出为 Excel', takes: { month }, may: ['month'], answers: xlsx },
  'GET /api/statistics': { says: '按月、按科室的统计', asks: { month } },
  'POST /api/statistics.xlsx': { says: '统计，导出为 Excel', takes: { month }, may: ['month'], answers: xlsx },
  'POST /api/summary.xlsx': {
    says: '当日汇总，导出为 Excel',
    takes: { day, clause: text(60) },
    answers: xlsx,
  },
  'GET /api/sent': { says: '发出的通知', asks: { rule: text(), month } },
  'GET /api/papers/seal': { says: '打印件的编号与验证码', asks: { of: text() } },
  'GET /api/verify': { says: '按验证码查一张打印件是否出自本日志', asks: { code: text(40) } },

  'GET /api/disposals': { says: '到期可销毁的，和已销毁的' },
  'POST /api/disposals': { says: '提请销毁', isKeyed: true },
  'POST /api/disposals/:seq/approve': { says: '另一人同意销毁；须在五分钟内输过口令' },
  'GET /api/certificates/:seq': { says: '销毁证明' },
  'GET /api/compromises': { says: '人手少的单位在哪些地方放宽' },
  'POST /api/disclosures/:seq': { says: '按一次依法查询制作交付文件' },
  'GET /api/disclosures/:seq': { says: '交付文件做到哪里了' },
  'GET /api/disclosures/:seq/file': { says: '交付文件', answers: 'application/octet-stream' },

  'GET /api/history': { says: '日志的条数、根与签名；带 replay 则从头再算一遍', asks: { replay: text(1) } },
  'GET /api/log/leaves': { says: '叶的散列，供人自行核对', asks: { from: { type: 'integer', minimum: 0 } } },
  'GET /api/live': { says: '有新的登记时来一行；一直开着', answers: 'text/event-stream' },
  'GET /api/openapi.json': { says: '本说明' },
  'POST /api/clock': { says: '演练时拨钟；只有拨动的时钟上才有', takes: { to: instant } },
}
