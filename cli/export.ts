/** `shouze export`: one organisation's log in a file that a passphrase opens, here or by a stranger's own tools. */
import type { KeyObject } from 'node:crypto'
import { resolve } from 'node:path'
import type { ClientBase } from 'pg'
import { exportFormat, writeArchive, type ArchivedOrganisation, type Manifest } from '../store/archive-file.ts'
import { unwrapped, wrappedBy, wrappedKeys } from '../store/archive-keys.ts'
import { prepareToRead, tablesIn } from '../store/archive-tables.ts'
import { sealWith } from '../store/envelope.ts'
import type { WrappingKey } from '../store/key-folder.ts'
import { keyFrom, newDerivation } from '../store/passphrase-key.ts'
import {
  archivedOrganisations,
  archiveLines,
  migrationsIn,
  outgoing,
  programVersion,
  progressTo,
  type Outgoing,
  type Progress,
} from './archive-content.ts'
import { refuseFile, writeRefusal } from './backup.ts'
import { passphraseFrom } from './passphrase.ts'
import { reach, wrappingKeysOf, type ReachOptions } from './reach.ts'
import { Refused } from './refused.ts'

export interface ExportOptions extends ReachOptions {
  /** The organisation's code. */
  readonly organisation: string
  readonly passphraseFile?: string
}
const act = '导出'

export async function exportLog(file: string, options: ExportOptions, say: (sentence: string) => void): Promise<void> {
  const path = resolve(file)
  await refuseFile(act, path)
  const passphrase = await passphraseFrom(act, options.passphraseFile, true)
  const reached = await reach(act, options, say)
  try {
    const wrapping = await wrappingKeysOf(reached.folder)
    const { organisation, bytes } = await exportTo(
      path,
      reached.client,
      options.organisation,
      passphrase,
      wrapping,
      Date.now(),
      progressTo(say, '正在导出'),
    )
    const { name, size, root } = organisation
    say(`已导出到“${path}”：“${name}”${size} 条，根 ${root.slice(0, 16)}，${Math.ceil(bytes / 1024)} KB。`)
    say('正文、账号和签名用的密钥由口令加密：口令丢失就打不开，请另行保管。文件的格式写在 docs/formats/export-v1.md。')
  } catch (error) {
    throw writeRefusal(act, path, error)
  } finally {
    await reached.close()
  }
}

/** Writes the file as of one instant, while others write. */
export async function exportTo(
  path: string,
  client: ClientBase,
  code: string,
  passphrase: string,
  wrapping: readonly WrappingKey[],
  made: number,
  progress: Progress = () => undefined,
): Promise<{ readonly organisation: ArchivedOrganisation; readonly bytes: number }> {
  await prepareToRead(client)
  const derivation = newDerivation(),
    outer = await keyFrom(passphrase, derivation)
  await client.query('begin isolation level repeatable read read only')
  try {
    const organisation = await organisationOf(client, code),
      { org } = organisation
    const tables = await tablesOf(client, organisation, wrapping, outer)
    const manifest: Manifest = {
      format: exportFormat,
      program: await programVersion(),
      made,
      migrations: await migrationsIn(client),
      organisations: [organisation],
      tables: tables.map(({ table, rows }) => ({ table: table.name, rows })),
      keys: { ids: [], folder: '' },
      passphrase: derivation,
    }
    return { organisation, bytes: await writeArchive(path, archiveLines(client, manifest, tables, org, progress)) }
  } finally {
    await client.query('rollback')
  }
}

async function organisationOf(client: ClientBase, code: string): Promise<ArchivedOrganisation> {
  const all = await archivedOrganisations(client),
    found = all.find((each) => each.code === code)
  if (found) return found
  const known = all.map((each) => each.code).join('、')
  throw new Refused(act, `没有代号为“${code}”的单位`, known === '' ? '还没有单位' : `有的是 ${known}`)
}
/** Keys leave under the passphrase instead of the wrapping key, and password hashes sealed by it. */
async function tablesOf(
  client: ClientBase,
  { org, origin }: ArchivedOrganisation,
  wrapping: readonly WrappingKey[],
  outer: KeyObject,
): Promise<readonly Outgoing[]> {
  const keys = new Map((await wrappedKeys(client, org)).map((key) => [key.key_no, key]))
  const rewrapped = (line: string) => {
    const { key_no }: { readonly key_no: number } = JSON.parse(line),
      key = keys.get(key_no)
    if (key === undefined) throw new Error(`the snapshot has no data key ${key_no}`)
    const { class: keyClass, month } = key
    const wrapped = wrappedBy(outer, unwrapped(key, origin, wrapping), origin, key)
    return JSON.stringify({ key_no, class: keyClass, month, wrapped: hex(wrapped) })
  }
  const sealed = (line: string) =>
    JSON.stringify({ sealed: hex(sealWith(outer, credentialContext(origin), Buffer.from(line))) })
  const tables = (await tablesIn(client)).filter(({ hasOrg, name }) => hasOrg && name !== 'organisation')
  const all = await outgoing(client, tables, org)
  return all.map((one) => {
    if (one.table.name === 'data_key') return { ...one, shape: rewrapped }
    return one.table.name === 'credential' ? { ...one, shape: sealed } : one
  })
}
export const credentialContext = (origin: string): string => `${origin}|credential`
const hex = (bytes: Uint8Array) => `\\x${Buffer.from(bytes).toString('hex')}`
