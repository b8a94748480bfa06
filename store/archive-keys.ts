/** The data keys of one organisation apart from the application's pool: read, opened, wrapped anew under another. */
import { createSecretKey, type KeyObject } from 'node:crypto'
import type { ClientBase } from 'pg'
import { openWith, sealWith } from './envelope.ts'
import { KeyMissing, type WrappingKey } from './key-folder.ts'
import type { DataKey, KeyCupboard } from './keys.ts'

/** A data key as it is kept; `wrapped` is nonce, ciphertext and tag. */
export interface WrappedKey {
  readonly key_no: number
  readonly class: string
  readonly month: string
  readonly wrapped: Uint8Array
  readonly kek: string
}

export async function wrappedKeys(client: ClientBase, org: number): Promise<readonly WrappedKey[]> {
  const { rows } = await client.query<WrappedKey>(
    'select key_no, class, month, wrapped, kek from shouze.data_key where org = $1 order by key_no',
    [org],
  )
  return rows
}

/** The 32 bytes of a data key. Throws `KeyMissing` where its wrapping key is not among these. */
export function unwrapped(key: WrappedKey, origin: string, wrapping: readonly WrappingKey[]): Buffer {
  const outer = wrapping.find(({ id }) => id === key.kek)
  if (outer === undefined) throw new KeyMissing(`不能打开数据：缺少编号 ${key.kek} 的主密钥`)
  return openedBy(outer.key, key, origin)
}

/** The 32 bytes of a data key. Throws where it was wrapped by another than `outer`, or for another log. */
export function openedBy(outer: KeyObject, key: Omit<WrappedKey, 'key_no' | 'kek'>, origin: string): Buffer {
  return openWith(outer, context(origin, key), key.wrapped)
}

/** The same key, wrapped by `outer`. */
export function wrappedBy(
  outer: KeyObject,
  bytes: Uint8Array,
  origin: string,
  key: Pick<WrappedKey, 'class' | 'month'>,
): Uint8Array {
  return sealWith(outer, context(origin, key), bytes)
}

/** Finds data keys among `keys` and makes none. */
export function cupboardOf(keys: readonly WrappedKey[], open: (key: WrappedKey) => Uint8Array): KeyCupboard {
  const opened = (key: WrappedKey): DataKey => {
    const bytes = open(key)
    return { number: key.key_no, bytes, key: createSecretKey(bytes) }
  }
  return {
    make: (_, keyClass, month) => {
      const key = keys.find((each) => each.class === keyClass && each.month === month)
      if (key) return Promise.resolve(key).then(opened)
      return Promise.reject(new KeyMissing(`不能打开数据：数据库里没有“${keyClass}”的密钥`))
    },
    byNumber: async (_, number) => {
      const key = keys.find((each) => each.key_no === number)
      return key && opened(key)
    },
  }
}

/** As store/keys.ts binds a wrapped key to its place; part of the format of an export. */
const context = (origin: string, key: Pick<WrappedKey, 'class' | 'month'>) => `${origin}|${key.class}|${key.month}`
