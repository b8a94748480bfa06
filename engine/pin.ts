/** The short number by which a person is told from his colleagues at a computer that they share. */
import { isDay } from './time.ts'

export const pinLength = 6

/** Two digits of a year, month and day, in the orders in which people write a birthday. */
const orders = [
  [0, 2, 4],
  [4, 0, 2],
  [4, 2, 0],
] as const
/** What many choose first: the middle column, corners and crosses of the keys, and numbers that sound like words. */
const favourites: ReadonlySet<string> = new Set([
  '258025',
  '147258',
  '258369',
  '147852',
  '159357',
  '159753',
  '357159',
  '741852',
  '789456',
  '456789',
  '520131',
  '521314',
])

/** Why six digits will not do; undefined where nothing speaks against them. `account`: whose digits would be known. */
export function faultOfPin(pin: string, account: string): string | undefined {
  if (!/^\d{6}$/.test(pin)) return `应为 ${pinLength} 位数字`
  const digits = [...pin].map(Number)
  if (new Set(digits).size < 3) return '同一个数字太多'
  const steps = digits.slice(1).map((digit, n) => (10 + digit - (digits[n] ?? 0)) % 10)
  if (new Set(steps).size === 1) return '数字是连着的'
  if (/^(\d\d)\1\1$|^(\d{3})\2$|^(\d)\3(\d)\4(\d)\5$/.test(pin)) return '数字有规律'
  if (isLikeDay(pin)) return '像生日，别人最先试'
  if (favourites.has(pin)) return '太常见，别人最先试'
  return account.replace(/\D/g, '').includes(pin) ? '账号里有这几位数字' : undefined
}
function isLikeDay(pin: string): boolean {
  const pairAt = (at: number) => pin.slice(at, at + 2)
  // A leap year serves for all: the 29th of February is somebody's birthday too.
  if (orders.some(([, month, day]) => isDay(`2024-${pairAt(month)}-${pairAt(day)}`))) return true
  return /^(19|20)\d\d(0[1-9]|1[0-2])$/.test(pin)
}
