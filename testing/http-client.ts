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
  /** Somebody else at the same address, who has not signed in. */
  stranger(): HttpClient {
    return new HttpClient(this.#address)
  }
  /** A file that is handed out on a request with a body. */
  async file(path: string, body: unknown): Promise<ArrayBuffer> {
    const response = await fetch(this.#address + path, {
      method: 'POST',
      headers: { cookie: this.#cookie, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
    return response.arrayBuffer()
  }
  async send(method: string, path: string, body?: unknown, idempotencyKey?: string): Promise<Reply> {
    return this.sendText(method, path, body === undefined ? undefined : JSON.stringify(body), idempotencyKey)
  }
  /** What an address sends, as it comes. Throws where it is no success. */
  async bytes(path: string): Promise<Buffer> {
    const response = await fetch(this.#address + path, { headers: { cookie: this.#cookie } })
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
    return Buffer.from(await response.arrayBuffer())
  }
  /** The body as it stands, JSON or not. */
  async sendText(method: string, path: string, text: string | undefined, idempotencyKey?: string): Promise<Reply> {
    const response = await fetch(this.#address + path, {
      method,
      headers: {
        ...(this.#cookie === '' ? {} : { cookie: this.#cookie }),
        ...(text === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      ...(text === undefined ? {} : { body: text }),
    })
    const [set] = response.headers.getSetCookie()
    if (set !== undefined) this.#cookie = set.split(';')[0] ?? ''
    const answer = await response.text()
    return { status: response.status, body: answer === '' ? undefined : JSON.parse(answer) }
  }
}
