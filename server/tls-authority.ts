/** The house's own certificate authority: it may vouch for private addresses and this machine's names, for nothing else. */
import { randomBytes } from 'node:crypto'
import { addressBytes, maskBytes, privateNetworks, type ReachableNames } from './tls-names.ts'

/** A certificate and its key. PKCS 8 and X.509, both PEM. */
export interface Certified {
  readonly certificate: string
  readonly key: string
}

const dayMs = 24 * 3_600_000
const authorityDays = 3_652
/** Phones accept 825 days from an authority that their owner trusts; a year is enough, since it is made anew by itself. */
const leafDays = 397
/** So that a device whose clock is slow trusts it too. */
const slowClockMs = 2 * dayMs
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

/** Loaded when it is first needed: a start without `--lan` never waits for it. */
async function library() {
  await import('reflect-metadata')
  return import('@peculiar/x509')
}
/** A new authority for ten years from `now` (milliseconds), constrained by RFC 5280 4.2.1.10 to `names`, `.local` and private addresses. */
export async function makeAuthority(names: readonly string[], now: number): Promise<Certified> {
  const x509 = await library(),
    keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: `CN=${x509Name(`守则 ${names.at(-1) ?? ''} ${randomBytes(3).toString('hex')}`)}`,
    notBefore: new Date(now - slowClockMs),
    notAfter: new Date(now + authorityDays * dayMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.Extension('2.5.29.30', true, nameConstraints([...names, 'local'])),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false),
    ],
  })
  return { certificate: certificate.toString('pem'), key: await pemOf(keys.privateKey) }
}
/** A certificate for the machine, with a key of its own, by that authority. Its names are those that were given. */
export async function makeLeaf(
  authority: Certified,
  { names, addresses }: ReachableNames,
  now: number,
): Promise<Certified> {
  const x509 = await library(),
    keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const issuer = new x509.X509Certificate(authority.certificate)
  const wanted = [
    ...names.map((value) => ({ type: 'dns' as const, value })),
    ...['127.0.0.1', '::1', ...addresses].map((value) => ({ type: 'ip' as const, value })),
  ]
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: `CN=${x509Name(names.at(-1) ?? 'localhost')}`,
    issuer: issuer.subject,
    notBefore: new Date(now - slowClockMs),
    notAfter: new Date(Math.min(now + leafDays * dayMs, issuer.notAfter.getTime())),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: await keyOf(authority.key),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(wanted),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey, false),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false),
    ],
  })
  return { certificate: certificate.toString('pem'), key: await pemOf(keys.privateKey) }
}
/** Twenty bytes at most, the first below 128, so that no reader takes it for a negative number. */
const serial = () => `4${randomBytes(16).toString('hex').slice(1)}`
/** What has a meaning in a distinguished name is escaped (RFC 4514). */
const x509Name = (text: string) => text.trim().replace(/[,+"\\<>;=#]/g, ' ')

async function pemOf(key: CryptoKey): Promise<string> {
  const bytes = Buffer.from(await crypto.subtle.exportKey('pkcs8', key)).toString('base64')
  return `-----BEGIN PRIVATE KEY-----\n${bytes.replace(/.{64}/g, '$&\n').trimEnd()}\n-----END PRIVATE KEY-----`
}
const keyOf = (pem: string) =>
  crypto.subtle.importKey('pkcs8', Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'), algorithm, false, [
    'sign',
  ])

/** DER of NameConstraints: permittedSubtrees only. The library has no class for it. */
function nameConstraints(names: readonly string[]): Uint8Array<ArrayBuffer> {
  const subtree = (tag: number, bytes: readonly number[]) => der(0x30, der(tag, bytes))
  const permitted = [
    ...names.flatMap((name) => subtree(0x82, [...Buffer.from(name, 'latin1')])),
    ...privateNetworks.flatMap(([network, bits]) => {
      const address = addressBytes(network)
      return subtree(0x87, [...address, ...maskBytes(bits, address.length)])
    }),
  ]
  return Uint8Array.from(der(0x30, der(0xa0, permitted)))
}
function der(tag: number, content: readonly number[]): readonly number[] {
  const { length } = content
  if (length < 0x80) return [tag, length, ...content]
  return length < 0x100 ? [tag, 0x81, length, ...content] : [tag, 0x82, length >> 8, length & 0xff, ...content]
}
