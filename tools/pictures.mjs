// Takes the pictures of README anew: starts the demonstration on a scratch folder, signs in as several people, and keeps
// what the pages show. `node tools/pictures.mjs` writes docs/pictures/*.png; it needs an installed Chromium and Chinese fonts.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const hospital = 'demo-yiyuan'
const cafe = 'demo-wangba'
const wide = { width: 1280, height: 760 }
const narrow = { width: 390, height: 760 }

/** At which hour of the last Wednesday: who looks at which page. */
const hours = {
  '10:47': [
    { name: 'today', organisation: hospital, who: '医务科', path: '/', size: wide },
    { name: 'report', organisation: hospital, who: '骨科 科副主任', path: '/registers/daily-report/new', size: wide },
    {
      name: 'report-phone',
      organisation: hospital,
      who: '骨科 科副主任',
      path: '/registers/daily-report/new',
      size: narrow,
    },
    { name: 'board', organisation: hospital, who: '医务科', path: '/board', size: wide },
    { name: 'clauses', organisation: hospital, who: '医务科', path: '/clauses', size: wide },
  ],
  '20:31': [{ name: 'counter', organisation: cafe, who: '前台一', path: '/counter', size: wide }],
}

async function main() {
  mkdirSync(join(root, 'docs', 'pictures'), { recursive: true })
  for (const [hour, pictures] of Object.entries(hours)) await takeAt(hour, pictures)
}

async function takeAt(hour, pictures) {
  const scratch = mkdtempSync(join(tmpdir(), 'shouze-pictures-'))
  chmodSync(scratch, 0o711)
  const program = [
    '--import',
    clockShiftedTo(hour),
    'bin/shouze.mjs',
    'start',
    '--demo',
    '--data',
    join(scratch, 'data'),
    '--port',
    '0',
  ]
  const child = spawn(process.execPath, program, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(child, 'exit')
  try {
    const address = await addressOf(child)
    const accounts = JSON.parse(readFileSync(join(scratch, 'data', 'demo', 'demo-accounts.json'), 'utf8'))
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
    for (const picture of pictures) await take(browser, address, accounts, picture)
    await browser.close()
  } finally {
    child.kill('SIGTERM')
    await ended
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** A module that lets the process believe it is that hour in Beijing; a picture of an empty morning shows nothing. */
function clockShiftedTo(hour) {
  const now = Date.now()
  const daysBack = (new Date(now + 8 * 3_600_000).getUTCDay() + 4) % 7
  const day = new Date(now + 8 * 3_600_000 - daysBack * 86_400_000).toISOString().slice(0, 10)
  const shift = Date.parse(`${day}T${hour}:00+08:00`) - now
  const source = `const now = Date.now; Date.now = () => now() + ${shift}`
  return `data:text/javascript,${encodeURIComponent(source)}`
}

async function addressOf(child) {
  for await (const line of createInterface(child.stderr)) {
    const found = /^已启动：(\S+)/.exec(line)
    if (found) {
      // What it says from here on is read and let go, so that it never waits for a reader.
      child.stderr.resume()
      return found[1]
    }
    console.log(line)
  }
  throw new Error('the demonstration did not start')
}

async function take(browser, address, accounts, { name, organisation, who, path, size }) {
  const { account, password } = accounts.find((one) => one.who === who)
  const context = await browser.newContext({
    viewport: size,
    baseURL: address,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  const { status } = await fetchFrom(context, '/api/session', { organisation, account, password })
  if (status !== 201) throw new Error(`${who} could not sign in: ${status}`)
  const page = await context.newPage()
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.waitForLoadState('load')
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: join(root, 'docs', 'pictures', `${name}.png`), animations: 'disabled', caret: 'hide' })
  console.log(`docs/pictures/${name}.png`)
  await context.close()
}

/** From a page of the site, so that the session's cookie is the page's. */
async function fetchFrom(context, to, body) {
  const page = await context.newPage()
  await page.goto('/sign-in')
  const status = await page.evaluate(
    async ([url, text]) => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch(url, { method: 'POST', headers, body: text })).status
    },
    [to, JSON.stringify(body)],
  )
  await page.close()
  return { status }
}

await main()
