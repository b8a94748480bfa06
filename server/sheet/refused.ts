/** Why a list cannot be read: a sentence that says what to do. */
export class SheetRefused extends Error {
  override name = 'SheetRefused'
}
/** 不能读这份名单：〈事实〉. */
export const refuse = (fact: string): never => {
  throw new SheetRefused(`不能读这份名单：${fact}`)
}
