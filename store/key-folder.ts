/**
 * The keys that wrap all others: files of 32 bytes in `<folder>/keys`, never in the database or its backups.
 * `kek-2.key` follows `kek-1.key` when the key is changed; the last one wraps what is new.
 */
import { createHash, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'

/** A wrapping key, and the fingerprint by which the database refers to it. */
export interface WrappingKey {
  readonly id: string
  readonly key: KeyObject
}

/** The key that the database needs is not in the folder; the message says so in Chinese. */
export class KeyMissing extends Error {
  override name = 'KeyMissing'
}

const fileName = /^kek-([0-9]{1,6})\.key$/
const keyLength = 32

/** Every wrapping key of the folder, the oldest first; empty where none was made yet. */
export async function readWrappingKeys(folder: string): Promise<readonly WrappingKey[]> {
  const keysFolder = await keysFolderIn(folder)
  const numbers = (await readdir(keysFolder))
    .flatMap((name) => {
      const number = fileName.exec(name)?.[1]
      return number === undefined ? [] : [Number(number)]
    })
    .sort((a, b) => a - b)
  return Promise.all(
    numbers.map(async (number) => {
      const bytes = await readFile(join(keysFolder, `kek-${number}.key`))
      if (bytes.length !== keyLength) throw new KeyMissing(`不能打开数据：主密钥文件 kek-${number}.key 已损坏`)
      return wrappingKey(bytes)
    }),
  )
}

/** Makes and keeps a wrapping key; on disk, name included, before this returns, since what it wraps is lost without. */
export async function makeWrappingKey(folder: string, number: number): Promise<WrappingKey> {
  const keysFolder = await keysFolderIn(folder)
  const bytes = randomBytes(keyLength)
  const path = join(keysFolder, `kek-${number}.key`)
  const file = await open(`${path}.new`, 'w', 0o600)
  await file.writeFile(bytes)
  await file.sync()
  await file.close()
  await rename(`${path}.new`, path)
  const directory = await open(keysFolder, 'r')
  await directory.sync()
  await directory.close()
  return wrappingKey(bytes)
}

async function keysFolderIn(folder: string): Promise<string> {
  const keysFolder = join(folder, 'keys')
  await mkdir(keysFolder, { recursive: true, mode: 0o700 })
  return keysFolder
}

function wrappingKey(bytes: Buffer): WrappingKey {
  const id = createHash('sha256').update('shouze wrapping key\n').update(bytes).digest('hex').slice(0, 16)
  return { id, key: createSecretKey(bytes) }
}
