/** The house's network, seen by real clients on further addresses of loopback. */
import { X509Certificate } from 'node:crypto'
import { get as plainGet, type IncomingMessage } from 'node:http'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { connect, type ConnectionOptions } from 'node:tls'
import encodeQR from 'qr'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeAuthority, makeLeaf } from '../server/tls-authority.ts'
import { fingerprintOf, houseTls } from '../server/tls-folder.ts'
import { codeOf, StartRefusal } from '../store/start-refusal.ts'
import { scratchFolder, type Scratch } from '../testing/scratch.ts'
import { openLan, type Lan } from './lan.ts'

const names = ['localhost', 'ward', 'ward.local'],
  first = '127.0.0.2',
  second = '127.0.0.3'
let scratch: Scratch,
  lan: Lan,
  addresses = [first],
  said: string[] = []

beforeEach(async () => {
  scratch = await scratchFolder()
  addresses = [first]
  said = []
  lan = await openLan({
    dataFolder: scratch.path,
    port: 0,
    say: (sentence) => said.push(sentence),
    reachable: () => ({ names, addresses }),
    answer: (_, response) => response.end('守则'),
  })
})
afterEach(async () => {
  await lan.close()
  await scratch.remove()
})
const authority = async () => (await houseTls(scratch.path, Date.now(), { names, addresses })).authority
/** What the client says of the connection: its protocol, or the code of its refusal. */
function greet(host: string, options: ConnectionOptions): Promise<string> {
  const port = lan.doors.get(host)?.securePort ?? 0
  return new Promise((resolve) => {
    const socket = connect({ host, port, ...options }, () => {
      resolve(socket.getProtocol() ?? 'none')
      socket.destroy()
    })
    // OpenSSL has no code of its own for a name that the authority may not vouch for, only words.
    socket.on('error', (error) => resolve(codeOf(error)?.replace('UNSPECIFIED', error.message) ?? error.message))
  })
}
async function plain(path: string, headers: Readonly<Record<string, string>> = {}) {
  const port = lan.doors.get(first)?.plainPort ?? 0
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    plainGet({ host: first, port, path, headers }, resolve).on('error', reject),
  )
  return { status: response.statusCode, headers: response.headers, body: await buffer(response), port }
}

test('a client that was given the authority connects, one that was not refuses', async () => {
  const { certificate: ca } = await authority()
  expect(await greet(first, { ca })).toBe('TLSv1.3')
  expect(await greet(first, {})).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE')
})
test('the machine is known by its own names and by no other', async () => {
  const { certificate: ca } = await authority()
  for (const servername of names) expect(await greet(first, { ca, servername })).toBe('TLSv1.3')
  expect(await greet(first, { ca, servername: 'bank.example' })).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
})
test('TLS 1.2 is spoken and 1.1 is not', async () => {
  const { certificate: ca } = await authority(),
    old = { ca, ciphers: 'DEFAULT@SECLEVEL=0' }
  expect(await greet(first, { ...old, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' })).toBe('TLSv1.2')
  expect(await greet(first, { ...old, minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' })).toMatch(/PROTOCOL_VERSION/)
})
test('the authority cannot vouch for a name outside the house', async () => {
  const { certificate: ca, key } = await authority(),
    door = lan.doors.get(first)
  for (const [servername, said] of [
    ['ward.local', 'TLSv1.3'],
    ['bank.example', 'permitted subtree violation'],
  ] as const) {
    const leaf = await makeLeaf(
      { certificate: ca, key },
      { names: ['localhost', servername], addresses: [] },
      Date.now(),
    )
    door?.secure.setSecureContext({ key: leaf.key, cert: leaf.certificate })
    expect(await greet(first, { ca, servername })).toBe(said)
  }
})
test('keys are readable by their owner alone', async () => {
  const folder = join(scratch.path, 'tls'),
    files = await readdir(folder)
  expect(files.sort()).toEqual(['authority.pem', 'leaf.pem'])
  for (const name of files) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
})
test('a restart keeps authority and leaf, a new address keeps the authority alone', async () => {
  const now = Date.now(),
    before = await houseTls(scratch.path, now, { names, addresses })
  const again = await houseTls(scratch.path, now, { names, addresses })
  expect(again).toEqual(before)
  const moved = await houseTls(scratch.path, now, { names, addresses: ['192.168.7.9', 'fd00::7:9'] })
  expect(moved.authority).toEqual(before.authority)
  expect(moved.leaf.certificate).not.toBe(before.leaf.certificate)
  expect(new X509Certificate(moved.leaf.certificate).checkIP('fd00::7:9')).toBe('fd00::7:9')
})
test('a leaf lasts a year at most and is made anew thirty days before its end', async () => {
  const now = Date.now(),
    dayMs = 24 * 3_600_000,
    { leaf } = await houseTls(scratch.path, now, { names, addresses })
  const { validFrom, validTo } = new X509Certificate(leaf.certificate),
    end = Date.parse(validTo)
  expect((end - Date.parse(validFrom)) / dayMs).toBeLessThan(825)
  expect((await houseTls(scratch.path, end - 31 * dayMs, { names, addresses })).leaf).toEqual(leaf)
  expect((await houseTls(scratch.path, end - 29 * dayMs, { names, addresses })).leaf).not.toEqual(leaf)
})
test('a machine that was renamed is named in its certificate as far as devices believe it', async () => {
  const { leaf } = await houseTls(scratch.path, Date.now(), { names: ['localhost', 'gate', 'gate.local'], addresses })
  const one = new X509Certificate(leaf.certificate)
  expect([one.checkHost('gate.local'), one.checkHost('gate')]).toEqual(['gate.local', undefined])
})
test('a leaf of another authority is made anew', async () => {
  const now = Date.now(),
    reachable = { names, addresses },
    { leaf } = await houseTls(scratch.path, now, reachable)
  const other = await makeAuthority(names, now)
  expect(
    new X509Certificate(leaf.certificate).verify(new X509Certificate((await authority()).certificate).publicKey),
  ).toBe(true)
  expect(new X509Certificate(leaf.certificate).verify(new X509Certificate(other.certificate).publicKey)).toBe(false)
})
test('an address that comes is opened and one that goes is closed, while the server runs', async () => {
  const { certificate: ca } = await authority()
  addresses = [second]
  await lan.look()
  expect([...lan.doors.keys()]).toEqual([second])
  expect(await greet(second, { ca })).toBe('TLSv1.3')
  expect(said).toContain(`内网地址 ${first} 已不在，停止在它上面开放。`)
})
test('a busy port is refused in one sentence with code 10, and nothing is left open', async () => {
  const { securePort: port = 0 } = lan.doors.get(first) ?? {}
  const parts = { dataFolder: scratch.path, port, say: () => undefined, answer: () => undefined }
  const asked = openLan({ ...parts, reachable: () => ({ names, addresses: [second, first] }) })
  const refusal = await asked.catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(StartRefusal)
  expect(refusal).toMatchObject({ exitCode: 10 })
  const other = await openLan({ ...parts, reachable: () => ({ names, addresses: [second] }) })
  expect([...other.doors.keys()]).toEqual([second])
  await other.close()
})
test('the plain page gives the certificate, its fingerprint and the code of its own address', async () => {
  const page = await plain('/'),
    { certificate } = await authority(),
    fingerprint = fingerprintOf(await authority())
  expect(page.status).toBe(200)
  expect(page.body.toString()).toContain(fingerprint)
  expect(page.body.toString()).toContain(`https://${first}:${lan.doors.get(first)?.securePort}`)
  expect(said).toContain(`本单位证书的指纹（SHA-256）：${fingerprint}`)
  expect(new X509Certificate((await plain('/shouze.crt')).body).fingerprint256).toBe(fingerprint)
  expect((await plain('/shouze.mobileconfig')).body.toString()).toContain(
    new X509Certificate(certificate).raw.toString('base64'),
  )
  expect((await plain('/qr.svg')).body.toString()).toBe(encodeQR(`http://${first}:${page.port}/`, 'svg'))
})
test('the plain page leaves no word in braces', async () => {
  expect((await plain('/')).body.toString()).not.toMatch(/[{}]/)
})
test('whatever else is asked in the clear is sent on to HTTPS, by the name that was asked for if it is ours', async () => {
  const port = lan.doors.get(first)?.securePort
  for (const [host, to] of [
    ['ward.local:80', 'ward.local'],
    ['bank.example', first],
  ] as const) {
    const answer = await plain('/api/today?q=1', { host, cookie: 'a=b' })
    expect(answer.status).toBe(307)
    expect(answer.headers.location).toBe(`https://${to}:${port}/api/today?q=1`)
  }
})
