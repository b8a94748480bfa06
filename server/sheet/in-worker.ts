/** A list read in a worker with little memory and little time; what it cannot do there, it cannot do to the server. */
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Sheet } from './cells.ts'
import { sheetLimits as limits } from './limits.ts'
import { SheetRefused } from './refused.ts'

export interface ReadList {
  readonly source: 'workbook' | 'text'
  readonly sheets: readonly Sheet[]
}
type Said = { readonly read: ReadList } | { readonly refused: string }

const file = join(import.meta.dirname, '../../build/server/sheet-worker.mjs')
const tooMuch = '不能读这份名单：内容太多，读不完；请只留人员名单再传'
let before: Promise<unknown> = Promise.resolve()

/** What one worker may take. */
export interface Allowance {
  readonly memoryMb: number
  readonly withinMs: number
}

/** One after the other: two at once would take twice the memory. Throws `SheetRefused`. */
export function readList(bytes: Uint8Array, allowance: Allowance = limits): Promise<ReadList> {
  const read = before.then(() => readInWorker(bytes, allowance))
  before = read.catch(() => undefined)
  return read
}
function readInWorker(bytes: Uint8Array, { memoryMb, withinMs }: Allowance): Promise<ReadList> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(file, {
      workerData: bytes,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 32 },
    })
    const timer = setTimeout(() => {
      reject(new SheetRefused(tooMuch))
      void worker.terminate()
    }, withinMs)
    worker.on('message', (said: Said) => {
      if ('read' in said) resolve(said.read)
      else reject(new SheetRefused(said.refused))
    })
    worker.on('error', (error: Error & { readonly code?: string }) =>
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new SheetRefused(tooMuch) : error),
    )
    worker.on('exit', () => {
      clearTimeout(timer)
      reject(new Error('the worker ended without a word'))
    })
  })
}
