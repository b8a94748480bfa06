/** Steps by their sentence (Cucumber Expressions). A sentence that no step or more than one knows is a fault. */
import { CucumberExpression, ParameterType, ParameterTypeRegistry } from '@cucumber/cucumber-expressions'
import type { Step } from './gherkin.ts'

/** What stands under a step: rows of cells. */
export type Table = readonly (readonly string[])[]
interface Known<W> {
  readonly expression: CucumberExpression
  readonly run: (world: W, words: readonly string[], table: Table) => Promise<void>
}

export class StepBook<W> {
  readonly #known: Known<W>[] = []
  readonly #types = new ParameterTypeRegistry()

  constructor() {
    const type = (name: string, pattern: RegExp) =>
      this.#types.defineParameterType(new ParameterType(name, pattern, null, (...groups) => groups.join(''), false))
    type('q', /“([^”]*)”/)
    type('list', /“[^”]*”(?:、“[^”]*”)*/)
    type('day', /\d{4}-\d{2}-\d{2}/)
    type('days', /无|\d{4}-\d{2}-\d{2}(?:、\d{4}-\d{2}-\d{2})*/)
    type('time', /(?:\d{4}-\d{2}-\d{2} )?\d{2}:\d{2}:\d{2}(?:\.\d{3})?/)
    type('n', /\d+/)
  }
  /** `{q}` “…” without its marks, `{list}` “…”、“…”, `{day}`, `{days}`, `{time}` with or without a day, `{n}`. */
  define(sentence: string, run: Known<W>['run']): void {
    this.#known.push({ expression: new CucumberExpression(sentence, this.#types), run })
  }
  async run(world: W, step: Step): Promise<void> {
    const fitting = this.#known.flatMap(({ expression, run }) => {
      const found = expression.match(step.text)
      return found ? [{ run, words: found.map((word) => String(word.getValue(null) ?? '')), expression }] : []
    })
    const [first, second] = fitting
    if (!first) throw new Error(`没有这样的步骤：${step.text}`)
    if (second) throw new Error(`两种步骤都说得通：${first.expression.source} / ${second.expression.source}`)
    await first.run(world, first.words, step.table)
  }
}
/** “甲”、“乙” → 甲, 乙. */
export const listed = (text: string): readonly string[] =>
  text === '无' ? [] : text.split('、').map((one) => one.replace(/[“”]/g, ''))
