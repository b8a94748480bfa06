// Writes policies/index.ts: every folder of policies/ that holds a policy.ts, in the order of their numbers. A further
// policy is a further folder and no line anywhere (decision 0046); the list is made by whatever compiles or tests.
import { existsSync, readdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)))

/** Names of the folders that hold a policy, sorted by code unit, so that every machine sees the same order. */
export function policyFolders(root) {
  const folder = join(root, 'policies')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'policy.ts')))
    .sort((a, b) => (a < b ? -1 : 1))
}

/** The text of the list: `internetCafe` for `02-internet-cafe`. */
export function policyList(folders) {
  const nameOf = (folder) => folder.replace(/^\d+-/, '').replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase())
  return [
    '/** The policies that this build knows. Written by tools/list-policies.mjs: one line for each folder. */',
    "import type { Policy } from '../engine/declare/policy.ts'",
    ...folders.map((folder) => `import ${nameOf(folder)} from './${folder}/policy.ts'`),
    '',
    `export const policies: readonly Policy[] = [${folders.map(nameOf).join(', ')}]`,
    '/** The folder of each, by its id. */',
    'export const folders: ReadonlyMap<string, string> = new Map([',
    ...folders.map((folder) => `  [${nameOf(folder)}.id, '${folder}'],`),
    '])',
    '',
  ].join('\n')
}

/** Brings the list up to date; a reader sees the old list or the new one, never half. */
export function listPolicies(root = projectRoot) {
  const folders = policyFolders(root),
    path = join(root, 'policies', 'index.ts')
  if (folders.length === 0) return
  const text = policyList(folders)
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return
  writeFileSync(`${path}.${process.pid}`, text)
  renameSync(`${path}.${process.pid}`, path)
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) listPolicies()
