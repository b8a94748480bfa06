/** `--demo`: lays out a hospital and a café with two weeks of entries, once, and says who may sign in. */
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Calendar, dayOf, days, instantOf, type Day } from '../engine/time.ts'
import type { House } from '../server/house.ts'
import { onePassword, type SignIn } from '../server/http/sign-in.ts'
import type { OpenOrganisation } from '../server/organisation.ts'
import { addPerson, adoptPolicies } from '../server/staff.ts'
import { openDataFolder } from '../store/data-folder.ts'
import { stopOrphans } from '../store/orphans.ts'
import { socketFolderFor } from '../store/socket-folder.ts'
import { codeOf, StartRefusal } from '../store/start-refusal.ts'
import { columnsOf } from './columns.ts'
import { cafeActs, cafePolicy, staffCafe } from './demo-cafe.ts'
import { arrangedYear } from '../server/arranged-year.ts'
import { Chance } from './demo-chance.ts'
import { CatchUpClock } from './demo-clock.ts'
import { hospitalActs, hospitalPolicy, staffHospital } from './demo-hospital.ts'
import type { DemoAccount } from './demo-people.ts'
import { play } from './demo-timeline.ts'

const accountsName = 'demo-accounts.json',
  beginsDaysAgo = 14
const calendarYears = [2025, 2026]

export interface DemoFolder {
  readonly path: string
  /** Undefined where everything is laid out already. */
  readonly clock: CatchUpClock | undefined
}
/**
 * The folder below the data folder. The latter is marked as ours, so that a later start finds a folder that it knows.
 * What an earlier layout left half done is removed: nobody has entered anything there.
 */
export async function demoFolderIn(dataFolder: string): Promise<DemoFolder> {
  await markAsOurs(dataFolder)
  const path = join(dataFolder, 'demo')
  if (await accountsIn(path)) return { path, clock: undefined }
  const held = await openDataFolder(path)
  try {
    await stopOrphans(join(held.path, 'pg'), await socketFolderFor(held))
    for (const name of await readdir(held.path)) {
      if (!/^(shouze\.json|start\..*)$/.test(name)) await rm(join(held.path, name), { recursive: true, force: true })
    }
  } finally {
    await held.release()
  }
  return { path, clock: new CatchUpClock(instantOf(dayOf(Date.now() - days(beginsDaysAgo)), '07:00')) }
}
/** Whether a folder is a demonstration's, however it was given to us: then the banner stands on every page. */
export const isDemoFolder = async (folder: string) => (await accountsIn(folder)) !== undefined

/** The accounts of a demonstration that is laid out. */
export async function accountsIn(folder: string): Promise<readonly DemoAccount[] | undefined> {
  try {
    // The border: `keepAccounts` alone writes it, in this shape.
    const kept: readonly DemoAccount[] = JSON.parse(await readFile(join(folder, accountsName), 'utf8'))
    return kept
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
/** A running start holds the data folder; then it bears the mark already. */
async function markAsOurs(dataFolder: string) {
  try {
    await (await openDataFolder(dataFolder)).release()
  } catch (error) {
    if (!(error instanceof StartRefusal) || error.reason !== 'taken') throw error
  }
}

/** Two organisations, from two weeks ago up to now. Everything goes through the writer, as everybody's does. */
export async function layOut(
  house: House,
  signIn: SignIn,
  clock: CatchUpClock,
  folder: string,
  say: (sentence: string) => void,
) {
  const begun = performance.now(),
    first = dayOf(clock.now()),
    today = dayOf(Date.now())
  say('正在铺设演示：一家医院和一家网吧，近两周的登记……')
  const hospital = await found(
    house,
    signIn,
    { name: '演示县人民医院', code: 'demo-yiyuan', account: 'yyadmin', policy: hospitalPolicy },
    first,
  )
  const cafe = await found(
    house,
    signIn,
    { name: '演示网吧', code: 'demo-wangba', account: 'wbadmin', policy: cafePolicy },
    first,
  )
  const doctors = await staffHospital(hospital.open, signIn, first),
    desks = await staffCafe(cafe.open, signIn, first)
  const years = new Map(calendarYears.map((year) => [String(year), arrangedYear(year)]))
  const calendar = new Calendar((year) => years.get(year)),
    chance = new Chance(20_260_109)
  const acts = [
    ...hospitalActs({ open: hospital.open, staff: doctors, calendar, chance }, first, today),
    ...cafeActs(cafe.open, chance, first, today),
  ]
  await play(clock, acts, Date.now(), (day) => say(`正在铺设演示：${day}`))
  clock.reachPresent()
  await keepAccounts(folder, [hospital.administrator, ...doctors, cafe.administrator, ...desks])
  say(`演示铺设完成，用时 ${((performance.now() - begun) / 1_000).toFixed(0)} 秒。`)
}
interface Founded {
  readonly open: OpenOrganisation
  readonly administrator: DemoAccount
}

/** As the first run does it: an administrator, the calendar, the policy. */
async function found(
  house: House,
  signIn: SignIn,
  { name, code, account, policy }: Readonly<Record<'name' | 'code' | 'account' | 'policy', string>>,
  from: Day,
): Promise<Founded> {
  const open = await house.create(name, code),
    password = onePassword(account),
    who = '系统管理员'
  await addPerson(open, 'system', { name: '演示管理员', account, posts: [{ post: 'administrator' }] })
  await signIn.change(open.parts.organisation.org, account, password)
  for (const year of calendarYears)
    await open.writer.submit({ do: 'load', year: String(year), account, ...arrangedYear(year) })
  await adoptPolicies(open, account, [{ policy, from }])
  return { open, administrator: { organisation: name, account, who, name: '演示管理员', password } }
}
async function keepAccounts(folder: string, accounts: readonly DemoAccount[]) {
  const path = join(folder, accountsName)
  const kept = accounts.map(({ organisation, account, who, name, password }) => ({
    organisation,
    account,
    who,
    name,
    password,
  }))
  await writeFile(`${path}.new`, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 })
  await rename(`${path}.new`, path)
}

/** One line for each account, in columns; a Chinese character is two columns wide. */
export function accountTable(accounts: readonly DemoAccount[]): string {
  const rows = [
    ['单位', '账号', '是谁', '口令'],
    ...accounts.map(({ organisation, account, who, password }) => [organisation, account, who, password]),
  ]
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => columnsOf(row[column] ?? ''))))
  return rows
    .map((row) =>
      row
        .map((cell, n) => cell + ' '.repeat(Math.max(0, (widths[n] ?? 0) - columnsOf(cell))))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
