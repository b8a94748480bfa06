/** What the page asks of a password before one sends it; the server judges again, and by more. */
export const lengthMin = 12

/** Why a password will not do, as the server would say it; undefined where nothing speaks against it here. */
export function passwordFault(password: string): string | undefined {
  if ([...password].length < lengthMin) return `口令不足 ${lengthMin} 个字符`
  const kinds = [/\d/, /[a-z]/, /[A-Z]/, /[^0-9A-Za-z]/].filter((kind) => kind.test(password)).length
  return kinds < 3 ? '口令须含小写字母、大写字母、数字、符号中的三类' : undefined
}
/** Why an account will not do. */
export const accountFault = (account: string): string | undefined =>
  /^[a-z0-9][a-z0-9._-]{1,29}$/.test(account) ? undefined : '账号须为 2 至 30 个小写字母、数字、点、横线'
