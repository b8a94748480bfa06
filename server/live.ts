/** Server-sent events: every page learns that something changed and asks again for what it shows. */
import type { ServerResponse } from 'node:http'
import type { Live } from './api.ts'

const heartbeatMs = 15_000

export class LiveUpdates {
  readonly #listeners = new Set<ServerResponse>()
  /** Keeps the answer open until the browser leaves. */
  add(response: ServerResponse) {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    response.write(': 连通\n\n')
    const beat = setInterval(() => response.write(': \n\n'), heartbeatMs)
    this.#listeners.add(response)
    response.on('close', () => {
      clearInterval(beat)
      this.#listeners.delete(response)
    })
  }
  send(live: Live) {
    const line = `data: ${JSON.stringify(live)}\n\n`
    for (const response of this.#listeners) response.write(line)
  }
  close() {
    for (const response of this.#listeners) response.end()
  }
}
