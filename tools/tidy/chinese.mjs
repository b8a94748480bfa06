// Chinese text has full-width punctuation: a half-width mark directly beside a Han character is a slip of the keyboard.
const beside = /(\p{Script=Han})([,;:()!?])|([,;:()!?])(\p{Script=Han})/gu
const stepSentence = /^testing\/(steps\/|gherkin|step-book)/
/** A string that is a regular expression keeps the marks of its grammar. */
const isPattern = (raw) => /\(\?[:=!<]|\\[sdwbp]/.test(raw)
const keyword = /^\s*(功能|背景|规则|场景|场景大纲|剧本|剧本大纲|例子|例)[:]/u

/** Half-width marks beside Han in what people read: strings, JSX, features, Markdown. */
export function punctuation(file) {
  const { path } = file
  if (/\.(ts|tsx|mjs)$/.test(path)) return inSource(file)
  if (path.endsWith('.feature')) return file.lines.flatMap((text, index) => slips(text.replace(keyword, ''), index + 1))
  if (path.endsWith('.md')) return inMarkdown(file.lines)
  if (path.endsWith('.html'))
    return file.lines.flatMap((text, index) => slips(text.replaceAll(/<[^>]*>/g, '|'), index + 1))
  return []
}

function inSource({ path, syntax }) {
  // A step's sentence is a pattern, whose brackets mean something to the matcher.
  if (stepSentence.test(path)) return []
  return syntax.texts
    .filter(({ role, raw }) => role === 'text' && !isPattern(raw))
    .flatMap(({ line, raw }) => raw.split('\n').flatMap((text, index) => slips(text, line + index)))
}

function inMarkdown(lines) {
  let isCode = false
  return lines.flatMap((text, index) => {
    if (/^\s*(```|~~~)/.test(text)) isCode = !isCode
    if (isCode) return []
    // Code and addresses keep their own marks; an ASCII word takes the place so that nothing new stands side by side.
    return slips(text.replaceAll(/`[^`]*`|\]\([^)]*\)/g, 'code'), index + 1)
  })
}

function slips(text, line) {
  const found = []
  for (const match of text.matchAll(beside)) {
    const at = match.index + (match[1] === undefined ? 0 : match[1].length)
    const mark = match[2] ?? match[3]
    if (isKey(text, at, mark)) continue
    const words = text.slice(Math.max(0, at - 6), at + 7).trim()
    found.push({
      line,
      sentence: `half-width “${mark}” beside a Han character in “${words}”: Chinese text has full-width marks`,
    })
  }
  return found
}

/** `day:骨科` is the key of a slice, not Chinese punctuation. */
const isKey = (text, at, mark) => mark === ':' && /[A-Za-z0-9_}]/.test(text[at - 1] ?? '')
