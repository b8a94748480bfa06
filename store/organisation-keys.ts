/** The keys of one organisation: seals and opens bodies and drafts, hashes personal values, signs checkpoints. */
import { createPrivateKey, createPublicKey, hash, type KeyObject, sign } from 'node:crypto'
import { canonical } from '../ledger/canonical.ts'
import { commitTo, hashLength } from '../ledger/leaf.ts'
import { fillRandom, openWith, sealWith } from './envelope.ts'
import { HmacKey } from './hmac.ts'
import type { DataKey, KeyCupboard } from './keys.ts'
import type { Organisation, SealedBody } from './types.ts'

const saltLength = 32
/** Truncated to 128 bits: still no collision among all people, and half as long in every fact. */
const keyedLength = 16
/** How a keyed hash begins, so that it is recognised in facts and never taken for a value. */
export const keyedPrefix = 'h1.'
/** An Ed25519 private key in PKCS #8 is these bytes and the seed of 32 (RFC 8410, section 7). */
const pkcs8Ed25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

export interface Sealed {
  readonly key: number
  readonly sealed: Uint8Array
  /** What the leaf says of the body. */
  readonly commitment: Uint8Array
}
export interface OpenedBody {
  readonly salt: Uint8Array
  /** Canonical JSON, the bytes that the commitment was made over. */
  readonly bytes: Uint8Array
}
/** Signs checkpoints. `keyName` is the log's origin; `publicKey` the 32 bytes of Ed25519. */
export interface Signer {
  readonly keyName: string
  readonly publicKey: Uint8Array
  sign(bytes: Uint8Array): Uint8Array
}

const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer')

export class OrganisationKeys {
  readonly signer: Signer
  readonly #cupboard: KeyCupboard
  readonly #organisation: Organisation
  readonly #keyedSecret: HmacKey
  readonly #answerSecret: HmacKey
  readonly #byMonth = new Map<string, DataKey>()
  readonly #byNumber = new Map<number, DataKey>()

  private constructor(cupboard: KeyCupboard, organisation: Organisation, index: DataKey, signing: DataKey) {
    this.#cupboard = cupboard
    this.#organisation = organisation
    const secret = new HmacKey(index.bytes)
    this.#keyedSecret = new HmacKey(secret.of('shouze keyed values v1'))
    this.#answerSecret = new HmacKey(secret.of('shouze idempotency keys v1'))
    this.signer = signerOf(organisation.origin, signing.bytes)
  }

  /** Made by `Keys.of`. */
  static async open(cupboard: KeyCupboard, organisation: Organisation): Promise<OrganisationKeys> {
    const index = await cupboard.make(organisation, 'index', '')
    return new OrganisationKeys(cupboard, organisation, index, await cupboard.make(organisation, 'signing', ''))
  }

  /** Whether `seal` can be called for this class and month (`2026-10`) now. */
  isWarm(retention: string, month: string): boolean {
    return this.#byMonth.has(`${retention}|${month}`)
  }

  /** Loads or makes the data key. Once for each class and month; until then `seal` throws. */
  async warm(retention: string, month: string): Promise<void> {
    if (this.isWarm(retention, month)) return
    const key = await this.#cupboard.make(this.#organisation, `body:${retention}`, month)
    this.#byMonth.set(`${retention}|${month}`, key)
    this.#byNumber.set(key.number, key)
  }

  /** Seals an event's body for its place in the log. The salt lies with the body, so the commitment dies with it. */
  seal(retention: string, month: string, seq: number, body: unknown): Sealed {
    return this.#sealFor(retention, month, `${seq}`, body)
  }

  /** Seals what one account typed and has not sent; it opens for this account and form only. */
  sealDraft(month: string, account: string, form: string, draft: unknown): Sealed {
    return this.#sealFor('draft', month, draftPlace(account, form), draft)
  }

  /** Undefined where the key was destroyed after the retention. Throws where a byte differs from what was sealed. */
  async open(body: SealedBody): Promise<OpenedBody | undefined> {
    return this.#openFor(body.key, `${body.seq}`, body.sealed)
  }

  /** The same salt and bytes under the key of another class: the commitment stays. Undefined where its key is gone. */
  async reseal(body: SealedBody, retention: string, month: string): Promise<SealedBody | undefined> {
    const opened = await this.open(body)
    if (opened === undefined) return undefined
    await this.warm(retention, month)
    const key = this.#byMonth.get(`${retention}|${month}`)
    if (key === undefined) throw new Error(`the data key of ${retention} ${month} is not warm`)
    const plain = Buffer.concat([opened.salt, opened.bytes])
    return { seq: body.seq, key: key.number, sealed: sealWith(key.key, this.#context(`${body.seq}`), plain) }
  }

  /** Destroyed keys are held in memory no longer. */
  forget(numbers: ReadonlySet<number>): void {
    for (const number of numbers) this.#byNumber.delete(number)
    for (const [name, { number }] of this.#byMonth) if (numbers.has(number)) this.#byMonth.delete(name)
  }

  async openDraft(account: string, form: string, draft: { readonly key: number; readonly sealed: Uint8Array }) {
    return this.#openFor(draft.key, draftPlace(account, form), draft.sealed)
  }

  /** The keyed hash of a whole personal value; `as` keeps kinds of value apart. Means nothing elsewhere. */
  readonly keyed = (as: string, value: string): string =>
    keyedPrefix + this.#keyedSecret.of(`${as}\0${value}`).toString('base64url', 0, keyedLength)

  /** HMAC (32 bytes) of an idempotency key, or of the command that came under it. */
  readonly answerKey = (text: string): Uint8Array => this.#answerSecret.of(text)

  #sealFor(retention: string, month: string, place: string, value: unknown): Sealed {
    const key = this.#byMonth.get(`${retention}|${month}`)
    if (key === undefined) throw new Error(`the data key of ${retention} ${month} is not warm`)
    const text = canonical(value)
    const plain = Buffer.allocUnsafe(saltLength + Buffer.byteLength(text))
    const salt = plain.subarray(0, saltLength)
    fillRandom(salt)
    plain.write(text, saltLength)
    return {
      key: key.number,
      sealed: sealWith(key.key, this.#context(place), plain),
      commitment: commitTo(sha256, salt, plain.subarray(saltLength)),
    }
  }

  async #openFor(number: number, place: string, sealed: Uint8Array): Promise<OpenedBody | undefined> {
    const key = this.#byNumber.get(number) ?? (await this.#cupboard.byNumber(this.#organisation, number))
    if (key === undefined) return undefined
    this.#byNumber.set(number, key)
    const plain = openWith(key.key, this.#context(place), sealed)
    return { salt: plain.subarray(0, saltLength), bytes: plain.subarray(saltLength) }
  }

  /** By origin, not by the organisation's number, which may be another after a move to another database. */
  #context(place: string) {
    return `${this.#organisation.origin}|${place}`
  }
}

/** The commitment that an opened body should have; compare with the event's. */
export const commitmentOf = ({ salt, bytes }: OpenedBody): Uint8Array => commitTo(sha256, salt, bytes)

const draftPlace = (account: string, form: string) => `draft|${JSON.stringify([account, form])}`

function signerOf(keyName: string, seed: Uint8Array): Signer {
  const privateKey: KeyObject = createPrivateKey({
    key: Buffer.concat([pkcs8Ed25519, seed]),
    format: 'der',
    type: 'pkcs8',
  })
  const publicDer = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  return {
    keyName,
    publicKey: publicDer.subarray(publicDer.length - hashLength),
    sign: (bytes) => sign(null, bytes, privateKey),
  }
}
