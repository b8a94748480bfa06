/** Reads one list in a thread of its own, so that no other answer waits for it; built into a file of its own. */
import { parentPort, workerData } from 'node:worker_threads'
import { readSheets } from './read.ts'
import { SheetRefused } from './refused.ts'

try {
  parentPort?.postMessage({ read: readSheets(Buffer.from(workerData)) })
} catch (error) {
  if (!(error instanceof SheetRefused)) throw error
  parentPort?.postMessage({ refused: error.message })
}
