/** The texts of the policies in our own words, as they lie in their folders: paragraphs by clause. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageRoot } from '../store/package-root.ts'

export type PolicyText = ReadonlyMap<string, readonly string[]>

/** `## 7.2 第二条`, then its paragraphs, until the next heading. */
export function parsedText(markdown: string): PolicyText {
  const text = new Map<string, readonly string[]>()
  for (const part of markdown.split(/^## /m).slice(1)) {
    const [heading = '', ...lines] = part.split('\n')
    const paragraphs = lines
      .join('\n')
      .split(/\n\s*\n/)
      .map((paragraph) => paragraph.trim())
      .filter((paragraph) => paragraph !== '')
    text.set(heading.split(/\s/)[0] ?? '', paragraphs)
  }
  return text
}

const known = new Map<string, Promise<PolicyText>>()
/** Read once; a policy without a text has none to show, and its clauses show their short words. */
export function textOf(policy: string): Promise<PolicyText> {
  const reading = known.get(policy) ?? read(policy)
  known.set(policy, reading)
  return reading
}
async function read(policy: string): Promise<PolicyText> {
  const folder = join(packageRoot(), 'policies'),
    // 07-hospital-daily-report; organisation
    own = (await readdir(folder)).find((name) => name.replace(/^\d+-/, '') === policy)
  return own === undefined ? new Map() : parsedText(await readFile(join(folder, own, 'text.md'), 'utf8'))
}
