/** The word that lets the first person in: on the console and in a file that only we can read. */
import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../store/start-refusal.ts'

export async function setUpSecretOf(folder: string): Promise<string> {
  const path = join(folder, 'setup-secret')
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    const secret = randomBytes(8).toString('hex').match(/.{4}/g)?.join('-') ?? ''
    await writeFile(path, `${secret}\n`, { mode: 0o600 })
    return secret
  }
}
