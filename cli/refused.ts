/** Why a command cannot go on: a sentence in Chinese and an exit code, as `StartRefusal` is for a start. */

/** 不能〈动作〉：〈事实〉；〈下一步〉。 Exit code 2. */
export class Refused extends Error {
  readonly exitCode = 2
  constructor(act: string, fact: string, next?: string) {
    super(`不能${act}：${fact}${next === undefined ? '' : `；${next}`}。`)
    this.name = 'Refused'
  }
}
