/** A passphrase, asked for on the console or read from a file. */
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { codeOf } from '../store/start-refusal.ts'
import { Refused } from './refused.ts'

/** In characters. Whoever has the file may try as long as he likes. */
const lengthMin = 12
/** `isNew`: asked twice and refused when short. From the file without its line end, or from the console unseen. */
export async function passphraseFrom(act: string, file: string | undefined, isNew: boolean): Promise<string> {
  const passphrase = file === undefined ? await asked(act, '口令：') : await inFile(act, file)
  if (isNew && [...passphrase].length < lengthMin) throw new Refused(act, `口令少于 ${lengthMin} 个字符`)
  if (isNew && file === undefined && (await asked(act, '再输一次：')) !== passphrase)
    throw new Refused(act, '两次输入的口令不同')
  return passphrase
}

async function inFile(act: string, file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/\r?\n$/, '')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw new Refused(act, `没有口令文件“${file}”`)
    throw error
  }
}
function asked(act: string, words: string): Promise<string> {
  if (!process.stdin.isTTY) throw new Refused(act, '没有口令', '请在终端里运行，或用 --passphrase-file 指出口令文件')
  process.stderr.write(words)
  // What is typed goes nowhere: neither to the screen nor into its history.
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const line = createInterface({ input: process.stdin, output: unseen, terminal: true })
  return new Promise((resolve, reject) => {
    line.once('line', (typed) => {
      process.stderr.write('\n')
      resolve(typed)
      line.close()
    })
    line.once('close', () => reject(new Refused(act, '没有输入口令')))
  })
}
