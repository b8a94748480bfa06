/** Figures of parameters as people write them: a time of day, a length of time, a number; and back. */
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** 10:00, 次日 02:00, 30 分, 3 天, 60 天, 是. `unit` is the declaration's: clock, duration, or the word behind it. */
export function sayFigure(value: number | boolean, unit: string | undefined): string {
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (!Number.isFinite(value)) return '不限'
  if (unit === 'clock') return clock(value)
  if (unit === 'duration') return duration(value)
  return unit === undefined ? value.toLocaleString('en-US') : `${value.toLocaleString('en-US')} ${unit}`
}
const two = (n: number) => String(n).padStart(2, '0')
const clock = (ms: number) => {
  const day = ms > dayMs ? '次日 ' : ''
  const rest = ms > dayMs ? ms - dayMs : ms
  return `${day}${two(Math.floor(rest / hourMs))}:${two(Math.floor((rest % hourMs) / minuteMs))}`
}
const duration = (ms: number) =>
  ms % dayMs === 0 && ms > dayMs
    ? `${ms / dayMs} 天`
    : ms % hourMs === 0 && ms > 0
      ? `${ms / hourMs} 时`
      : `${ms / minuteMs} 分`

/** What somebody typed as a figure of that unit; undefined where it is none. 次日 2:00 and 26:00 are one. */
export function figureOf(typed: string, unit: string | undefined): number | undefined {
  const text = typed.normalize('NFKC').replace(/\s+/g, '')
  if (unit === 'clock') {
    const [, next, hour, minute] = /^(次日)?(\d{1,2}):(\d{2})$/.exec(text) ?? []
    if (hour === undefined || Number(minute) > 59 || Number(hour) > (next ? 24 : 48)) return undefined
    return (next ? dayMs : 0) + Number(hour) * hourMs + Number(minute) * minuteMs
  }
  if (unit === 'duration') {
    const [, amount, word] = /^(\d+(?:\.\d+)?)(天|日|时|小时|分|分钟)$/.exec(text) ?? []
    if (amount === undefined || word === undefined) return undefined
    const each = word === '天' || word === '日' ? dayMs : word.includes('时') ? hourMs : minuteMs
    return Math.round(Number(amount) * each)
  }
  const plain = unit !== undefined && text.endsWith(unit) ? text.slice(0, -unit.length) : text
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined
}
