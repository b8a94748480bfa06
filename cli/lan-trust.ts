/** The plain page of the house's network: how to trust its authority. Everything else is sent on to HTTPS. */
import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { join } from 'node:path'
import encodeQR from 'qr'
import { urlHost } from '../server/tls-names.ts'
import { fingerprintOf, type HouseTls } from '../server/tls-folder.ts'
import { packageRoot } from '../store/package-root.ts'

export interface TrustParts {
  readonly tls: HouseTls
  readonly securePort: number
}
interface Answer {
  readonly type: string
  readonly body: string | Uint8Array
  /** Under this name it is saved. */
  readonly file?: string
}
const headers = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/** Answers `/` with the page, and the few addresses that it names. It reads nothing that is sent and knows no session. */
export function trustPages({ tls, securePort }: TrustParts): RequestListener {
  const folder = join(packageRoot(), 'web', 'trust'),
    certificate = new X509Certificate(tls.authority.certificate)
  const template = readFileSync(join(folder, 'trust.html'), 'utf8'),
    style = readFileSync(join(folder, 'trust.css'))
  const answers: Readonly<Record<string, (host: string, own: string) => Answer>> = {
    '/': (host, own) => ({
      type: 'text/html; charset=utf-8',
      body: filled(template, {
        secure: `https://${host}:${securePort}`,
        own,
        name: nameOf(certificate),
        fingerprint: fingerprintOf(tls.authority),
      }),
    }),
    '/trust.css': () => ({ type: 'text/css; charset=utf-8', body: style }),
    '/qr.svg': (_, own) => ({ type: 'image/svg+xml', body: encodeQR(own, 'svg') }),
    '/shouze.crt': () => ({ type: 'application/x-x509-ca-cert', body: certificate.raw, file: 'shouze.crt' }),
    '/shouze.mobileconfig': () => ({
      type: 'application/x-apple-aspen-config',
      body: profile(certificate),
      file: 'shouze.mobileconfig',
    }),
  }
  return (request, response) => {
    request.resume()
    const host = hostOf(request, tls),
      path = (request.url ?? '/').split('?')[0] ?? '/'
    const own = `http://${host}:${request.socket.localPort}/`
    const answer = Object.hasOwn(answers, path) ? answers[path] : undefined
    if (!answer) redirect(response, `https://${host}:${securePort}${request.url?.startsWith('/') ? request.url : '/'}`)
    else if (request.method !== 'GET' && request.method !== 'HEAD') response.writeHead(405, headers).end()
    else send(response, answer(host, own), request.method === 'HEAD')
  }
}
/** 307 keeps the method, so that nothing that was sent in the clear is taken for done. */
function redirect(response: ServerResponse, to: string) {
  response.writeHead(307, { ...headers, location: to, connection: 'close' }).end()
}
function send(response: ServerResponse, { type, body, file }: Answer, isHead: boolean) {
  const saved = file === undefined ? {} : { 'content-disposition': `attachment; filename="${file}"` }
  response.writeHead(200, { ...headers, ...saved, 'content-type': type, 'content-length': Buffer.byteLength(body) })
  response.end(isHead ? undefined : body)
}
/** The name by which the visitor came, if it is one of ours; otherwise the address at which he arrived. */
function hostOf({ headers: { host = '' }, socket }: IncomingMessage, { reachable }: HouseTls): string {
  const asked = host.replace(/:\d+$/, '').toLowerCase()
  return reachable.names.includes(asked) ? asked : urlHost(socket.localAddress ?? '')
}
const nameOf = ({ subject }: X509Certificate) => subject.replace(/^CN=/, '')
const escaped = (text: string) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)

/** `{name}` in the page's text becomes its value. */
const filled = (template: string, values: Readonly<Record<string, string>>) =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? escaped(values[name] ?? '') : whole,
  )

/** What an iPhone installs: a profile with the one certificate. The same authority gives the same ids, so it replaces itself. */
function profile(certificate: X509Certificate): string {
  const id = (of: string) => {
    const hex = createHash('sha256').update(of).update(certificate.raw).digest('hex')
    return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)]
      .join('-')
      .toUpperCase()
  }
  const payload = (of: string, type: string, content: string) => `<dict>
<key>PayloadType</key><string>${type}</string><key>PayloadVersion</key><integer>1</integer>
<key>PayloadIdentifier</key><string>shouze.${of}.${id(of)}</string><key>PayloadUUID</key><string>${id(of)}</string>
<key>PayloadDisplayName</key><string>${escaped(nameOf(certificate))}</string>
${content}</dict>`
  const root = payload(
    'root',
    'com.apple.security.root',
    `<key>PayloadCertificateFileName</key><string>shouze.crt</string>
<key>PayloadContent</key><data>${certificate.raw.toString('base64')}</data>\n`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0">${payload('profile', 'Configuration', `<key>PayloadContent</key><array>${root}</array>\n`)}</plist>
`
}
