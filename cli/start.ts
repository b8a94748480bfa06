/** Starts everything in order, says what it is doing, and stops everything in the reverse order. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { declareAllRestored } from './declare-restored.ts'
import { machineNotes } from '../store/archive-notes.ts'
import { SignIn } from '../server/http/sign-in.ts'
import { openApp } from '../server/http/app.ts'
import { sayTo } from './say.ts'
import { accountsIn, accountTable, demoFolderIn, layOut } from './demo.ts'
import { addressesOf, openLan, type Lan } from './lan.ts'
import { openInstallation, type Installation, type InstallationOptions } from './installation.ts'
import { packageRoot } from '../store/package-root.ts'
import { setUpSecretOf } from './set-up-secret.ts'
import { codeOf, StartRefusal } from '../store/start-refusal.ts'

export interface StartOptions extends InstallationOptions {
  readonly port: string
  readonly demo?: boolean
  /** HTTPS on the house's network too. */
  readonly lan?: boolean
}
const host = '127.0.0.1'
const portMax = 65_534
/** How soon it is noticed that npm, which started us, has gone. */
const parentLookMs = 500

export async function start(options: StartOptions) {
  const say = sayTo(process.stderr),
    port = portOf(options.port)
  await refuseBusyPort(port)
  const demo = options.demo ? await demoFolderIn(options.data) : undefined
  const installation = await openInstallation(
    { ...options, data: demo?.path ?? options.data, ...(demo?.clock ? { realClock: demo.clock } : {}) },
    say,
  )
  const { house, policies, credentials, sessions, folder, lost } = installation
  const signIn = new SignIn(credentials, sessions, () => Date.now())
  if (demo?.clock) await orClose(installation, layOut(house, signIn, demo.clock, folder, say))
  await orClose(installation, declareAllRestored(house, folder))
  const setUpSecret = await setUpSecretOf(folder),
    accounts = await accountsIn(folder)
  let lan: Lan | undefined
  const app = await openApp({
    house,
    signIn,
    policies,
    webFolder: join(packageRoot(), 'build', 'web'),
    setUpSecret,
    isDemo: accounts !== undefined,
    addresses: () => addressesOf(lan),
    machine: async () => (accounts ? [] : machineNotes(folder, Date.now())),
  })
  let address = ''
  try {
    address = `http://localhost:${new URL(await app.listen({ host, port })).port}`
    if (options.lan) lan = await openLan({ dataFolder: folder, port, answer: app.routing, say })
  } catch (error) {
    await app.close()
    await installation.close()
    throw portRefusal(error, port)
  }
  // In one piece, so that who waits for the address has the rest as well; the address stands last, where one looks.
  const first = house.organisations.length === 0
  say(
    [
      ...(accounts ? [`演示账号（也在 ${join(folder, 'demo-accounts.json')}）：`, accountTable(accounts)] : []),
      `已启动：${address}`,
      ...(first ? [`第一次登录：打开 ${address}/first-run，填入启动码 ${setUpSecret}`] : []),
    ].join('\n'),
  )
  stopOn(['SIGINT', 'SIGTERM'], async () => {
    say('正在停止……')
    for (const { code } of house.organisations) house.find(code)?.live.close()
    await lan?.close()
    await app.close()
    await installation.close()
    say('已停止。')
  })
  // Without a database nothing can be saved; who started us sees the sentence and starts us again.
  throw await lost
}
async function orClose<T>(installation: Installation, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    await installation.close()
    throw error
  }
}
/** Throws a sentence with exit code 2, as for every other misspelt option; the next one up serves the plain page of the house's network. */
function portOf(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= portMax) return port
  throw Object.assign(new Error(`不能启动：“${text}”不是端口，--port 须为 1 至 ${portMax} 的整数。`), {
    isSentence: true,
    exitCode: 2,
  })
}
/** Asked before the database is started: who mistook the port shall not wait for it. */
async function refuseBusyPort(port: number) {
  const trial = createServer()
  try {
    trial.listen({ host, port })
    await once(trial, 'listening')
  } catch (error) {
    throw portRefusal(error, port)
  } finally {
    trial.close()
  }
}
function portRefusal(error: unknown, port: number): unknown {
  if (codeOf(error) === 'EACCES')
    return new StartRefusal('notOurs', `本用户不能使用端口 ${port}`, '用 --port 换一个 1024 以上的端口', error)
  if (codeOf(error) !== 'EADDRINUSE') return error
  return new StartRefusal('taken', `端口 ${port} 已被占用`, '停掉占用它的程序，或用 --port 换一个端口', error)
}
function stopOn(signals: readonly NodeJS.Signals[], stop: () => Promise<void>) {
  let isStopping = false
  const stopOnce = () => {
    if (isStopping) return
    isStopping = true
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(`停止时出错：${String(error)}`)
        process.exit(1)
      },
    )
  }
  for (const signal of signals) process.on(signal, stopOnce)
  // A signal to `npm start` ends npm and the shell between, and never comes here: who loses them ends, too.
  if (process.env['npm_lifecycle_event'] === undefined) return
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && stopOnce(), parentLookMs).unref()
}
