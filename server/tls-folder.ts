/** Where the house's authority and this machine's certificate lie: `<data>/tls/`, keys readable by us alone. */
import { X509Certificate } from 'node:crypto'
import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../store/start-refusal.ts'
import { makeAuthority, makeLeaf, type Certified } from './tls-authority.ts'
import { reachableNames, type ReachableNames } from './tls-names.ts'

export interface HouseTls {
  readonly authority: Certified
  readonly leaf: Certified
  /** The private addresses that the leaf names, which are those of the network cards. */
  readonly reachable: ReachableNames
}
/** A leaf is made anew so long before its end. */
const renewBeforeMs = 30 * 24 * 3_600_000

/**
 * Reads what is there and makes what is missing, does not fit together, ends within 30 days of `now`, or does not name
 * exactly `reachable`. The authority is made once: devices were taught to trust it.
 */
export async function houseTls(dataFolder: string, now: number, reachable = reachableNames()): Promise<HouseTls> {
  const folder = join(dataFolder, 'tls')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
  const authority =
    (await read(folder, 'authority')) ?? (await save(folder, 'authority', await makeAuthority(reachable.names, now)))
  const names = { ...reachable, names: reachable.names.filter((name) => mayVouch(authority, name)) }
  const kept = await read(folder, 'leaf')
  if (kept && isFit(kept, authority, names, now)) return { authority, leaf: kept, reachable }
  return { authority, leaf: await save(folder, 'leaf', await makeLeaf(authority, names, now)), reachable }
}
/** SHA-256 of the whole certificate, as phones and PCs show it: 64 hexadecimal digits in pairs with colons. */
export const fingerprintOf = ({ certificate }: Certified): string => new X509Certificate(certificate).fingerprint256

function isFit(leaf: Certified, authority: Certified, { names, addresses }: ReachableNames, now: number): boolean {
  const one = new X509Certificate(leaf.certificate),
    all = [...addresses, '127.0.0.1', '::1']
  const isNamed = names.every((name) => one.checkHost(name)) && all.every((address) => one.checkIP(address))
  return (
    one.verify(new X509Certificate(authority.certificate).publicKey) &&
    isNamed &&
    (one.subjectAltName ?? '').split(',').length === names.length + all.length &&
    Date.parse(one.validFrom) <= now &&
    Date.parse(one.validTo) - now > renewBeforeMs
  )
}
/** A machine that was renamed is not what its authority was made for; devices would refuse that name. */
function mayVouch({ certificate }: Certified, name: string): boolean {
  const permitted = Buffer.from(new X509Certificate(certificate).raw)
  return (
    name.endsWith('.local') || permitted.includes(Buffer.concat([Buffer.from([0x82, name.length]), Buffer.from(name)]))
  )
}
/** Undefined where a half of it is missing: a kill fell between the two. */
async function read(folder: string, name: string): Promise<Certified | undefined> {
  const both = await text(join(folder, `${name}.pem`))
  const certificate = /-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/.exec(both ?? '')?.[0]
  const key = /-----BEGIN PRIVATE KEY-----[\s\S]+-----END PRIVATE KEY-----/.exec(both ?? '')?.[0]
  return certificate === undefined || key === undefined ? undefined : { certificate, key }
}
/** Certificate and key in one file, renamed into place: never one without the other. */
async function save(folder: string, name: string, certified: Certified): Promise<Certified> {
  const path = join(folder, `${name}.pem`),
    file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(`${certified.certificate}\n${certified.key}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
  return certified
}
async function text(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
