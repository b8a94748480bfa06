/** Addresses and networks, as a manager writes them (192.168.1.0/24, fd00::/8) and as a terminal signs from them. Pure. */

/** An address as its bytes: four, or sixteen. */
type Bytes = readonly number[]
interface Network {
  readonly bytes: Bytes
  readonly bits: number
}
/** RFC 1918, 3927, 4193 and 4291: what no provider carries into the internet. */
const inside = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', 'fc00::/7', 'fe80::/10']

/** Several networks stand in one text, parted by spaces or commas. */
export const networksIn = (text: string): readonly string[] => text.split(/[\s,，、;；]+/).filter((one) => one !== '')
/** What is wrong with the text of a house's networks; undefined where each is one, and none reaches the internet. */
export function faultInNetworks(text: string): string | undefined {
  const networks = networksIn(text)
  if (networks.length === 0) return '没有写网段'
  for (const one of networks) {
    const network = networkOf(one)
    if (!network) return `${one} 不是网段，应如 192.168.1.0/24`
    if (!inside.some((wide) => isWithin(network, networkOf(wide)))) return `${one} 不是内网的网段`
  }
  return undefined
}
/** Whether the text is an address at all. */
export const isAddress = (text: string) => bytesOf(text) !== undefined
/** Whether an address lies in one of the networks; where none is declared, in any that no provider carries. */
export function isInside(address: string, networks: readonly string[]): boolean {
  const bytes = bytesOf(address)
  if (!bytes) return false
  return (networks.length > 0 ? networks : inside).some((one) =>
    isWithin({ bytes, bits: bytes.length * 8 }, networkOf(one)),
  )
}

function networkOf(text: string): Network | undefined {
  const [, address = '', length = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? []
  const bytes = bytesOf(address),
    bits = Number(length)
  return bytes && length !== '' && bits <= bytes.length * 8 ? { bytes, bits } : undefined
}
function isWithin(one: Network, wide: Network | undefined): boolean {
  if (!wide || one.bytes.length !== wide.bytes.length || one.bits < wide.bits) return false
  return wide.bytes.every((byte, n) => {
    const counts = Math.min(8, Math.max(0, wide.bits - n * 8)),
      mask = 256 - 2 ** (8 - counts)
    return ((one.bytes[n] ?? 0) & mask) === (byte & mask)
  })
}
function bytesOf(text: string): Bytes | undefined {
  if (text.includes(':')) return sixteen(text)
  const parts = text.split('.')
  const isByte = (part: string) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256
  return parts.length === 4 && parts.every(isByte) ? parts.map(Number) : undefined
}
/** An address of version 4 inside one of version 6 (::ffff:192.168.1.5) is the former. */
function sixteen(text: string): Bytes | undefined {
  const [head = '', tail, ...more] = text.toLowerCase().replace(/%.*$/, '').split('::')
  if (more.length > 0) return undefined
  const before = groupsIn(head),
    after = groupsIn(tail ?? '')
  if (!before || !after) return undefined
  const missing = 16 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 2) return undefined
  const bytes = [...before, ...Array.from({ length: missing }, () => 0), ...after]
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255
  return isMapped ? bytes.slice(12) : bytes
}
function groupsIn(text: string): Bytes | undefined {
  if (text === '') return []
  const groups = text.split(':'),
    last = groups.at(-1) ?? ''
  const four = last.includes('.') ? bytesOf(last) : []
  const hex = last.includes('.') ? groups.slice(0, -1) : groups
  if (!four || !hex.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return undefined
  return [...hex.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]), ...four]
}
