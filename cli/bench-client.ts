/** The load: so many connections in a process of its own, each with one request under way, for so many seconds. */
import { fork } from 'node:child_process'
import { connect, type Socket } from 'node:net'

export interface Load {
  readonly port: number
  readonly cookie: string
  readonly connections: number
  readonly seconds: number
  /** Keeps the idempotency keys of one load apart from those of all others: 16 characters or so. */
  readonly run: string
  /** Sends each seat's first request over and over: answered from memory, nothing is written. */
  readonly isRepeating?: boolean
}
export interface Measured {
  readonly accepted: number
  readonly refused: number
  readonly seconds: number
  /** Milliseconds until half, and until 99 of 100, of the answers had come. */
  readonly p50Ms: number
  readonly p99Ms: number
}
const headEnd = Buffer.from('\r\n\r\n'),
  lengthName = Buffer.from('content-length: ')
const accepted = Buffer.from('HTTP/1.1 201')

/** One seat of the café: a customer sits down, leaves, the next one sits down. */
class Seat {
  readonly #load: Load
  readonly #number: number
  readonly #socket: Socket
  #count = 0
  #isTaken = false
  #received: Buffer | undefined
  #sentAt = 0
  #isStopping = false
  readonly waitsMs: number[] = []
  accepted = 0
  refused = 0
  readonly done: Promise<void>

  constructor(load: Load, number: number) {
    this.#load = load
    this.#number = number
    this.#socket = connect(load.port, '127.0.0.1').setNoDelay()
    this.done = new Promise((resolve, reject) => {
      this.#socket
        .on('connect', () => this.#send())
        .on('error', reject)
        .on('close', () => resolve())
        .on('data', (bytes: Buffer) => this.#receive(bytes))
    })
  }
  stop() {
    this.#isStopping = true
  }
  #send() {
    const { run, port, cookie } = this.#load,
      seat = this.#number,
      count = this.#count
    const [register, entry] = this.#isTaken
      ? ['check-out', `{"seat":"${seat}","reason":"leaves"}`]
      : [
          'check-in',
          `{"seat":"${seat}","idKind":"passport","customer":"E${run}${seat}X${count}","name":"Yan","born":"1990-01-01",` +
            '"faceAgrees":true,"acceptsRules":true}',
        ]
    this.#sentAt = performance.now()
    // Plain ASCII, so that its length in bytes is that of the text.
    this.#socket.write(
      `POST /api/registers/${register}/entries HTTP/1.1\r\nhost: localhost:${port}\r\n` +
        `cookie: ${cookie}\r\n` +
        `content-type: application/json\r\nidempotency-key: ${run}-${seat}-${count}-in-one-run\r\n` +
        `content-length: ${entry.length}\r\n\r\n${entry}`,
      'latin1',
    )
  }
  /** Answers are short: mostly one piece. */
  #receive(piece: Buffer) {
    const bytes = this.#received ? Buffer.concat([this.#received, piece]) : piece
    if (!isWhole(bytes)) {
      this.#received = bytes
      return
    }
    this.#received = undefined
    if (bytes.subarray(0, accepted.length).equals(accepted)) {
      this.accepted++
      if (!this.#load.isRepeating || this.#isStopping) this.#next()
    } else if (this.refused++ === 0) process.stderr.write(`${bytes.toString()}\n`)
    this.waitsMs.push(performance.now() - this.#sentAt)
    // Who leaves last frees the seat, so that the next load finds it empty.
    if (this.#isStopping && !this.#isTaken) this.#socket.end()
    else this.#send()
  }
  #next() {
    this.#isTaken = !this.#isTaken
    this.#count++
  }
}
/** Headers and body are complete once as many bytes came as the header says. */
function isWhole(bytes: Buffer): boolean {
  const end = bytes.indexOf(headEnd),
    at = bytes.indexOf(lengthName)
  if (end < 0 || at < 0) return false
  let length = 0
  for (let n = at + lengthName.length; bytes[n] !== 0x0d; n++) length = length * 10 + (bytes[n] ?? 0x30) - 0x30
  return bytes.length >= end + headEnd.length + length
}

async function measured(load: Load): Promise<Measured> {
  const begun = performance.now(),
    seats = Array.from({ length: load.connections }, (_, n) => new Seat(load, n + 1))
  setTimeout(() => {
    for (const seat of seats) seat.stop()
  }, load.seconds * 1_000)
  await Promise.all(seats.map(({ done }) => done))
  const waitsMs = seats.flatMap((seat) => seat.waitsMs).sort((a, b) => a - b)
  const at = (share: number) => waitsMs[Math.floor(waitsMs.length * share)] ?? 0
  const sum = (of: (seat: Seat) => number) => seats.reduce((total, seat) => total + of(seat), 0)
  return {
    accepted: sum((seat) => seat.accepted),
    refused: sum((seat) => seat.refused),
    seconds: (performance.now() - begun) / 1_000,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  }
}

/** In the process of the load: measures what the parent sends, until it hangs up. */
export function answerLoads(): Promise<void> {
  process.on('message', (load: Load) => {
    void measured(load).then((result) => process.send?.(result))
  })
  return new Promise((resolve) => process.once('disconnect', resolve))
}

export interface LoadProcess {
  measure(load: Load): Promise<Measured>
  close(): void
}
/** Starts that process: this same program, asked for its hidden command. */
export function startLoad(): LoadProcess {
  const child = fork(process.argv[1] ?? '', ['bench-load'], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [],
  })
  const measure = (load: Load) =>
    new Promise<Measured>((resolve, reject) => {
      const ended = () => reject(new Error('the load ended by itself'))
      child.once('exit', ended)
      child.once('message', (result: Measured) => {
        child.off('exit', ended)
        resolve(result)
      })
      child.send(load)
    })
  return { measure, close: () => child.disconnect() }
}
