/** Server-sent events: every page learns that something changed and asks again for what it shows. */
import type { ServerResponse } from 'node:http'
import type { Live } from './api.ts'

const heartbeatMs = 15_000

export class LiveUpdates {
  /** By the account that listens. */
  readonly #listeners = new Map<ServerResponse, string>()
  /** Keeps the answer open until the browser leaves, or the account's sessions end. */
  add(response: ServerResponse, account: string) {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    response.write(': 连通\n\n')
    const beat = setInterval(() => response.write(': \n\n'), heartbeatMs)
    this.#listeners.set(response, account)
    response.on('close', () => {
      clearInterval(beat)
      this.#listeners.delete(response)
    })
  }
  send(live: Live) {
    const line = `data: ${JSON.stringify(live)}\n\n`
    for (const response of this.#listeners.keys()) response.write(line)
  }
  /** Ends what an account listens to; the page asks who is signed in, and learns it. */
  end(account: string) {
    for (const [response, one] of [...this.#listeners]) {
      if (one !== account) continue
      this.#listeners.delete(response)
      response.end()
    }
  }
  close() {
    for (const response of this.#listeners.keys()) response.end()
  }
}
