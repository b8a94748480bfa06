/** `shouze bench`: what this machine carries, beside what its PostgreSQL carries without us. Not part of the tests. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InvalidArgumentError, type Command } from 'commander'
import { answerLoads, startLoad, type LoadProcess } from './bench-client.ts'
import { hasPgbench, makePlainTable, pgbench, sizesOf, writeScripts, type RowSizes, type Script } from './bench-rows.ts'
import { seats, startBench, type BenchServer } from './bench-server.ts'
import { measureStages } from './bench-stages.ts'
import { ratioLine, tableOf, type Series } from './bench-table.ts'
import { createOrganisation } from '../store/admin.ts'
import { sayTo } from './say.ts'

export interface BenchOptions {
  readonly seconds: number
  readonly rounds: number
  readonly stages?: boolean
}
const connections = [1, 32, seats]
/** Long enough for the compiler of the runtime to have seen the hot route. */
const warmUpSeconds = 4
const farMs = 1e12
const positive = (text: string): number => {
  if (!(Number(text) > 0)) throw new InvalidArgumentError('须是大于零的数。')
  return Number(text)
}

export function addBenchCommands(program: Command, run: (command: () => Promise<void>) => Promise<void>): void {
  program
    .command('bench')
    .description('测速：本机每秒能办多少次登记，与同一数据库上的 pgbench 相比')
    .option('--seconds <秒>', '每次测多久', positive, 5)
    .option('--rounds <轮>', '交替测几轮', positive, 5)
    .option('--stages', '再印出一条登记在每一步用多少微秒')
    .action((options: BenchOptions) => run(() => bench(options)))
  program.command('bench-load', { hidden: true }).action(answerLoads)
}

async function bench({ seconds, rounds, stages = false }: BenchOptions): Promise<void> {
  const say = sayTo(process.stderr),
    print = sayTo(process.stdout)
  const server = await startBench(say),
    load = startLoad()
  const scratch = await mkdtemp(join(tmpdir(), 'shouze-bench-scripts-'))
  try {
    const measuring = new Measuring(server, load, seconds)
    const sizes = await measuring.warmUp()
    say(spokenSizes(sizes))
    const rivals = await rivalsOf(server, scratch, sizes, say)
    for (let round = 1; round <= rounds; round++) {
      for (const count of connections) say(await measuring.product(count, round))
      for (const { script, clients } of rivals) say(await measuring.rival(script, clients, round))
    }
    print(tableOf([...measuring.series.values()], '每秒'))
    for (const line of goals(measuring.series)) print(line)
    if (stages) print(await measureStages(server, load))
  } finally {
    load.close()
    await rm(scratch, { recursive: true, force: true })
    await server.close()
  }
}

class Measuring {
  readonly series = new Map<string, Series>()
  readonly #server: BenchServer
  readonly #load: LoadProcess
  readonly #seconds: number
  #run = 0
  constructor(server: BenchServer, load: LoadProcess, seconds: number) {
    this.#server = server
    this.#load = load
    this.#seconds = seconds
  }
  /** Gives what an entry leaves in the tables. */
  async warmUp(): Promise<RowSizes> {
    const { open, installation } = this.#server,
      since = open.writer.size
    const { accepted } = await this.#entries(seats, warmUpSeconds)
    return sizesOf(installation.pools.owner, open.parts.organisation.org, since, accepted)
  }
  async product(count: number, round: number): Promise<string> {
    const { accepted, refused, seconds, p50Ms, p99Ms } = await this.#entries(count, this.#seconds)
    if (refused > 0) throw new Error(`${refused} entries were refused`)
    const said = this.#note(`守则 ${count} 个连接`, accepted / seconds, round)
    return `${said}，一半在 ${p50Ms.toFixed(1)} 毫秒内，百分之九十九在 ${p99Ms.toFixed(1)} 毫秒内`
  }
  async rival(script: Script, clients: number, round: number): Promise<string> {
    const rate = await pgbench(this.#server.installation.access, script, clients, this.#seconds)
    return this.#note(`pgbench ${script.title} ${clients} 个连接`, rate, round)
  }
  #note(name: string, rate: number, round: number): string {
    const series = this.series.get(name) ?? { name, rates: [] }
    series.rates.push(rate)
    this.series.set(name, series)
    return `第 ${round} 轮，${name}：每秒 ${rate.toFixed(0)}`
  }
  #entries(count: number, seconds: number) {
    const { port, cookie } = this.#server
    return this.#load.measure({ port, cookie, connections: count, seconds, run: `R${++this.#run}` })
  }
}

type Say = (sentence: string) => void
async function rivalsOf({ installation }: BenchServer, scratch: string, sizes: RowSizes, say: Say) {
  if (!(await hasPgbench())) {
    say('没有 pgbench，只测守则自己：可用 apt install postgresql-contrib 或 postgresql 安装后再测。')
    return []
  }
  const {
    pools: { owner },
    house,
    access,
  } = installation
  const { org } = await createOrganisation(owner, { code: 'pgbench', name: 'pgbench', clock: 'driven' }, 0)
  // Held for ever, so that the product never opens what is no log.
  await house.parts.store.takeLease(org, 'pgbench', Date.now(), farMs)
  await makePlainTable(owner, access.application)
  const { rows, plain, plainOnce } = await writeScripts(scratch, org, sizes)
  return [
    { script: rows, clients: 32 },
    { script: plain, clients: 32 },
    { script: plain, clients: seats },
    { script: plainOnce, clients: seats },
  ]
}
const spokenSizes = ({ events, bodies, header, facts, sealed, note }: RowSizes) =>
  `一条登记平均写 ${events.toFixed(2)} 个事件、${bodies.toFixed(2)} 个正文；` +
  `平均字节：头 ${header}，事实 ${facts}，正文 ${sealed}，签名 ${note}。`

/** The two goals; nothing to say where there was no pgbench. */
function goals(series: ReadonlyMap<string, Series>): readonly string[] {
  const product = series.get(`守则 ${seats} 个连接`)
  return [
    ['同样的行 32', 2.5],
    [`两行事务 ${seats}`, 1.5],
    [`两行一句 ${seats}`, undefined],
  ].flatMap(([title, goal]) => {
    const rival = series.get(`pgbench ${title} 个连接`)
    return product && rival ? [ratioLine(product, rival, typeof goal === 'number' ? goal : undefined)] : []
  })
}
