/** Figures as a table: median and range of the rounds, and ratios round by round. */

export interface Series {
  readonly name: string
  readonly rates: number[]
}
/** The middle one; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b),
    half = (sorted.length - 1) / 2
  return ((sorted[Math.floor(half)] ?? Number.NaN) + (sorted[Math.ceil(half)] ?? Number.NaN)) / 2
}
/** Columns that a terminal shows: a character of Chinese takes two. */
const widthOf = (text: string) => [...text].reduce((width, one) => width + (one > '\u2e7f' ? 2 : 1), 0)
const left = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - widthOf(text)))
const right = (text: string, width: number) => ' '.repeat(Math.max(0, width - widthOf(text))) + text

/** Rows of equal width; the first column to the left, all others to the right. */
export function laidOut(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => widthOf(row[at] ?? ''))))
  const placed = (cell: string, at: number) => (at === 0 ? left : right)(cell, widths[at] ?? 0)
  return rows.map((row) => row.map(placed).join('  ')).join('\n')
}
export function tableOf(series: readonly Series[], unit: string): string {
  const figures = (rates: readonly number[]) =>
    [median(rates), Math.min(...rates), Math.max(...rates)].map((value) => value.toFixed(0))
  return laidOut([[unit, '中位数', '最低', '最高'], ...series.map(({ name, rates }) => [name, ...figures(rates)])])
}
/** The median of the ratios of each round, since what else the machine does weighs on both alike. */
export function ratioLine(product: Series, rival: Series, goal: number | undefined): string {
  const ratios = product.rates.map((rate, round) => rate / (rival.rates[round] ?? Number.NaN))
  const times = (value: number) => value.toFixed(2)
  const range = `${times(Math.min(...ratios))} 至 ${times(Math.max(...ratios))}`
  return `${product.name} ÷ ${rival.name}：${times(median(ratios))}（${range}${goal === undefined ? '' : `，目标 ${goal}`}）`
}
