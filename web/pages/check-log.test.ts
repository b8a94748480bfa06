import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import type { History } from '../../server/api.ts'
import { toBase64 } from '../../ledger/base64.ts'
import { toHex } from '../../ledger/hex.ts'
import { checkpointText, signNote } from '../../ledger/note.ts'
import { Tree } from '../../ledger/tree.ts'
import { checkLog, type Asked, type Remembered } from './check-log.ts'

const sha = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())
const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const rawKey = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })).slice(-32)
const origin = 'shouze.invalid/test'
const leaves = Array.from({ length: 300 }, (_, n) => sha(new TextEncoder().encode(`leaf ${n}`)))

function rootOf(some: readonly Uint8Array[]): Uint8Array {
  const tree = Tree.empty(sha)
  for (const leaf of some) tree.append(leaf)
  return tree.root()
}
function historyOf(some: readonly Uint8Array[]): History {
  const root = rootOf(some)
  const note = signNote(
    checkpointText(origin, some.length, root),
    origin,
    rawKey,
    (bytes) => new Uint8Array(sign(null, bytes, privateKey)),
  )
  return { size: some.length, root: toHex(root), origin, note, publicKey: toBase64(rawKey), lastRecorded: 0 }
}
const check = (history: History, given: readonly Uint8Array[], more: Partial<Asked> = {}) =>
  checkLog({
    history,
    remembered: undefined,
    signal: new AbortController().signal,
    progress: () => undefined,
    leaves: async (from) => given.slice(from, from + 64).map(toBase64),
    ...more,
  })
const seenAt = (size: number): Remembered => ({ size, root: toHex(rootOf(leaves.slice(0, size))), at: 0 })

test('a log as it was sealed is whole, and its signature is verified here', async () => {
  const verdict = await check(historyOf(leaves), leaves)
  expect(verdict).toMatchObject({ is: 'whole', size: 300, signature: 'verified' })
})
test('the same log is whole to a browser that saw its first hundred before', async () => {
  expect(await check(historyOf(leaves), leaves, { remembered: seenAt(100) })).toMatchObject({ is: 'whole' })
})
test('one changed leaf is found', async () => {
  const changed = leaves.with(17, sha(new Uint8Array(1)))
  expect(await check(historyOf(leaves), changed)).toMatchObject({ is: 'broken' })
})
test('a log sealed anew after a change is found by who saw it before', async () => {
  const changed = leaves.with(17, sha(new Uint8Array(1)))
  expect(await check(historyOf(changed), changed)).toMatchObject({ is: 'whole' })
  expect(await check(historyOf(changed), changed, { remembered: seenAt(100) })).toMatchObject({ is: 'broken' })
})
test('a shorter log is found by who saw a longer one', async () => {
  const short = leaves.slice(0, 80)
  expect(await check(historyOf(short), short, { remembered: seenAt(100) })).toMatchObject({ is: 'broken' })
})
test('a note signed by another key is found', async () => {
  const other = new Uint8Array(generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' })).slice(
    -32,
  )
  expect(await check({ ...historyOf(leaves), publicKey: toBase64(other) }, leaves)).toMatchObject({ is: 'broken' })
})
test('missing leaves are found, and a check can be stopped', async () => {
  expect(await check(historyOf(leaves), leaves.slice(0, 200))).toMatchObject({ is: 'broken' })
  const stopped = AbortSignal.abort()
  expect(await check(historyOf(leaves), leaves, { signal: stopped })).toEqual({ is: 'stopped' })
})
