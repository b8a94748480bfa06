/** `shouze verify`: whether every log is what was signed, and the state what the log makes it. One sentence each. */
import type { ClientBase } from 'pg'
import { Book } from '../engine/book.ts'
import type { Policy } from '../engine/declare/policy.ts'
import { cupboardOf, unwrapped, wrappedKeys, type WrappedKey } from '../store/archive-keys.ts'
import { sayRestored, restoredIn } from '../store/archive-notes.ts'
import { KeyMissing } from '../store/key-folder.ts'
import { OrganisationKeys } from '../store/organisation-keys.ts'
import type { Organisation } from '../store/types.ts'
import { organisationsIn, reach, wrappingKeysOf, type ReachOptions } from './reach.ts'
import { verifyLog, type LogReport } from './verify-log.ts'
import { replay, type ReplayReport } from './verify-replay.ts'

export interface VerifyOptions extends ReachOptions {
  readonly replay?: boolean
  readonly json?: boolean
}
export interface VerifyReport extends LogReport {
  readonly code: string
  readonly name: string
  readonly origin: string
  readonly isWhole: boolean
  readonly replay?: ReplayReport
}
/** What the comparison with the state needs of the program. */
export interface Refolding {
  readonly policies: readonly Policy[]
  readonly digest: string
}

/** Prints a sentence for each organisation. Gives the exit code: 0 when all is whole, 1 when anything is not. */
export async function verify(
  options: VerifyOptions,
  refolding: Refolding,
  say: (sentence: string) => void,
  print: (text: string) => void,
): Promise<number> {
  const reached = await reach('核对', options, say)
  try {
    const compared = options.replay ? refolding : undefined
    const reports = await verifyAll(reached.client, reached.folder, compared, progressTo(say))
    if (options.json) print(JSON.stringify(reports, null, 2))
    else {
      for (const report of reports) print(sayReport(report))
      if (reports.length === 0) print('还没有单位，没有可核对的记录。')
      for (const note of await restoredIn(reached.folder)) {
        for (const log of note.organisations) print(`${sayRestored(note, log)}。`)
      }
    }
    return reports.every(({ isWhole }) => isWhole) ? 0 : 1
  } finally {
    await reached.close()
  }
}

/** Every organisation of the database, as of one instant, while others write. `folder` is where the keys lie. */
export async function verifyAll(
  client: ClientBase,
  folder: string,
  refolding: Refolding | undefined,
  progress?: (done: number, code: string) => void,
): Promise<readonly VerifyReport[]> {
  await client.query('begin isolation level repeatable read read only')
  try {
    const reports: VerifyReport[] = [],
      organisations = await organisationsIn(client)
    // Read after the snapshot was taken: a key is on disk before anything is wrapped by it.
    const wrapping = await wrappingKeysOf(folder)
    for (const organisation of organisations) {
      const keys = await wrappedKeys(client, organisation.org)
      const open = (key: WrappedKey) => unwrapped(key, organisation.origin, wrapping)
      reports.push(
        await verifyOne(
          client,
          organisation,
          { keys, open },
          refolding,
          progress && ((done) => progress(done, organisation.code)),
        ),
      )
    }
    return reports
  } finally {
    await client.query('rollback')
  }
}

/** The data keys of an organisation as they are kept, and how one is opened. */
export interface KeptKeys {
  readonly keys: readonly WrappedKey[]
  readonly open: (key: WrappedKey) => Uint8Array
}
/** One organisation, inside whatever transaction the client is in. */
export async function verifyOne(
  client: ClientBase,
  organisation: Organisation,
  kept: KeptKeys,
  refolding: Refolding | undefined,
  progress?: (done: number) => void,
): Promise<VerifyReport> {
  const { code, name, origin, org } = organisation,
    base = { code, name, origin }
  const keys = await keysFrom(kept, organisation)
  if (typeof keys === 'string') {
    return {
      ...base,
      size: 0,
      root: '',
      checkpoints: 0,
      bodies: { opened: 0, disposed: 0 },
      isWhole: false,
      fault: { fact: keys },
    }
  }
  const found = await verifyLog({ client, organisation, keys, ...(progress ? { progress } : {}) })
  // A key under which nothing lies any more is asked for by no body.
  const shut = found.fault ? undefined : kept.keys.map((key) => shutOf(kept, key)).find((fact) => fact !== undefined)
  const log = shut === undefined ? found : { ...found, fault: { fact: shut } }
  if (log.fault || !refolding) return { ...base, ...log, isWhole: !log.fault }
  const { policies, digest } = refolding
  const again = await replay({ client, org, size: log.size, book: new Book(policies), digest })
  return { ...base, ...log, replay: again, isWhole: !again.fault }
}
/** Why a key does not open, as a clause that names it; undefined where it does. */
function shutOf({ open }: KeptKeys, key: WrappedKey): string | undefined {
  try {
    open(key)
    return undefined
  } catch (error) {
    // GCM says no more than this: a byte, the class or the month is not that of the wrapping.
    const why = error instanceof KeyMissing ? `：${error.message.replace(/^不能打开数据：/, '')}` : ''
    return `第 ${key.key_no} 把密钥（${[key.class, key.month].filter(Boolean).join('，')}）打不开${why}`
  }
}
const isOfBodies = ({ class: keyClass }: WrappedKey) => keyClass.startsWith('body:')

/** Undefined where nothing was ever signed, as while an organisation is being made; a string says what is wrong. */
async function keysFrom(kept: KeptKeys, organisation: Organisation) {
  const ours = kept.keys.filter((key) => !isOfBodies(key))
  for (const key of ours) {
    const shut = shutOf(kept, key)
    if (shut !== undefined) return shut
  }
  if (!ours.some((key) => key.class === 'signing')) return undefined
  try {
    return await OrganisationKeys.open(cupboardOf(kept.keys, kept.open), organisation)
  } catch (error) {
    if (error instanceof KeyMissing) return error.message.replace(/^不能打开数据：/, '')
    throw error
  }
}

/** The one sentence: whole or not, and then what first. */
export function sayReport({ name, size, root, bodies, fault, replay: again }: VerifyReport): string {
  if (fault) return `✗ “${name}”的记录不完好：${fault.fact}。`
  const disposed = bodies.disposed === 0 ? '' : `，另有 ${bodies.disposed} 份已销毁`
  const log = `“${name}”的 ${size} 条记录完好，根 ${root.slice(0, 16)}；正文 ${bodies.opened} 份与登记时相符${disposed}`
  if (!again) return `✓ ${log}。`
  if (again.fault) return `✗ ${log}；但${again.fault.fact}。`
  if (again.size === undefined) return `✓ ${log}；状态可从头算出，库里没有本程序存下的可比。`
  return `✓ ${log}；从头算到第 ${again.size} 条，状态与存下的逐字节相同。`
}

const sayEveryMs = 3_000
/** Says how far it got, every three seconds and not at all when it is quick. */
function progressTo(say: (sentence: string) => void) {
  let last = performance.now()
  return (done: number, code: string) => {
    if (performance.now() - last < sayEveryMs) return
    last = performance.now()
    say(`正在核对“${code}”：已核对 ${done} 条……`)
  }
}
