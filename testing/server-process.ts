/**
 * The server in a process of its own, for tests that stop or kill it. Argument: `ServerOptions` in JSON. Prints one line
 * of JSON, a `ServerReport`, once it listens; ends in order at SIGTERM.
 */
import { openInstallation } from '../cli/installation.ts'
import { openApp } from '../server/http/app.ts'
import { SignIn } from '../server/http/sign-in.ts'
import type { Store } from '../store/types.ts'
import { noLimit } from './faults/no-limit.ts'
import type { ServerOptions, ServerReport } from './server-child.ts'

const [, , given] = process.argv
if (given === undefined) throw new Error('no options given')
// Written by server-child.ts as exactly this type.
await main(JSON.parse(given) as ServerOptions)

async function main({ folder, owner, application, clock, setUpSecret, digest, isEarly }: ServerOptions) {
  // The bundle carries it as a constant; here it is a global of the same name.
  Object.assign(globalThis, { __FOLD_DIGEST__: digest })
  const external = owner === undefined || application === undefined ? {} : { owner, application }
  const installation = await openInstallation({ data: folder, ...external, ...(clock ? { clock } : {}) }, (sentence) =>
    process.stderr.write(`${sentence}\n`),
  )
  const { house, policies, credentials, sessions } = installation
  if (isEarly) answerEarly(house.parts.store)
  const signIn = new SignIn(credentials, sessions, () => Date.now())
  const app = await openApp({
    house,
    policies,
    signIn,
    webFolder: folder,
    setUpSecret,
    isDemo: false,
    machine: async () => [],
    rate: noLimit,
  })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  process.once('SIGTERM', () => {
    void app
      .close()
      .then(() => installation.close())
      .then(() => process.exit(0))
  })
  const report: ServerReport = { address }
  process.stdout.write(`${JSON.stringify(report)}\n`)
}
/** The control of the kill test: every append is told to have happened before the database has heard of it. */
function answerEarly(store: Store) {
  const append = store.append.bind(store)
  let last: Promise<void> = Promise.resolve()
  Object.assign(store, {
    append: async (...batch: Parameters<typeof append>) => {
      last = last.then(() => append(...batch)).catch(() => undefined)
    },
  })
}
