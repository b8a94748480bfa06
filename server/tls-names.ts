/** By which names and addresses this machine is reached in the house, and which of them a certificate may bear. */
import { hostname, networkInterfaces } from 'node:os'
import { isIPv6 } from 'node:net'

/** Private addresses: RFC 1918, RFC 3927, RFC 4193, and loopback. Prefix and mask as a certificate writes them. */
export const privateNetworks: readonly (readonly [address: string, bits: number])[] = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['127.0.0.0', 8],
  ['fc00::', 7],
  ['::1', 128],
]
export interface ReachableNames {
  /** `localhost`, the machine's name and its name in `.local`; lower-case. */
  readonly names: readonly string[]
  /** Private addresses of the network cards, without loopback; sorted. */
  readonly addresses: readonly string[]
}

/** As of now; a machine that moves to another network has others. Link-local IPv6 needs a zone and is left out. */
export function reachableNames(): ReachableNames {
  const cards = Object.values(networkInterfaces()).flatMap((card) => card ?? [])
  const addresses = cards.filter(({ internal }) => !internal).map(({ address }) => address)
  return { names: namesOf(hostname()), addresses: [...new Set(addresses)].filter(isPrivate).sort() }
}
/** The names of a machine called so. What is no name of a host (an underscore, a space) gives `localhost` alone. */
export function namesOf(host: string): readonly string[] {
  const lower = host.toLowerCase()
  const isName = /^(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*$/.test(lower) && lower !== 'localhost'
  if (!isName) return ['localhost']
  return ['localhost', lower, ...(lower.includes('.') ? [] : [`${lower}.local`])]
}
/** Whether it lies in one of the private networks. */
export function isPrivate(address: string): boolean {
  const bytes = addressBytes(address)
  return privateNetworks.some(([network, bits]) => {
    const base = addressBytes(network),
      mask = maskBytes(bits, base.length)
    return base.length === bytes.length && base.every((byte, n) => byte === ((bytes[n] ?? 0) & (mask[n] ?? 0)))
  })
}
/** Four or sixteen bytes. */
export function addressBytes(address: string): readonly number[] {
  if (!isIPv6(address)) return address.split('.').map(Number)
  const [head = '', tail] = address.split('::'),
    words = (part: string) => part.split(':').filter((word) => word !== '')
  const left = words(head),
    right = words(tail ?? ''),
    gap = tail === undefined ? 0 : 8 - left.length - right.length
  return [...left, ...Array<string>(gap).fill('0'), ...right].flatMap((word) => {
    const value = Number.parseInt(word, 16)
    return [value >> 8, value & 0xff]
  })
}
export const maskBytes = (bits: number, length: number): readonly number[] =>
  Array.from({ length }, (_, n) => (0xff << (8 - Math.min(8, Math.max(0, bits - 8 * n)))) & 0xff)
/** An address as it stands in a URL. */
export const urlHost = (address: string) => (address.includes(':') ? `[${address}]` : address)
