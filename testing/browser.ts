/**
 * The browsers of the tests: the newest Chromium at hand, and 109, the last that Windows 7 runs. Where none is installed
 * both come from packages, so the page tests run on a machine that has Node and nothing else.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { unpack } from './unpack.ts'
import type { Unpacked } from './unpack.ts'

const installed = '/usr/bin/chromium'
const root = dirname(import.meta.dirname)
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Names other than the machine's own lead nowhere: no page and no browser service reaches out of a test.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
]

/** Which browser: `oldest` is 109; `packaged` takes the newest from its package although one is installed. */
export interface BrowserChoice {
  readonly oldest?: boolean
  readonly packaged?: boolean
}

/**
 * Launches a headless Chromium; the caller closes it. Throws when neither an installed browser nor its package can be
 * started, with what the system said.
 */
export function openBrowser(choice: BrowserChoice = {}): Promise<Browser> {
  const { program, environment } = find(choice)
  return chromium.launch({
    executablePath: program,
    args: flags,
    headless: true,
    env: { ...ownEnvironment(), ...environment },
  })
}

interface Found {
  readonly program: string
  readonly environment: Readonly<Record<string, string>>
}

function find({ oldest = false, packaged = false }: BrowserChoice): Found {
  if (!oldest && !packaged && existsSync(installed)) return { program: installed, environment: {} }
  if (process.arch !== 'x64') throw new Error(`no packaged Chromium runs on ${process.arch}: install chromium`)
  const unpacked = oldest ? unpackPackage('chromium-109') : unpackPackage('@sparticuz/chromium')
  return { program: unpacked.program, environment: { ...libraries(unpacked), ...fonts(unpacked) } }
}

function unpackPackage(name: string): Unpacked {
  const folder = join(root, 'node_modules', name)
  const newest = join(root, 'node_modules', '@sparticuz/chromium')
  return unpack(join(root, 'node_modules/.cache/shouze'), {
    name: `chromium-${versionIn(folder)}`,
    program: join(folder, 'bin/chromium.br'),
    // The libraries of the newer package serve both: the older one was packed for a system that had some of them.
    archives: ['al2023.tar.br', 'fonts.tar.br'].map((archive) => join(newest, 'bin', archive)),
  })
}

function versionIn(folder: string): string {
  const { version }: { readonly version: string } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return version
}

/** A machine without NSS gets the packed libraries; where the machine has its own, those fit better. */
function libraries({ program, libraries: folder }: Unpacked): Readonly<Record<string, string>> {
  try {
    execFileSync(program, ['--version', '--no-sandbox'], { stdio: 'pipe' })
    return {}
  } catch (error) {
    const withPacked = { LD_LIBRARY_PATH: folder }
    try {
      execFileSync(program, ['--version', '--no-sandbox'], { stdio: 'pipe', env: { ...process.env, ...withPacked } })
      return withPacked
    } catch {
      throw new Error(`the packaged Chromium cannot be started: ${program}`, { cause: error })
    }
  }
}

/** Without any font of the machine the packed Latin one serves; Chinese then shows as boxes, and still reads by role. */
const fonts = ({ fonts: folder }: Unpacked): Readonly<Record<string, string>> =>
  existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: folder }

function ownEnvironment(): Record<string, string> {
  const own: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) own[name] = value
  return own
}
