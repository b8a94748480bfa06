/** The café that is measured: a database of its own in a temporary folder, 256 terminals, one account. */
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DrivenClock } from '../server/clock.ts'
import { openApp } from '../server/http/app.ts'
import { cookieName } from '../server/http/cookies.ts'
import { SignIn } from '../server/http/sign-in.ts'
import type { OpenOrganisation } from '../server/organisation.ts'
import { addPerson, adoptPolicies, file } from '../server/staff.ts'
import { openDataFolder } from '../store/data-folder.ts'
import { startEmbedded } from '../store/embedded.ts'
import { openInstallation, type Installation } from './installation.ts'

export interface BenchServer {
  readonly installation: Installation
  readonly open: OpenOrganisation
  readonly port: number
  /** What a browser at the counter would send. */
  readonly cookie: string
  close(): Promise<void>
}
export const seats = 256
const account = 'desk'
const password = 'Qian-Tai-2026-speed'
/** A café is closed at night; so the clock is driven, and goes on as the real one does. */
const opening = '2026-11-23T11:00:00+08:00'
const stepMs = 10
/** pgbench comes with as many connections as there are terminals. */
const settings = ['max_connections=400']
const unlimited = { perSecond: 1e9, burst: 1e9 }

/** Starts everything; what is left when a step fails is ended and removed. */
export async function startBench(say: (sentence: string) => void): Promise<BenchServer> {
  const scratch = await mkdtemp(join(tmpdir(), 'shouze-bench-'))
  const undo: (() => Promise<unknown>)[] = [() => rm(scratch, { recursive: true, force: true })]
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    // Started by root, the database runs as another user, who must pass through.
    await chmod(scratch, 0o711)
    await mkdir(join(scratch, 'server'))
    const folder = await openDataFolder(join(scratch, 'database'))
    undo.push(() => folder.release())
    const database = await startEmbedded(folder, { say, settings })
    undo.push(() => database.stop())
    const { owner, application } = database.access
    const installation = await openInstallation(
      { data: join(scratch, 'server'), clock: opening, owner, application },
      say,
    )
    undo.push(() => installation.close())
    const { house, policies, credentials, sessions, clock } = installation
    const signIn = new SignIn(credentials, sessions, () => Date.now())
    const open = await openCafe(installation, signIn)
    const app = await openApp({
      house,
      signIn,
      policies,
      webFolder: scratch,
      setUpSecret: scratch,
      isDemo: false,
      machine: () => Promise.resolve([]),
      rate: unlimited,
    })
    undo.push(() => app.close())
    const port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port)
    if (clock instanceof DrivenClock) undo.push(drive(clock))
    const cookie = `${cookieName}=${await signIn.open(open.parts.organisation.org, account, password)}`
    return { installation, open, port, cookie, close }
  } catch (error) {
    await close()
    throw error
  }
}
function drive(clock: DrivenClock): () => Promise<void> {
  const timer = setInterval(() => clock.moveTo(clock.now() + stepMs), stepMs)
  return async () => clearInterval(timer)
}
async function openCafe({ house, policies }: Installation, signIn: SignIn): Promise<OpenOrganisation> {
  const open = await house.create('测速网吧', 'speed'),
    from = opening.slice(0, 10)
  const posts = [{ post: 'manager' }, { post: 'front-desk' }]
  const signer = await addPerson(open, 'system', { name: '前台', account, posts })
  await signIn.change(open.parts.organisation.org, account, password)
  await adoptPolicies(open, 'system', policies.chosen([{ id: 'internet-cafe', from }]))
  await file(open, account, 'pledge-2.1', { signer })
  const terminal = { area: 'A', licence: 'L1', licensedUntil: '2099-12-31', isDirect: false }
  const install = (seat: number) => file(open, account, 'terminal', { ...terminal, seat: `${seat}` })
  await Promise.all(Array.from({ length: seats }, (_, n) => install(n + 1)))
  return open
}
