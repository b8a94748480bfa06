/** Starts everything in order, says what it is doing, and stops everything in the reverse order. */
import { join } from 'node:path'
import { SignIn } from '../server/http/sign-in.ts'
import { openApp } from '../server/http/app.ts'
import { sayTo } from './say.ts'
import { openInstallation, type InstallationOptions } from './installation.ts'
import { StartRefusal } from '../store/start-refusal.ts'
import { packageRoot } from '../store/package-root.ts'
import { setUpSecretOf } from './set-up-secret.ts'
import { codeOf } from '../store/start-refusal.ts'

export interface StartOptions extends InstallationOptions {
  readonly port: string
  readonly demo?: boolean
}
const host = '127.0.0.1'

export async function start(options: StartOptions) {
  const say = sayTo(process.stderr), data = options.demo ? join(options.data, 'demo') : options.data
  const installation = await openInstallation({ ...options, data }, say)
  const { house, policies, credentials, sessions, folder, lost } = installation
  const signIn = new SignIn(credentials, sessions, () => Date.now())
  const setUpSecret = await setUpSecretOf(folder)
  const app = await openApp({
    house, signIn, policies, webFolder: join(packageRoot(), 'build', 'web'), setUpSecret, isDemo: options.demo ?? false,
    machine: () => Promise.resolve([]),
  })
  const port = Number(options.port)
  try {
    await app.listen({ host, port })
  } catch (error) {
    await installation.close()
    throw portRefusal(error, port)
  }
  const address = `http://localhost:${port}`
  say(`已启动：${address}`)
  if (house.organisations.length === 0) say(`第一次登录：打开 ${address}/first-run，填入启动码 ${setUpSecret}`)
  stopOn(['SIGINT', 'SIGTERM'], async () => {
    say('正在停止……')
    for (const { code } of house.organisations) house.find(code)?.live.close()
    await app.close()
    await installation.close()
    say('已停止。')
  })
  // Without a database nothing can be saved; who started us sees the sentence and starts us again.
  throw await lost
}
function portRefusal(error: unknown, port: number): unknown {
  if (codeOf(error) !== 'EADDRINUSE') return error
  return new StartRefusal('taken', `端口 ${port} 已被占用`, '停掉占用它的程序，或用 --port 换一个端口', error)
}
function stopOn(signals: readonly NodeJS.Signals[], stop: () => Promise<void>) {
  let isStopping = false
  for (const signal of signals) {
    process.on(signal, () => {
      if (isStopping) return
      isStopping = true
      stop().then(() => process.exit(0), (error: unknown) => {
        console.error(`停止时出错：${String(error)}`)
        process.exit(1)
      })
    })
  }
}
