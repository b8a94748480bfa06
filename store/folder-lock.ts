/**
 * Who holds a folder. The lock is a bound socket, which the kernel frees when its holder ends, also by SIGKILL:
 * no lock file is ever judged stale. A name outside the file system decides between processes of one machine;
 * a socket inside the folder speaks for a holder in another container on the same volume.
 */
import { rm, stat } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { codeOf, StartRefusal } from './start-refusal.ts'

/** The longest path that a Unix socket may have, less a margin. Linux takes 107 bytes. */
export const socketPathBytesMax = 100

const answerTimeoutMs = 1000
const lingerMs = 3000

/** Holds the folder until the function given back is called. Throws `StartRefusal` (taken), naming the holder. */
export async function holdFolder(path: string): Promise<() => Promise<void>> {
  const { dev, ino } = await stat(path)
  const inFolder = join(path, 'start.sock')
  const held: Server[] = []
  const release = async (): Promise<void> => {
    for (const server of held.splice(0).reverse()) await closed(server)
  }
  try {
    if (process.platform === 'linux') held.push(await boundAlone(`\0shouze-${dev}-${ino}`, path))
    if (Buffer.byteLength(inFolder) <= socketPathBytesMax) {
      const holder = await answerFrom(inFolder)
      if (holder !== undefined) throw taken(path, holder)
      await rm(inFolder, { force: true })
      held.push(await listening(inFolder))
    }
    return release
  } catch (error) {
    await release()
    throw error
  }
}

/**
 * A killed holder's socket lives a moment longer when the kill fell between its making a child and that child's
 * beginning: then nobody answers, and soon the name is free.
 */
async function boundAlone(name: string, path: string): Promise<Server> {
  const until = performance.now() + lingerMs
  for (;;) {
    try {
      return await listening(name)
    } catch (error) {
      if (codeOf(error) !== 'EADDRINUSE') throw error
    }
    const holder = await answerFrom(name)
    if (holder !== undefined || performance.now() > until) throw taken(path, holder)
    await pause(10)
  }
}

function taken(path: string, holder: string | undefined): StartRefusal {
  const who = holder !== undefined && /^\d+$/.test(holder) ? `（进程号 ${holder}）` : ''
  const fact = `数据文件夹“${path}”正被另一个守则${who}使用`
  return new StartRefusal('taken', fact, '请先停止它，或用 --data 换一个文件夹')
}

function listening(name: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy())
      socket.end(String(process.pid))
    })
    server.on('error', reject)
    server.listen(name, () => {
      server.unref()
      resolve(server)
    })
  })
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}

/** What the process behind a socket says of itself: its number, or '' when it says nothing; undefined: nobody there. */
function answerFrom(name: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let said = ''
    const socket = connect(name)
    socket.setEncoding('utf8')
    socket.setTimeout(answerTimeoutMs, () => {
      socket.destroy()
      resolve(said)
    })
    socket.on('data', (part: string) => {
      said = (said + part).slice(0, 20)
    })
    socket.on('end', () => resolve(said))
    socket.on('error', () => resolve(undefined))
  })
}
