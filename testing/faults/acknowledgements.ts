/** What was acknowledged, in a file outside of what is killed: a line goes on only once it is on the disk. */
import { appendFileSync, closeSync, fdatasync, openSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'

const sync = promisify(fdatasync)

export interface Acknowledged {
  readonly number: number
  readonly key: string
  readonly seq: number
}
export class Acknowledgements {
  readonly #path: string
  readonly #file: number
  #syncing: Promise<void> = Promise.resolve()
  #count = 0

  constructor(path: string) {
    this.#path = path
    this.#file = openSync(path, 'a')
  }
  get count() {
    return this.#count
  }
  /** Resolves once the line is on the disk; those that wait meanwhile share the next sync. */
  async add({ number, key, seq }: Acknowledged) {
    appendFileSync(this.#file, `${number} ${key} ${seq}\n`)
    this.#syncing = this.#syncing.then(() => sync(this.#file))
    await this.#syncing
    this.#count += 1
  }
  close() {
    closeSync(this.#file)
  }
  /** As the file has them. */
  all(): readonly Acknowledged[] {
    return readFileSync(this.#path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [number = '', key = '', seq = ''] = line.split(' ')
        return { number: Number(number), key, seq: Number(seq) }
      })
  }
}
