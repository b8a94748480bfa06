/**
 * What one entry costs, stage by stage, in the order in which the writer goes: microseconds of processor time, so that
 * it says the same on a busy machine; of the round trip to the database the time that passes.
 */
import { admit, type Command, type Typed } from '../engine/commands.ts'
import { decide } from '../engine/decide.ts'
import { elapse } from '../engine/elapse.ts'
import type { Event } from '../engine/events.ts'
import { Layer } from '../engine/state.ts'
import { dayOf } from '../engine/time.ts'
import { leafBytes, leafHash, noBody } from '../ledger/leaf.ts'
import { checkpointText, noteSigner } from '../ledger/note.ts'
import type { Tree } from '../ledger/tree.ts'
import { retentionClass } from '../server/log-access.ts'
import type { OpenOrganisation } from '../server/organisation.ts'
import { sha256 } from '../server/sha256.ts'
import { sentencesOf } from '../server/views/consequences.ts'
import { encode, type EncodedEvent } from '../store/encode.ts'
import type { Sealed } from '../store/organisation-keys.ts'
import type { Checkpoint, StoredEvent } from '../store/types.ts'
import type { LoadProcess } from './bench-client.ts'
import { seats, type BenchServer } from './bench-server.ts'
import { laidOut, median } from './bench-table.ts'

const sizes = [1, 32, seats]
/** So many entries are timed at each size, after as many again that only warm up. */
const entriesTimed = 6_000
const lapsMin = 100
const repeatSeconds = 2
const stages = ['准入', '裁决', '编码', '密封正文', '叶与树与签名', '写库一趟（历时）', '入状态', '应答'] as const
type Stage = (typeof stages)[number]
const account = 'desk'

/** A table: a row for each stage, a column for each size. The first row is all of HTTP, from outside. */
export async function measureStages(server: BenchServer, load: LoadProcess): Promise<string> {
  const http: number[] = []
  for (const connections of sizes) http.push(await httpUs(server, load, connections))
  const line = new Line(server.open),
    columns: Record<Stage, number>[] = []
  for (const size of sizes) {
    const laps = Math.max(lapsMin, Math.ceil(entriesTimed / size / 2))
    await line.measure(size, laps)
    columns.push(await line.measure(size, laps))
  }
  const micro = (value: number | undefined) => (value ?? Number.NaN).toFixed(1)
  return laidOut([
    ['每条微秒（处理器）', ...sizes.map((size) => `一批 ${size}`)],
    ['收、解析、认人、发', ...http.map(micro)],
    ...stages.map((stage) => [stage, ...columns.map((column) => micro(column[stage]))]),
    ['合计', ...columns.map((column, n) => micro(stages.reduce((sum, stage) => sum + column[stage], http[n] ?? 0)))],
  ])
}
/** A repeated idempotency key is answered from memory: all of HTTP and nothing else. Processor time of this process. */
async function httpUs({ port, cookie }: BenchServer, load: LoadProcess, connections: number): Promise<number> {
  const before = spentUs(),
    run = `again${connections}`
  const { accepted } = await load.measure({ port, cookie, connections, seconds: repeatSeconds, run, isRepeating: true })
  return (spentUs() - before) / accepted
}
function spentUs(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

interface Decided {
  readonly command: Command
  readonly events: readonly Event[]
}
interface Encoded extends EncodedEvent {
  readonly event: Event
  readonly seq: number
}
interface Kept {
  readonly encoded: readonly Encoded[]
  readonly body: Sealed | undefined
}

function leafOf(tree: Tree, { event, header, facts }: Encoded, body: Sealed | undefined): StoredEvent {
  const { id, because, recorded } = event
  const commitment = body?.commitment ?? noBody,
    leaf = leafHash(sha256, leafBytes({ header, facts, commitment }))
  tree.append(leaf)
  return { id, recorded, header, facts, commitment, leaf, ...(because === undefined ? {} : { because }) }
}
const nought = (): Record<Stage, number> => ({
  准入: 0,
  裁决: 0,
  编码: 0,
  密封正文: 0,
  叶与树与签名: 0,
  '写库一趟（历时）': 0,
  入状态: 0,
  应答: 0,
})

/** Does by hand what the writer does, with the clock read between the stages. Afterwards nobody else may write. */
class Line {
  readonly #open: OpenOrganisation
  readonly #signed: (text: string) => string
  #tree: Tree
  #at: number
  #count = 0
  #spentUs: Record<Stage, number> = nought()
  #since = 0

  constructor(open: OpenOrganisation) {
    const { keyName, publicKey, sign } = open.parts.keys.signer
    this.#open = open
    this.#signed = noteSigner(keyName, publicKey, sign)
    this.#tree = open.log.tree
    this.#at = open.parts.clock.now()
  }
  /** Median microseconds of one entry; a lap is a batch of check-ins and the batch of their check-outs. */
  async measure(size: number, laps: number): Promise<Record<Stage, number>> {
    const spent: Record<Stage, number>[] = []
    for (let lap = 0; lap < laps; lap++) {
      this.#spentUs = nought()
      await this.#batch(size, 'check-in')
      await this.#batch(size, 'check-out')
      spent.push(this.#spentUs)
    }
    const medians = nought()
    for (const stage of stages) medians[stage] = median(spent.map((lap) => lap[stage])) / size / 2
    return medians
  }
  async #batch(size: number, register: string) {
    const {
        parts,
        log,
        writer: { state },
      } = this.#open,
      { book } = parts,
      first = this.#tree.size
    const asked = this.#asked(size, register)
    this.#at = Math.max(this.#at, parts.clock.now())
    this.#since = spentUs()
    const commands = asked.map((typed) => admit(book, typed, log.keyed))
    this.#ended('准入')
    const layer = new Layer(state),
      decided = this.#decided(layer, commands, first)
    this.#ended('裁决')
    const entries = decided.map(({ command, events }) => ({ command, encoded: this.#encoded(command, events) }))
    this.#ended('编码')
    const sealed = entries.map(({ command, encoded }) => ({ encoded, body: this.#sealed(command) }))
    this.#ended('密封正文')
    const tree = this.#tree.fork(),
      events = sealed.flatMap(({ encoded, body }) =>
        encoded.map((one, n) => leafOf(tree, one, n === 0 ? body : undefined)),
      )
    const checkpoint = this.#checkpoint(tree)
    this.#ended('叶与树与签名')
    await this.#append(first, events, sealed, tree, checkpoint)
    this.#tree = tree
    state.apply(layer.changes)
    this.#ended('入状态')
    for (const {
      command: { id },
      events,
    } of decided) {
      JSON.stringify({ seq: Number(id), at: this.#at, recorded: this.#at, next: sentencesOf(this.#open, events) })
    }
    this.#ended('应答')
    state.takeChanged()
  }
  #asked(size: number, register: string): readonly Typed[] {
    return Array.from({ length: size }, (_, n) => {
      const seat = `${n + 1}`,
        customer = `E${1_000_000 + ++this.#count}`
      const entry =
        register === 'check-out'
          ? { seat, reason: 'leaves' }
          : {
              seat,
              idKind: 'passport',
              customer,
              name: '演示客',
              born: '1990-01-01',
              faceAgrees: true,
              acceptsRules: true,
            }
      return { do: 'file', id: '', account, register, entry }
    })
  }
  /** Each command under its number, and the events that it brings about. */
  #decided(layer: Layer, commands: readonly Command[], first: number): readonly Decided[] {
    const { book } = this.#open.parts,
      all: Decided[] = []
    let next = first
    for (const asked of commands) {
      const elapsed = elapse(book, layer, this.#at),
        command = { ...asked, id: `${next}` }
      if ('needs' in elapsed || elapsed.came.length > 0) throw new Error('something came due meanwhile')
      const decision = decide(book, layer, command, this.#at)
      if (!('accepted' in decision)) throw new Error(`not accepted: ${JSON.stringify(decision)}`)
      layer.apply(decision.changes)
      all.push({ command, events: decision.accepted })
      next += decision.accepted.length
    }
    return all
  }
  #encoded({ id }: Command, events: readonly Event[]): readonly Encoded[] {
    const { origin } = this.#open.parts.organisation
    return events.map((event, n) => ({ event, seq: Number(id) + n, ...encode(event, origin, Number(id) + n) }))
  }
  #sealed(command: Command): Sealed | undefined {
    if (command.do !== 'file' || Object.keys(command.body).length === 0) return undefined
    const { keys, book } = this.#open.parts
    const retention = retentionClass(book, command.register),
      month = dayOf(this.#at).slice(0, 7)
    return keys.seal(retention, month, Number(command.id), command.body)
  }
  #checkpoint(tree: Tree): Checkpoint {
    const root = tree.root(),
      { origin } = this.#open.parts.organisation
    return { size: tree.size, root, note: this.#signed(checkpointText(origin, tree.size, root)) }
  }
  /** The keyed hashes of the answers belong to HTTP, where they were counted. */
  async #append(
    first: number,
    events: readonly StoredEvent[],
    entries: readonly Kept[],
    tree: Tree,
    checkpoint: Checkpoint,
  ) {
    const {
        log,
        parts: { store, lease },
      } = this.#open,
      seqs = entries.map(({ encoded: [one] }) => one?.seq ?? first)
    const answers = seqs.map((seq) => ({
      key: log.answerKey(`line ${seq}`),
      request: log.answerKey(`${seq}`),
      account,
      seq,
    }))
    const bodies = entries.flatMap(({ body }, n) =>
      body ? [{ seq: seqs[n] ?? first, key: body.key, sealed: body.sealed }] : [],
    )
    const begun = performance.now()
    await store.append({ ...lease, first, events, bodies, answers, outbox: [], checkpoint, tiles: tree.takeTiles() })
    this.#spentUs['写库一趟（历时）'] += (performance.now() - begun) * 1_000
    this.#since = spentUs()
  }
  #ended(stage: Stage) {
    const now = spentUs()
    this.#spentUs[stage] += now - this.#since
    this.#since = now
  }
}
