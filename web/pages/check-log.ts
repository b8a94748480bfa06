/** Checks the whole log in this browser: every leaf into the tree, its root against the signed note, and against memory. */
import type { History } from '../../server/api.ts'
import { fromBase64 } from '../../ledger/base64.ts'
import { fromHex, toHex } from '../../ledger/hex.ts'
import { unverifiedNote } from '../../ledger/note.ts'
import { sha256 } from '../../ledger/sha256.ts'
import { Tree } from '../../ledger/tree.ts'
import { ask } from '../parts/line.ts'

/** What this browser found at an earlier check; holds no personal value. */
export interface Remembered {
  readonly size: number
  readonly root: string
  readonly at: number
}
export type Verdict =
  | {
      readonly is: 'whole'
      readonly size: number
      readonly root: string
      readonly signature: Signature
      readonly since: Remembered | undefined
    }
  | { readonly is: 'broken'; readonly sentence: string }
  | { readonly is: 'stopped' | 'cut' }
/** Whether the note's signature was verified here; older browsers have no Ed25519. */
export type Signature = 'verified' | 'not-here'

export interface Asked {
  readonly history: History
  readonly remembered: Remembered | undefined
  readonly signal: AbortSignal
  progress(done: number): void
  /** Leaf hashes from an index on, as many as the server gives at once; undefined when the line is cut. */
  leaves(from: number): Promise<readonly string[] | undefined>
}

/** Recomputes the tree. Found faults are said in Chinese; nothing that the server says is taken on trust. */
export async function checkLog({ history, remembered, signal, progress, leaves }: Asked): Promise<Verdict> {
  const tree = Tree.empty(sha256)
  const compare = () =>
    remembered !== undefined && tree.size === remembered.size && toHex(tree.root()) !== remembered.root
  while (tree.size < history.size) {
    if (signal.aborted) return { is: 'stopped' }
    const some = await leaves(tree.size)
    if (!some) return { is: 'cut' }
    if (some.length === 0) return broken(`服务器说有 ${history.size} 条，只给得出 ${tree.size} 条`)
    for (const text of some.slice(0, history.size - tree.size)) {
      const leaf = fromBase64(text)
      if (leaf?.length !== 32) return broken(`第 ${tree.size} 条的叶子不是 32 字节`)
      tree.append(leaf)
      if (compare()) return broken(`第 ${tree.size} 条以前，与这台电脑上次校验时不一样：有人改过旧的条目`)
    }
    progress(tree.size)
  }
  if (remembered && remembered.size > history.size) {
    return broken(`上次校验时有 ${remembered.size} 条，现在只有 ${history.size} 条：有条目不见了`)
  }
  const root = toHex(tree.root())
  const signed = await signedHead(history)
  if ('sentence' in signed) return { is: 'broken', sentence: signed.sentence }
  if (signed.size !== history.size || signed.root !== root) {
    return broken(
      `算出的树根与封存上写的不一样：封存到 ${signed.size} 条，${signed.root.slice(0, 12)}；算出 ${root.slice(0, 12)}`,
    )
  }
  return { is: 'whole', size: history.size, root, signature: signed.signature, since: remembered }
}
const broken = (sentence: string): Verdict => ({ is: 'broken', sentence })

type Head =
  | { readonly size: number; readonly root: string; readonly signature: Signature }
  | { readonly sentence: string }
async function signedHead({ note, origin, publicKey: keyText }: History): Promise<Head> {
  const publicKey = fromBase64(keyText) ?? fromHex(keyText)
  if (!publicKey) return { sentence: '封存的公钥读不出来' }
  try {
    const { signed, signatures, head } = unverifiedNote(note, origin, publicKey)
    const signature = await verified(publicKey, signed, signatures)
    if (signature === 'forged') return { sentence: '封存上的签名不对' }
    const { size, root, origin: named } = head()
    return named === origin ? { size, root: toHex(root), signature } : { sentence: '封存是另一个单位的' }
  } catch {
    // A note that cannot be taken apart proves nothing; which part is broken does not matter to who looks.
    return { sentence: '封存读不出来' }
  }
}
async function verified(publicKey: Uint8Array, signed: Uint8Array, signatures: readonly Uint8Array[]) {
  const subtle = globalThis.crypto?.subtle
  const key = await subtle
    ?.importKey('raw', Uint8Array.from(publicKey), 'Ed25519', false, ['verify'])
    .catch(() => undefined)
  if (!key) return 'not-here'
  for (const signature of signatures) {
    if (!(await subtle.verify('Ed25519', key, Uint8Array.from(signature), Uint8Array.from(signed)))) return 'forged'
  }
  return 'verified'
}

/** Leaves from the server. */
export async function leavesFrom(from: number): Promise<readonly string[] | undefined> {
  const reply = await ask<readonly string[]>(`/api/log/leaves?from=${from}`)
  return reply.is === 'answer' ? reply.body : undefined
}

const place = (origin: string) => `shouze.checked.${origin}`
/** What this browser remembers of its last check of a log. */
export function rememberedOf(origin: string): Remembered | undefined {
  const text = localStorage.getItem(place(origin))
  if (text === null) return undefined
  const [size = '', root = '', at = ''] = text.split(' ')
  return /^\d+$/.test(size) && /^[0-9a-f]{64}$/.test(root) ? { size: Number(size), root, at: Number(at) } : undefined
}
export function remember(origin: string, { size, root, at }: Remembered): void {
  localStorage.setItem(place(origin), `${size} ${root} ${at}`)
}
