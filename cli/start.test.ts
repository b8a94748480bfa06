/** Starting, through the command itself: whatever is wrong is one sentence and a code within ten seconds, and the next start works. */
import { get } from 'node:https'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { processesIn } from '../store/orphans.ts'
import { scratchFolder, type Scratch } from '../testing/scratch.ts'
import { startChild, type StartChild } from '../testing/start-child.ts'
import { tinyDisk, whyNoDisk } from '../testing/tiny-disk.ts'
import { exitCodes } from '../store/start-refusal.ts'

const withinMs = 10_000,
  running: StartChild[] = []
let scratch: Scratch, folder: string

beforeEach(async () => {
  scratch = await scratchFolder()
  folder = join(scratch.path, 'data')
})
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop()
  await scratch.remove()
})
function start(...args: readonly string[]): StartChild {
  const child = startChild(['--data', folder, ...args])
  running.push(child)
  return child
}
/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const at = server.address()
  server.close()
  await once(server, 'close')
  return typeof at === 'object' && at ? at.port : 0
}
async function answers(child: StartChild): Promise<string> {
  const address = /已启动：(\S+)/.exec((await child.hears(/^已启动：/)) ?? '')?.[1]
  if (address === undefined) throw new Error(`it did not start: ${child.said()}`)
  const answer = await fetch(`${address}/api/session`)
  return `${answer.status} ${answer.headers.get('content-type')?.split(';')[0] ?? ''}`
}
/** Its first page over HTTPS, by who trusts the given authority and nobody else, or by who trusts what the machine trusts. */
function securely(address: string, ca?: string): Promise<{ readonly status: number; readonly isHtml: boolean }> {
  return new Promise((resolve, reject) => {
    get(address, ca === undefined ? {} : { ca }, (answer) => {
      answer.resume()
      resolve({
        status: answer.statusCode ?? 0,
        isHtml: answer.headers['content-type']?.startsWith('text/html') ?? false,
      })
    }).on('error', reject)
  })
}
const jsonHeaders = { 'content-type': 'application/json' }
const served = '401 application/json'
/** One sentence, its code, within ten seconds. */
async function expectRefusal(child: StartChild, code: number, sentence: RegExp): Promise<void> {
  const { code: given, tookMs } = await child.ended
  const spoken = child
    .said()
    .split('\n')
    .filter((line) => line.startsWith('不能启动'))
  expect(spoken).toHaveLength(1)
  expect(spoken[0]).toMatch(sentence)
  expect(spoken[0]).toMatch(/。$/)
  expect(given).toBe(code)
  expect(tookMs).toBeLessThan(withinMs)
  expect(child.said()).not.toMatch(/^\s+at /m)
}

describe('a start', () => {
  // The first one may have to compile; the ten seconds are for what comes after.
  beforeAll(async () => {
    await startChild(['--port', 'x']).ended
  })

  test('says what it does, serves, tells how to sign in first, and leaves nothing running when it is told to stop', async () => {
    const child = start('--port', '0')
    expect(await answers(child)).toBe(served)
    const secret = (await readFile(join(folder, 'setup-secret'), 'utf8')).trim()
    expect(child.said()).toContain(`填入启动码 ${secret}`)
    expect(child.said()).toContain('首次启动，正在建立数据库……')
    await child.stop()
    expect((await child.ended).code).toBe(0)
    expect(child.said()).toMatch(/已停止。$/)
    expect(await processesIn(join(folder, 'pg'))).toEqual([])
  })
  test('npm start ends with npm: a signal to it leaves nothing running', async () => {
    const child = startChild(['--data', folder, '--port', '0'], { npm: true })
    running.push(child)
    expect(await answers(child)).toBe(served)
    // What it was started with holds its output open; this resolves when the last of them has ended.
    await child.stop()
    expect(child.said()).toMatch(/已停止。$/)
    expect(await processesIn(join(folder, 'pg'))).toEqual([])
  })
  test('with --lan the house finds page and certificate on its own network', async ({ skip }) => {
    const child = start('--port', '0', '--lan')
    expect(await answers(child)).toBe(served)
    const secure = await child.hears(/^内网地址：|没有内网地址/)
    skip(secure === undefined || /没有/.test(secure), 'this machine has no address of a house’s network')
    const plain = /http:\S+/.exec((await child.hears(/^第一次使用的手机和电脑先打开：/)) ?? '')?.[0] ?? ''
    expect(await (await fetch(plain)).text()).toContain(
      /SHA-256）：(\S+)/.exec((await child.hears(/指纹/)) ?? '')?.[1] ?? 'no fingerprint',
    )
    const ca = await readFile(join(folder, 'tls', 'authority.pem'), 'utf8')
    const answer = await securely(/https:\S+/.exec(secure ?? '')?.[0] ?? '', ca)
    expect([answer.status, answer.isHtml]).toEqual([200, true])
    await expect(securely(/https:\S+/.exec(secure ?? '')?.[0] ?? '')).rejects.toThrow()
  })
  test('a folder is of one clock for ever: neither becomes the other, and each starts again as what it is', {
    timeout: 90_000,
  }, async () => {
    const driven = start('--port', '0', '--clock', '2026-10-08T08:00:00+08:00')
    expect(await answers(driven)).toBe(served)
    await driven.stop()
    await expectRefusal(start('--port', '0'), 18, /这是演练用的文件夹，不能按真实时钟运行/)
    const again = start('--port', '0', '--clock', '2026-10-08T09:00:00+08:00')
    expect(await answers(again)).toBe(served)
    await again.stop()

    folder = join(scratch.path, 'real')
    const real = start('--port', '0')
    expect(await answers(real)).toBe(served)
    const address = /已启动：(\S+)/.exec(real.said())?.[1] ?? ''
    const moved = await fetch(`${address}/api/clock`, { method: 'POST', body: '{"to":1}', headers: jsonHeaders })
    expect(moved.status).toBe(404)
    await real.stop()
    await expectRefusal(start('--port', '0', '--clock', '2026-10-08T08:00:00+08:00'), 18, /用过真实时钟，不能用作演练/)
    folder = join(scratch.path, 'none')
    await expectRefusal(start('--port', '0', '--clock', '明天'), 18, /演练时刻“明天”不是时刻/)
  })
  test('a port that is none is refused with code 2', async () => {
    await expectRefusal(start('--port', '八四二〇'), 2, /“八四二〇”不是端口/)
  })
  test.each([
    [['--prot', '1'], '不能运行：没有“--prot”这个选项；加 --help 看有哪些命令和选项。'],
    [['--data'], '不能运行：“--data”后面缺少内容；加 --help 看有哪些命令和选项。'],
    [['数据'], '不能运行：多写了内容；加 --help 看有哪些命令和选项。'],
  ])('%j is refused in Chinese with code 2', async (args, sentence) => {
    const child = startChild(args)
    expect((await child.ended).code).toBe(2)
    expect(child.said()).toBe(sentence)
  })
  test('its help is in Chinese and leads to the codes', async () => {
    const child = startChild(['--help'])
    expect((await child.ended).code).toBe(0)
    expect(child.said()).toMatch(/^用法 shouze start \[选项\]/)
    expect(child.said()).toContain('网页的端口（不写时：8420）')
    expect(child.said()).toContain('见 README“启动不了怎么办”')
  })
  test('a busy port is refused before anything is made, and the next start works', async () => {
    const busy = createServer().listen(0, '127.0.0.1')
    await once(busy, 'listening')
    const at = busy.address(),
      port = String(typeof at === 'object' && at ? at.port : 0)
    await expectRefusal(start('--port', port), exitCodes.taken, new RegExp(`端口 ${port} 已被占用`))
    await expect(access(folder)).rejects.toMatchObject({ code: 'ENOENT' })
    busy.close()
    await once(busy, 'close')
    expect(await answers(start('--port', port))).toBe(served)
  })
  test('a second start on the same folder is refused and the first goes on', async () => {
    const first = start('--port', '0')
    await first.hears(/^已启动/)
    await expectRefusal(start('--port', '0'), exitCodes.taken, /正被另一个守则（进程号 \d+）使用/)
    expect(await answers(first)).toBe(served)
  })
  test('after SIGKILL the lock, the sockets and the orphaned database stand in no way, on the same port', async () => {
    const port = String(await freePort()),
      killed = start('--port', port)
    expect(await answers(killed)).toBe(served)
    await killed.kill()
    await access(join(folder, 'pg', 'postmaster.pid'))
    const next = start('--port', port)
    expect(await answers(next)).toBe(served)
    await next.stop()
    expect(await processesIn(join(folder, 'pg'))).toEqual([])
  })
  test.each(['0001-log', '0003-people', '0005-roles'])(
    'killed inside the migration %s, the next start finishes it',
    async (name) => {
      const killed = start('--port', '0')
      expect(await killed.hears(new RegExp(`^正在升级数据库：${name}`))).toBeDefined()
      await killed.kill()
      expect(await answers(start('--port', '0'))).toBe(served)
    },
  )
  test('killed while the database is made, the next start makes it', async () => {
    const killed = start('--port', '0')
    expect(await killed.hears(/^首次启动/)).toBeDefined()
    await killed.kill()
    expect(await answers(start('--port', '0'))).toBe(served)
  })
})

describe('on a disk', () => {
  test('that is read-only it is refused, and works when it can be written', async (context) => {
    const reason = whyNoDisk()
    if (reason !== undefined) return context.skip(reason)
    const disk = await tinyDisk('size=600m')
    try {
      folder = join(disk.path, 'data')
      disk.change('ro')
      await expectRefusal(start('--port', '0'), exitCodes.readOnly, /磁盘是只读的/)
      disk.change('rw')
      const child = start('--port', '0')
      expect(await answers(child)).toBe(served)
      await child.stop()
      disk.change('ro')
      await expectRefusal(start('--port', '0'), exitCodes.readOnly, /磁盘是只读的/)
    } finally {
      disk.remove()
    }
  })
  test('that is full it is refused, and works when there is room', async (context) => {
    const reason = whyNoDisk()
    if (reason !== undefined) return context.skip(reason)
    const disk = await tinyDisk('size=20m')
    try {
      folder = join(disk.path, 'data')
      await expectRefusal(start('--port', '0'), exitCodes.full, /磁盘已满或所剩无几；请腾出至少 500 MB/)
      disk.change('size=600m')
      const child = start('--port', '0')
      expect(await answers(child)).toBe(served)
      await child.stop()
    } finally {
      disk.remove()
    }
  })
})
