/** What `shouze verify FILE` says of a package, and the list that it writes for people to read. */
import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Policy } from '../engine/declare/policy.ts'
import { clockOf, dayOf } from '../engine/time.ts'
import { codeOf } from '../store/start-refusal.ts'
import { passphraseFrom } from './passphrase.ts'
import { Refused } from './refused.ts'
import { keyBy, verifyFile, type FileReport, type PackageEntry, type Shape } from './verify-file.ts'

export interface PackageOptions {
  readonly passphraseFile?: string
  /** Where to write the entries as a table; must not be there yet. */
  readonly list?: string
  readonly json?: boolean
}
const act = '核对查询包'

/** Gives the exit code: 0 when all is whole, 1 when anything is not. */
export async function verifyPackage(
  file: string,
  options: PackageOptions,
  policies: readonly Policy[],
  say: (sentence: string) => void,
  print: (text: string) => void,
): Promise<number> {
  const path = resolve(file)
  await refuseMissing(path)
  const passphrase = await passphraseFrom(act, options.passphraseFile, false)
  const report = await verifyFile(path, keyBy(passphrase), policies, (lines) => {
    if (lines % 50_000 === 0) say(`正在核对：已读 ${lines} 行……`)
  })
  if (options.json) {
    const { found: _, shapes: __, names: ___, ...told } = report
    print(JSON.stringify(told, null, 2))
  } else for (const sentence of sayPackage(report)) print(sentence)
  if (options.list !== undefined && report.isWhole) {
    await writeList(resolve(options.list), report)
    say(`登记已写到“${options.list}”，可用表格软件打开。里面有个人信息，看完请删除。`)
  }
  return report.isWhole ? 0 : 1
}
async function refuseMissing(path: string) {
  try {
    await (await open(path, 'r')).close()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw new Refused(act, `没有文件“${path}”`)
    throw error
  }
}

/** Sentences: what holds or does not, what it says, and what no file can show. */
export function sayPackage(report: FileReport): readonly string[] {
  if (!report.isWhole) return ['✗ 查询包不完好：', ...report.faults.map(({ fact }) => `  ${fact}。`)]
  const { organisation, query, entries, corrections, bodies, disposed, takenBack, size, root, unseen } = report
  const gone = disposed === 0 ? '' : `，${disposed} 条的正文已按期销毁`,
    back = takenBack === 0 ? '' : `；另有 ${takenBack} 条登记后一分钟内撤回，不在文件里`
  return [
    `✓ “${organisation}”的查询包完好：第 ${query} 条查询，登记 ${entries} 条，更正 ${corrections} 条，正文 ${bodies} 份${gone}${back}。`,
    `  每一条都在 ${size} 条的封存里，根 ${root}。`,
    `  签名的公钥 ${report.publicKey}：请与打印的摘要核对。`,
    `  文件的 SHA-256 ${report.sha256}：应与日志里登记的相同。`,
    `  文件证明不了的：其余 ${unseen} 条只有摘要，其中是否还有该给而没有给的，须到现场用 shouze verify 核对全部记录后比较条数。`,
  ]
}

/** One table for each register, one line for each entry as it stood at last; Excel opens it. */
async function writeList(path: string, report: FileReport) {
  let file: Awaited<ReturnType<typeof open>>
  try {
    file = await open(path, 'wx', 0o600)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw new Refused(act, `文件“${path}”已有，不覆盖`)
    throw error
  }
  await file.write('\ufeff')
  for (const shape of report.shapes) {
    const entries = report.found.filter(({ event }) => event.register === shape.register)
    if (entries.length === 0) continue
    await file.write(`${[shape.title].map(cell).join()}\r\n`)
    await file.write(
      `${['条号', '发生', '登记', '登记人', '更正', ...shape.fields.map(({ label }) => label)].map(cell).join()}\r\n`,
    )
    for (const entry of entries) await file.write(`${lineOf(entry, shape, report).map(cell).join()}\r\n`)
    await file.write('\r\n')
  }
  await file.close()
}
function lineOf(
  { seq, event, body, isDisposed }: PackageEntry,
  { fields }: Shape,
  { names, found }: FileReport,
): readonly string[] {
  const corrects =
    event.corrects === undefined ? '' : `更正第 ${found.find((one) => one.event.id === event.corrects)?.seq ?? ''} 条`
  const values = fields.map(({ name, keeps, kind, options }) => {
    const value = keeps === 'body' ? body?.[name] : event.facts[name]
    if (value === undefined) return keeps === 'body' && isDisposed ? '已按期销毁' : ''
    if (kind === 'instant' && typeof value === 'number') return `${dayOf(value)} ${clockOf(value)}`
    if (typeof value === 'boolean') return value ? '是' : '否'
    return options[String(value)] ?? names[String(value)] ?? String(value)
  })
  const at = (instant: number) => `${dayOf(instant)} ${clockOf(instant)}`
  return [`${seq}`, at(event.at), at(event.recorded), names[event.by] ?? '系统', corrects, ...values]
}
/** A cell that begins so could be taken for a formula; a long number would lose its last digits. */
const isUnsafe = /^[=+\-@\t\r\0＝＋－＠]|^\d{12,}/
const cell = (text: string) => `"${(isUnsafe.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
