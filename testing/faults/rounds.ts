/** Rounds of kills under load, and the one check that says whether anything acknowledged was lost or stands twice. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Dice } from '../dice.ts'
import type { HttpClient } from '../http-client.ts'
import { Acknowledgements, type Acknowledged } from './acknowledgements.ts'
import { Estate, type EstateOptions } from './estate.ts'
import { faultsOfLog, reportsIn, sendReport, setUpWard, signedIn, type Reporter } from './ward.ts'

/** Strikes, and waits until what it struck can be reached again. False where there was nothing to strike. */
export type Blow = (estate: Estate) => Promise<boolean>
export interface RoundsOptions extends EstateOptions {
  readonly rounds: number
  readonly dice: Dice
  /** Dealt out evenly over the rounds, in an order that the dice give. */
  readonly blows: readonly Blow[]
  /** Ends the rounds as soon as the check fails; for controls. */
  readonly untilFault?: boolean
}
export interface Found {
  readonly acknowledged: number
  /** What is wrong: an acknowledged entry that is missing, moved or there twice; a key that is answered differently. */
  readonly faults: readonly string[]
  /** Of the log itself. */
  readonly logFaults: readonly string[]
  /** How often each status was answered. */
  readonly answers: Readonly<Record<string, number>>
  /** How often each blow struck, in the order in which they were given. */
  readonly struck: readonly number[]
}
const connections = 64
/** In each round so much must have been acknowledged before the blow falls. */
const progress = 40
const recoveryMsMax = 40_000
const resentMax = 200

export async function killRounds(options: RoundsOptions): Promise<Found> {
  const estate = new Estate(options),
    acknowledgements = new Acknowledgements(join(options.path, 'acknowledged'))
  try {
    await estate.open()
    const load = new Load(estate, acknowledgements, await setUpWard(estate.server.address))
    await load.connect()
    estate.settle()
    const { dice, blows } = options,
      struck = blows.map(() => 0)
    const dealt = dice.shuffled(Array.from({ length: options.rounds }, (_, round) => round % blows.length))
    const running = load.run()
    try {
      for (const blow of dealt) {
        await load.goOn(progress)
        await pause(dice.roll(200))
        if (await blows[blow]?.(estate)) struck[blow] = (struck[blow] ?? 0) + 1
        if (options.untilFault) {
          const faults = await faultsOf(estate, acknowledgements.all())
          if (faults.length > 0)
            return { acknowledged: acknowledgements.count, faults, logFaults: [], answers: load.answers, struck }
        }
        await load.connect()
      }
      await load.goOn(progress)
    } finally {
      load.stop()
      // On a database that lost a part of itself the server may never answer what is under way.
      if (options.untilFault) await estate.server.kill()
      await running
    }
    const all = acknowledgements.all(),
      faults = [...(await faultsOf(estate, all)), ...(await load.resend(all))]
    const logFaults = await faultsOfLog(estate.access.owner, estate.serverFolder)
    return { acknowledged: all.length, faults, logFaults, answers: load.answers, struck }
  } finally {
    acknowledgements.close()
    await estate.close()
  }
}

/** Each acknowledged report stands in the log once, at the number that was answered; no other stands there twice. */
async function faultsOf(estate: Estate, all: readonly Acknowledged[]): Promise<readonly string[]> {
  const reports = await reportsIn(estate.access.owner)
  return [
    ...all.flatMap(({ number, seq }) => {
      const seqs = reports.get(number) ?? []
      return seqs.length === 1 && seqs[0] === seq
        ? []
        : [`report ${number}: answered ${seq}, found ${seqs.join() || 'none'}`]
    }),
    ...[...reports].flatMap(([number, seqs]) => (seqs.length > 1 ? [`report ${number} twice: ${seqs.join()}`] : [])),
  ]
}

/** Sixty-four that report without a pause; whoever gets no answer, or another than 201, sends the same again. */
class Load {
  readonly answers: Record<string, number> = {}
  readonly #estate: Estate
  readonly #acknowledgements: Acknowledgements
  readonly #reporter: Reporter
  #client: HttpClient | undefined
  #number = 0
  #isStopped = false

  constructor(estate: Estate, acknowledgements: Acknowledgements, reporter: Reporter) {
    this.#estate = estate
    this.#acknowledgements = acknowledgements
    this.#reporter = reporter
  }
  /** Signs in again: a server that was started anew has another address. */
  async connect() {
    for (const began = performance.now(); ; ) {
      try {
        this.#client = await signedIn(this.#estate.server.address, this.#reporter)
        return
      } catch (error) {
        if (performance.now() - began > recoveryMsMax) throw error
        await pause(50)
      }
    }
  }
  async run() {
    await Promise.all(
      Array.from({ length: connections }, async () => {
        while (!this.#isStopped) await this.#report(++this.#number, randomUUID())
      }),
    )
  }
  stop() {
    this.#isStopped = true
  }
  /** Resolves when so many more were acknowledged. Throws what the server said when that takes too long. */
  async goOn(more: number) {
    const wanted = this.#acknowledgements.count + more
    for (const began = performance.now(); this.#acknowledgements.count < wanted; ) {
      if (performance.now() - began > recoveryMsMax) {
        throw new Error(`nothing goes on ${JSON.stringify(this.answers)}: ${this.#estate.server.said().slice(-2_000)}`)
      }
      await pause(20)
    }
  }
  /** The same keys again; gives those that are answered otherwise than the first time. */
  async resend(all: readonly Acknowledged[]): Promise<readonly string[]> {
    const client = await signedIn(this.#estate.server.address, this.#reporter)
    const some = all.filter((_, n) => n % Math.ceil(all.length / resentMax) === 0)
    const answers = await Promise.all(
      some.map(async ({ number, key, seq }) => {
        const { status, body } = await sendReport(client, number, key)
        return status === 201 && body.seq === seq
          ? []
          : [`key of ${number}: answered ${seq}, now ${status} ${String(body.seq)}`]
      }),
    )
    return answers.flat()
  }
  async #report(number: number, key: string) {
    while (!this.#isStopped) {
      const reply = await this.#sent(number, key)
      this.answers[reply.status] = (this.answers[reply.status] ?? 0) + 1
      if (reply.status === 201) return this.#acknowledgements.add({ number, key, seq: reply.body.seq })
      await pause(100)
    }
    return undefined
  }
  async #sent(number: number, key: string) {
    try {
      if (this.#client) return await sendReport(this.#client, number, key)
      return { status: 0, body: undefined }
    } catch {
      // No answer at all: whether it was written is not known, so the same is sent again.
      return { status: 0, body: undefined }
    }
  }
}
