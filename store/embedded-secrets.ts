/** The passwords of the embedded database: random, made once, in a file of the data folder that only its owner reads. */
import { randomBytes } from 'node:crypto'
import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf, StartRefusal } from './start-refusal.ts'

/** 64 hexadecimal digits each. */
export interface Secrets {
  readonly superuser: string
  readonly owner: string
  readonly application: string
}

/** Reads them, or makes them when there is no cluster yet. Throws `StartRefusal` (folder) when they are gone. */
export async function readSecrets(folder: string, hasCluster: boolean): Promise<Secrets> {
  const path = join(folder, 'database.json')
  try {
    return asSecrets(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && !hasCluster) return makeSecrets(path)
    if (codeOf(error) !== 'ENOENT' && !(error instanceof SyntaxError)) throw error
    throw new StartRefusal('folder', `口令文件“${path}”不见了或读不懂`, '请从备份恢复这个文件', error)
  }
}

async function makeSecrets(path: string): Promise<Secrets> {
  const password = (): string => randomBytes(32).toString('hex')
  const secrets = { superuser: password(), owner: password(), application: password() }
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(secrets, undefined, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
  return secrets
}

function asSecrets(read: unknown): Secrets {
  if (typeof read === 'object' && read !== null && 'superuser' in read && 'owner' in read && 'application' in read) {
    const { superuser, owner, application } = read
    if (isPassword(superuser) && isPassword(owner) && isPassword(application)) return { superuser, owner, application }
  }
  throw new SyntaxError('database.json does not hold three passwords')
}

function isPassword(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}
