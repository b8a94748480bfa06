/** One person's browser, as far as HTTP goes: keeps its cookie, sends and reads JSON. */

export interface Reply {
  readonly status: number
  // The border: JSON of any shape; whoever asks knows which.
  readonly body: any
}
export class HttpClient {
  readonly #address: string
  #cookie = ''

  constructor(address: string) {
    this.#address = address
  }
  async send(method: string, path: string, body?: unknown, idempotencyKey?: string): Promise<Reply> {
    const response = await fetch(this.#address + path, {
      method,
      headers: {
        ...(this.#cookie === '' ? {} : { cookie: this.#cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const [set] = response.headers.getSetCookie()
    if (set !== undefined) this.#cookie = set.split(';')[0] ?? ''
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
  }
}
