/** `--lan`: the house's network. On each private address of this machine HTTPS, and a plain page that helps to trust it. */
import { createServer as createPlain, type RequestListener, type Server } from 'node:http'
import { createServer as createSecure, type Server as SecureServer } from 'node:https'
import { codeOf, StartRefusal } from '../store/start-refusal.ts'
import { fingerprintOf, houseTls, type HouseTls } from '../server/tls-folder.ts'
import { reachableNames, urlHost, type ReachableNames } from '../server/tls-names.ts'
import { trustPages } from './lan-trust.ts'

export interface LanParts {
  /** The keys lie in `tls/` below it. */
  readonly dataFolder: string
  /** HTTPS; the plain page stands at the next one. 0: any that is free, for tests. */
  readonly port: number
  readonly answer: RequestListener
  readonly say: (sentence: string) => void
  readonly reachable?: () => ReachableNames
}
export interface Lan {
  /** One for each address, with the ports as they are. */
  readonly doors: ReadonlyMap<string, Door>
  /** Looks at the network cards again; the timer does it every half minute. */
  look(): Promise<void>
  close(): Promise<void>
}
export interface Door {
  readonly secure: SecureServer
  readonly plain: Server
  readonly securePort: number
  readonly plainPort: number
}
const lookAgainMs = 30_000

/** What goes on a slip of paper: the page on the house's network, and where a device begins that was never here. */
export function addressesOf(lan: Lan | undefined): { readonly page: string; readonly trust: string } | undefined {
  const [first] = lan?.doors ?? []
  if (!first) return undefined
  const [address, { securePort, plainPort }] = first,
    host = urlHost(address)
  return { page: `https://${host}:${securePort}`, trust: `http://${host}:${plainPort}` }
}

/** Throws `StartRefusal` (taken) when a port is busy on one of the addresses; then nothing is left listening. */
export async function openLan(parts: LanParts): Promise<Lan> {
  const doors = new Map<string, Door>(),
    reachable = parts.reachable ?? reachableNames
  let tls = await houseTls(parts.dataFolder, Date.now(), reachable())
  const close = async () => {
    clearInterval(timer)
    await looking
    await Promise.all([...doors.values()].map(closeDoor))
    doors.clear()
  }
  const look = async () => {
    const now = await houseTls(parts.dataFolder, Date.now(), reachable()),
      { key, certificate: cert } = now.leaf
    if (now.leaf.certificate !== tls.leaf.certificate) {
      for (const { secure } of doors.values()) secure.setSecureContext({ key, cert, minVersion: 'TLSv1.2' })
    }
    tls = now
    await follow(parts, doors, now)
  }
  let looking = look()
  const timer = setInterval(() => {
    looking = look().catch((error: unknown) => parts.say(`暂时不能在内网开放：${String(error)}`))
  }, lookAgainMs)
  timer.unref()
  try {
    await looking
    parts.say(`本单位证书的指纹（SHA-256）：${fingerprintOf(tls.authority)}`)
  } catch (error) {
    looking = Promise.resolve()
    await close()
    throw error
  }
  if (doors.size === 0) parts.say('本机现在没有内网地址；接上内网后半分钟内自动开放。')
  return { doors, look, close }
}
/** Opens a door at each new address and closes those at addresses that are gone. */
async function follow(parts: LanParts, doors: Map<string, Door>, tls: HouseTls) {
  for (const [address, door] of doors) {
    if (tls.reachable.addresses.includes(address)) continue
    doors.delete(address)
    await closeDoor(door)
    parts.say(`内网地址 ${address} 已不在，停止在它上面开放。`)
  }
  for (const address of tls.reachable.addresses) {
    if (doors.has(address)) continue
    const door = await openDoor(parts, tls, address)
    if (!door) continue
    doors.set(address, door)
    parts.say(`内网地址：https://${urlHost(address)}:${door.securePort}`)
    parts.say(`第一次使用的手机和电脑先打开：http://${urlHost(address)}:${door.plainPort}`)
  }
}
/** Undefined where the card has the address but cannot be used yet; the next look tries again. */
async function openDoor({ port, answer }: LanParts, tls: HouseTls, address: string): Promise<Door | undefined> {
  const { key, certificate: cert } = tls.leaf
  const secure = createSecure(
    { key, cert, minVersion: 'TLSv1.2', requestTimeout: 30_000, keepAliveTimeout: 60_000 },
    answer,
  )
  try {
    const securePort = await listening(secure, address, port)
    const plain = createPlain({ requestTimeout: 10_000 }, trustPages({ tls, securePort }))
    const plainPort = await listening(plain, address, port === 0 ? 0 : port + 1)
    return { secure, plain, securePort, plainPort }
  } catch (error) {
    secure.close()
    if (codeOf(error) === 'EADDRNOTAVAIL') return undefined
    if (codeOf(error) !== 'EADDRINUSE') throw error
    const fact = `端口 ${port} 或 ${port + 1} 在内网地址 ${address} 上已被占用`
    throw new StartRefusal('taken', fact, '停掉占用它的程序，或用 --port 换一个端口', error)
  }
}
function listening(server: Server | SecureServer, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, ipv6Only: true }, () => {
      server.off('error', reject)
      const at = server.address()
      if (at === null || typeof at === 'string') reject(new Error('the server listens on no port'))
      else resolve(at.port)
    })
  })
}
/** Live updates stay open by themselves, so whoever still listens is sent away. */
function closeDoor({ secure, plain }: Door): Promise<unknown> {
  return Promise.all(
    [secure, plain].map(
      (server) =>
        new Promise((resolve) => {
          server.close(resolve)
          server.closeAllConnections()
        }),
    ),
  )
}
