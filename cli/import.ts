/** `shouze import`: a log that was exported elsewhere, beside the organisations that are here. */
import type { KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { ClientBase } from 'pg'
import {
  ArchiveDamaged,
  checkArchive,
  exportFormat,
  openArchive,
  type ArchivedOrganisation,
  type Manifest,
} from '../store/archive-file.ts'
import { openedBy, wrappedBy, type WrappedKey } from '../store/archive-keys.ts'
import { noteRestored, sayRestored, type RestoredNote } from '../store/archive-notes.ts'
import { openWith } from '../store/envelope.ts'
import { makeWrappingKey, type WrappingKey } from '../store/key-folder.ts'
import { codeOf } from '../store/start-refusal.ts'
import type { Organisation } from '../store/types.ts'
import { keyFrom } from '../store/passphrase-key.ts'
import { load, progressTo, sinksOf, type Progress, type Sink } from './archive-content.ts'
import { credentialContext } from './export.ts'
import { passphraseFrom } from './passphrase.ts'
import { isThere, organisationsIn, reach, wrappingKeysOf, type ReachOptions } from './reach.ts'
import { Refused } from './refused.ts'
import { refuseNewer } from './restore.ts'
import { sayReport, verifyOne, type VerifyReport } from './verify.ts'

export interface ImportOptions extends ReachOptions {
  readonly passphraseFile?: string
  /** Another code than the file's, where that one is taken here. */
  readonly code?: string
}
const act = '导入'

export async function importLog(file: string, options: ImportOptions, say: (sentence: string) => void): Promise<void> {
  const path = resolve(file)
  if (!(await isThere(path))) throw new Refused(act, `没有文件“${path}”`)
  const passphrase = await passphraseFrom(act, options.passphraseFile, false)
  const reached = await reach(act, options, say)
  try {
    const wrapping = await wrappingKeysOf(reached.folder)
    const last = wrapping.at(-1) ?? (await makeWrappingKey(reached.folder, 1))
    const { report, manifest } = await importFrom(
      path,
      reached.client,
      passphrase,
      last,
      {
        clock: await clockOf(reached.folder),
        ...(options.code === undefined ? {} : { code: options.code }),
      },
      progressTo(say, '正在导入'),
    )
    const logs = manifest.organisations.map((log) => ({ ...log, code: report.code }))
    const note: RestoredNote = { at: Date.now(), made: manifest.made, how: 'import', organisations: logs }
    await noteRestored(reached.folder, note)
    say(sayReport(report))
    for (const log of logs) say(`${sayRestored(note, log)}。`)
    say('原来的安装不要再启动这个单位，否则同一单位会有两份记录。')
  } finally {
    await reached.close()
  }
}

export interface ImportTarget {
  /** Whose time counts here; undefined where nothing ran yet. */
  readonly clock?: string | undefined
  readonly code?: string
}
/**
 * All of it or nothing: the log is verified before the transaction commits. Throws `Refused` where file or passphrase
 * are wrong, the same log or code is here, or the log is not whole.
 */
export async function importFrom(
  path: string,
  client: ClientBase,
  passphrase: string,
  last: WrappingKey,
  target: ImportTarget = {},
  progress: Progress = () => undefined,
): Promise<{ readonly report: VerifyReport; readonly manifest: Manifest }> {
  try {
    await checkArchive(path)
    const { manifest, lines } = await openArchive(path),
      [source] = manifest.organisations
    if (manifest.format !== exportFormat || !manifest.passphrase || !source) {
      throw new Refused(act, `“${path}”是整台的备份，不是一个单位的导出`, '请用 shouze restore 恢复')
    }
    await refuseNewer(act, manifest)
    refuseOtherClock(source, target.clock)
    const outer = await keyFrom(passphrase, manifest.passphrase)
    await client.query('begin')
    try {
      const organisation = await makeOrganisation(client, source, target.code ?? source.code)
      const keys = await loadAll(client, manifest, lines, { organisation, outer, last }, progress)
      const open = (key: WrappedKey) => openedBy(outer, key, organisation.origin)
      const report = await verifyOne(client, organisation, { keys, open }, undefined)
      refuseBroken(report, source)
      await client.query('commit')
      return { report, manifest }
    } catch (error) {
      await client.query('rollback')
      throw error
    }
  } catch (error) {
    if (error instanceof ArchiveDamaged) throw new Refused(act, error.message, '请换一份文件')
    throw error
  }
}

interface Into {
  readonly organisation: Organisation
  readonly outer: KeyObject
  readonly last: WrappingKey
}
/** Gives the data keys as they came, under the passphrase. */
async function loadAll(
  client: ClientBase,
  manifest: Manifest,
  lines: AsyncIterable<string>,
  { organisation: { org, origin }, outer, last }: Into,
  progress: Progress,
): Promise<readonly WrappedKey[]> {
  const sinkFor = await sinksOf(client, org),
    keys: WrappedKey[] = []
  const rewrapped = (line: string) => {
    const row: { key_no: number; class: string; month: string; wrapped: string } = JSON.parse(line)
    const key = { ...row, wrapped: bytesOf(row.wrapped), kek: '' }
    keys.push(key)
    const wrapped = wrappedBy(last.key, openedBy(outer, key, origin), origin, key)
    return JSON.stringify({ ...row, wrapped: `\\x${Buffer.from(wrapped).toString('hex')}`, kek: last.id })
  }
  const unsealed = (line: string) => {
    const { sealed }: { readonly sealed: string } = JSON.parse(line)
    return openWith(outer, credentialContext(origin), bytesOf(sealed)).toString()
  }
  await load(
    lines,
    manifest,
    (table) => {
      if (table === 'organisation') throw new ArchiveDamaged('文件里有不属于一个单位的表')
      if (table === 'data_key') return through(sinkFor(table), rewrapped)
      return table === 'credential' ? through(sinkFor(table), unsealed) : sinkFor(table)
    },
    progress,
  )
  return keys
}
function through(sink: Sink, shape: (line: string) => string): Sink {
  return { add: async (line) => sink.add(wrongPassphrase(() => shape(line))), flush: () => sink.flush() }
}
/** The checksum held, so what does not open was sealed under another passphrase. */
function wrongPassphrase<T>(open: () => T): T {
  try {
    return open()
  } catch (error) {
    if (error instanceof Error && /unable to authenticate/.test(error.message)) throw new Refused(act, '口令不对')
    throw error
  }
}
const bytesOf = (text: string): Buffer => Buffer.from(text.replace(/^\\x/, ''), 'hex')

async function makeOrganisation(client: ClientBase, source: ArchivedOrganisation, code: string): Promise<Organisation> {
  for (const here of await organisationsIn(client)) {
    if (here.origin === source.origin) throw new Refused(act, `同一个单位已在这里，代号“${here.code}”`)
    if (here.code === code) throw new Refused(act, `代号“${code}”已被“${here.name}”使用`, '请用 --code 另取一个')
  }
  const { name, origin, clock, created } = source
  const {
    rows: [row],
  } = await client.query<Organisation>(
    `insert into shouze.organisation (code, name, origin, clock, created) values ($1, $2, $3, $4, $5)
      returning org, code, name, origin, clock`,
    [code, name, origin, clock, created],
  )
  if (row === undefined) throw new Error('an insert of one row gave none')
  return row
}
function refuseBroken(report: VerifyReport, source: ArchivedOrganisation): void {
  if (report.fault) throw new Refused(act, `文件里的记录不完好：${report.fault.fact}`)
  const isSame = report.size === source.size && (report.size === 0 || report.root === source.root)
  if (!isSame) throw new Refused(act, `文件开头写 ${source.size} 条，里面是 ${report.size} 条，或根不同`)
}
function refuseOtherClock({ clock }: ArchivedOrganisation, here: string | undefined): void {
  if (here === undefined || here === clock) return
  throw new Refused(
    act,
    clock === 'driven' ? '这是演练的记录，不能放进真实运行的安装' : '这是真实的记录，不能放进演练的安装',
  )
}
async function clockOf(folder: string): Promise<string | undefined> {
  try {
    return (await readFile(join(folder, 'clock'), 'utf8')).trim()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
