/** A rate in percent with one figure behind the point, never rounded up: 99.96 is not all. */
export const sayRate = (rate: number | undefined) =>
  rate === undefined ? '—' : `${(Math.floor(rate * 1_000) / 10).toFixed(1)}%`
