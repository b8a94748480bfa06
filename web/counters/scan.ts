/** What an ID reader typed, told by its shape alone: columns, their ends, its pace, and what the counter would make of it. */
import { faultInIdNumber } from '../../engine/identity.ts'
import type { Day } from '../../engine/time.ts'
import { numberRead, Reader } from './reader.ts'

/** One key as it fell, or a whole text that came without keys, as an input method gives it. `at` by any steady clock. */
export interface Stroke {
  readonly key: string
  readonly at: number
  /** It came through an input method: the counter sees no key. */
  readonly isComposed?: boolean
  /** With Alt held down: how some readers spell Chinese, and how the counter changes the kind of document. */
  readonly isAlt?: boolean
}
export type End = 'Enter' | 'Tab' | 'none'
export interface ScanColumn {
  /** In words, without any character of what stands there: 18 位数字, 3 个汉字. */
  readonly shape: string
  readonly end: End
  readonly isNumber: boolean
}
export interface Scan {
  readonly columns: readonly ScanColumn[]
  /** The longest wait between two keys of the column with the number, in milliseconds. */
  readonly gapMs: number | undefined
  /** What the counter would do, and what to set at the reader where it would not understand. */
  readonly verdict: { readonly isUnderstood: boolean; readonly says: string }
}
interface Column {
  readonly text: string
  readonly end: End
  readonly strokes: readonly Stroke[]
}

/** How many keys one scan may have: a reader that types whole cards stays far below, a key that is stuck does not. */
export const strokesMax = 400

/** Nothing of what was typed is in the answer; undefined where nothing was. */
export function scanOf(strokes: readonly Stroke[], today: Day): Scan | undefined {
  const columns = columnsOf(strokes.slice(0, strokesMax))
  if (columns.length === 0) return undefined
  const at = columns.findIndex(({ text }) => kindOf(text, today) !== undefined)
  const number = columns[at]
  return {
    columns: columns.map((column, index) => ({
      shape: shapeOf(column.text),
      end: column.end,
      isNumber: index === at,
    })),
    gapMs: number && longestGap(number.strokes),
    verdict: verdictOf(columns, at, strokes, today),
  }
}
function columnsOf(strokes: readonly Stroke[]): readonly Column[] {
  const columns: Column[] = []
  let open: Stroke[] = []
  const close = (end: End) => {
    const text = open.map(({ key }) => key).join('')
    if (text !== '' || end !== 'none') columns.push({ text, end, strokes: open })
    open = []
  }
  for (const stroke of strokes) {
    if (stroke.key === 'Enter' || stroke.key === 'Tab') close(stroke.key)
    else open.push(stroke)
  }
  close('none')
  // Line feed after carriage return: the second end has nothing before it.
  return columns.filter(({ text }, index) => text !== '' || index === 0)
}
const longestGap = (strokes: readonly Stroke[]) =>
  strokes.reduce((most, { at }, index) => Math.max(most, index === 0 ? 0 : at - (strokes[index - 1]?.at ?? at)), 0)

/** Which documents carry such a number: those of GB 11643, or another; undefined where it is none. */
function kindOf(text: string, today: Day): 'resident' | 'other' | undefined {
  const plain = text.normalize('NFKC').trim()
  // So many digits and nothing else are a resident's number, whole or not.
  if (/^\d{11,30}[Xx]?$/.test(plain)) return 'resident'
  const isOther = faultInIdNumber(plain, 'passport', today) === undefined && plain.replace(/\D/g, '').length >= 5
  return isOther && plain.length >= 8 ? 'other' : undefined
}

function shapeOf(text: string): string {
  if (text === '') return '没有内容'
  const counts = [
    [/\d/gu, '位数字'],
    [/X/gu, '个大写 X'],
    [/x/gu, '个小写 x'],
    [/[A-WYZ]/gu, '个大写字母'],
    [/[a-wyz]/gu, '个小写字母'],
    [/[０-９Ａ-Ｚａ-ｚ]/gu, '个全角字符'],
    [/\p{Script=Han}/gu, '个汉字'],
    [/\s/gu, '个空格'],
  ] as const
  const found = counts.flatMap(([pattern, what]) => {
    const count = text.match(pattern)?.length ?? 0
    return count > 0 ? [[count, `${count} ${what}`] as const] : []
  })
  const length = [...text].length,
    rest = length - found.reduce((sum, [count]) => sum + count, 0)
  const parts = [...found.map(([, words]) => words), ...(rest > 0 ? [`${rest} 个其他符号`] : [])]
  return parts.length === 1 ? (parts[0] ?? '') : `共 ${length} 位：${parts.join('、')}`
}

/** The same reader and the same check as at the counter judge; what they do not say is why, and how to mend it. */
function verdictOf(columns: readonly Column[], at: number, strokes: readonly Stroke[], today: Day): Scan['verdict'] {
  const not = (says: string) => ({ isUnderstood: false, says })
  const number = columns[at]
  if (strokes.some(({ isAlt }) => isAlt)) {
    return not('读卡器用 Alt 加数字键输汉字，前台会当作换证件种类。在读卡器的设置里去掉姓名等汉字，只留号码')
  }
  if (!number) return not('没有读到证件号。证件重新放一次；还是这样，在读卡器的设置里打开“输出号码”')
  if (number.strokes.some(({ isComposed }) => isComposed)) {
    return not('号码经过了输入法，前台看不到按键。把输入法切换到英文再读')
  }
  if (number.end === 'none') return not('号码后面没有回车，也没有 Tab。在读卡器的设置里把结尾（后缀）设为回车')
  const reader = new Reader()
  let burst: ReturnType<Reader['key']>
  for (const { key, at } of [...number.strokes, endOf(number, strokes)]) burst = reader.key(key, at)
  if (!burst) {
    return not(
      `两键之间最长隔了 ${Math.round(longestGap(number.strokes))} 毫秒，前台会当作手键入。把读卡器的输出间隔调到最短`,
    )
  }
  const kind = kindOf(number.text, today)
  const fault = faultInIdNumber(burst.text.normalize('NFKC'), kind === 'other' ? 'passport' : 'resident', today)
  if (fault !== undefined || numberRead(burst, () => true) === undefined) {
    return not(`证件号${fault ?? '中途停顿，可能少字'}。证件重新放一次；还是这样，查读卡器的设置`)
  }
  const after = columns.slice(at + 1)
  if (after.length > 1 || after.some(({ text }) => !isName(text))) {
    return not(`号码后面还有 ${after.length} 栏，会落进前台别的栏里。在读卡器的设置里只留号码，或先号码后姓名`)
  }
  const end = number.end === 'Enter' ? '回车' : 'Tab'
  const details = [
    kind === 'other' ? '这不是 18 位的身份证号：先用 Alt 4–8 选好证件种类再读，出生日期另外键入' : undefined,
    number.text.endsWith('x') ? '末位的小写 x，前台自己改成大写' : undefined,
    at > 0 ? `号码前面的 ${at} 栏前台不要，不碍事` : undefined,
    after.length === 1 ? '号码后面的姓名会自己进姓名栏' : undefined,
  ].filter((one) => one !== undefined)
  return { isUnderstood: true, says: [`读到 1 个证件号，以${end}结束`, ...details].join('；') }
}
const isName = (text: string) => /^[\p{Script=Han}·]{2,30}$/u.test(text)
/** The key that ended a column: the one that fell after its last. */
function endOf({ strokes: own }: Column, strokes: readonly Stroke[]): Stroke {
  const last = own.at(-1)
  const found = last && strokes[strokes.indexOf(last) + 1]
  return found ?? { key: 'Enter', at: Number.POSITIVE_INFINITY }
}
