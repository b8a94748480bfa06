// Names that say nothing, types and tests that are switched off: counted per room against a ratchet where old ones may stay,
// refused at once where none may.
import { basename } from 'node:path'
import { isTestFile } from '../source-files.mjs'

const empty = new Set(['data', 'info', 'manager', 'helper', 'helpers', 'util', 'utils', 'handle', 'handler', 'process'])
/** In a file name these say something beside another word: `data-folder.ts`. */
const goodInCompounds = new Set(['data', 'process'])
const testWords = new Set(['test', 'it', 'describe', 'suite', 'bench'])
const notRun = new Set(['skip', 'only', 'todo', 'skipIf', 'runIf', 'fails'])

/** Files and bindings named with a word that fits anything. */
export function words({ path, syntax }) {
  const parts = basename(path).split('.')[0].split('-')
  const isEmpty = (part) => empty.has(part) && (parts.length === 1 || !goodInCompounds.has(part))
  const ofFile = parts.filter(isEmpty).map((part) => ({
    line: 1,
    ratchet: 'word',
    sentence: `the file name says “${part}”, which fits anything: name what it holds`,
  }))
  const ofNames = (syntax?.declared ?? [])
    .filter(({ name }) => empty.has(name))
    .map(({ line, name }) => ({
      line,
      ratchet: 'word',
      sentence: `the name “${name}” fits anything: say which`,
    }))
  return [...ofFile, ...ofNames]
}

const typeSentences = {
  any: '`any` switches the types off',
  assertion: '`as` claims what the compiler cannot see',
  'non-null': '`!` claims what the compiler cannot see',
}

/** Where the types are overruled. engine/declare/ may, each with its reason. */
export function overruledTypes({ path, syntax }) {
  if (path.startsWith('engine/declare/') || isTestFile(path)) return []
  return syntax.types.map(({ line, what }) => ({ line, ratchet: what, sentence: typeSentences[what] }))
}

/** A test that does not run is not a test; `context.skip('why')` is the way to say that a machine lacks something. */
export function skippedTests({ path, syntax }) {
  if (!isTestFile(path)) return []
  return syntax.calls.flatMap(({ line, name, argumentCount }) => {
    const [object, ...members] = name.split('.')
    const word = members.find((member) => notRun.has(member))
    if (word === undefined) return []
    if (testWords.has(object)) return [{ line, sentence: `${object}.${word} leaves tests out: mend or remove it` }]
    if (word === 'skip' && argumentCount === 0 && members.length === 1) {
      return [{ line, sentence: 'a test that cannot run here says why: skip(reason)' }]
    }
    return []
  })
}
