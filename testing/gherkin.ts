/** Features on disk, compiled to scenarios: one for each line of an outline's examples. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AstBuilder, compile, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin'
import { IdGenerator, type Pickle } from '@cucumber/messages'

export interface Step {
  readonly text: string
  readonly line: number
  readonly table: readonly (readonly string[])[]
}
export interface Scenario {
  /** The policy's folder. */
  readonly folder: string
  readonly uri: string
  readonly line: number
  readonly feature: string
  readonly name: string
  readonly steps: readonly Step[]
}

const policiesRoot = join(import.meta.dirname, '..', 'policies')

/** All scenarios under `policies/<folder>/features`, folders and files in order of name. */
export function scenarios(folders = policyFolders()): readonly Scenario[] {
  return folders.flatMap((folder) => {
    const under = join(policiesRoot, folder, 'features')
    const files = readdirSync(under)
      .filter((file) => file.endsWith('.feature'))
      .sort()
    return files.flatMap((file) => scenariosIn(folder, `policies/${folder}/features/${file}`, join(under, file)))
  })
}
/** The policy folders that have features. */
export function policyFolders(): readonly string[] {
  const folders = readdirSync(policiesRoot, { withFileTypes: true }).filter((one) => one.isDirectory())
  const has = (folder: string) => readdirSync(join(policiesRoot, folder)).includes('features')
  return folders
    .map(({ name }) => name)
    .filter(has)
    .sort()
}

function scenariosIn(folder: string, uri: string, path: string): readonly Scenario[] {
  const newId = IdGenerator.incrementing()
  const parser = new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher())
  const document = parser.parse(readFileSync(path, 'utf8'))
  const lines = linesOf(document)
  return compile(document, uri, newId).map((pickle) => scenarioOf(pickle, lines, folder, document.feature?.name ?? ''))
}
function scenarioOf(pickle: Pickle, lines: ReadonlyMap<string, number>, folder: string, feature: string): Scenario {
  const lineOf = (ids: readonly string[]) => lines.get(ids.at(-1) ?? '') ?? 0
  return {
    folder,
    uri: pickle.uri,
    line: pickle.location?.line ?? lineOf(pickle.astNodeIds),
    feature,
    name: pickle.name,
    steps: pickle.steps.map((step) => ({
      text: step.text,
      line: lines.get(step.astNodeIds[0] ?? '') ?? 0,
      table: (step.argument?.dataTable?.rows ?? []).map((row) => row.cells.map(({ value }) => value)),
    })),
  }
}
/** Where each node of the document stands, by its id; a node is whatever has both an id and a location. */
function linesOf(node: unknown, lines = new Map<string, number>()): ReadonlyMap<string, number> {
  if (typeof node !== 'object' || node === null) return lines
  if ('id' in node && typeof node.id === 'string' && 'location' in node) {
    const { location } = node
    if (typeof location === 'object' && location !== null && 'line' in location && typeof location.line === 'number') {
      lines.set(node.id, location.line)
    }
  }
  for (const child of Object.values(node)) linesOf(child, lines)
  return lines
}
