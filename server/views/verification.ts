/** The code of a printed page: made when a page is shown, and read again against the log. */
import encodeQR from 'qr'
import { paperTag, readCode, spellCode, type PaperGround } from '../../ledger/paper-code.ts'
import { clockOf, dayOf } from '../../engine/time.ts'
import type { PaperSeal, Verification } from '../api-board.ts'
import type { Asking } from '../http/request.ts'
import { sha256 } from '../sha256.ts'
import { isReader } from './entry-list.ts'

/** For an entry, or (without a number) for a list, as the log stands now. `address` is where a telephone would open it. */
export async function paperSeal({ open }: Asking, address: string, seq?: number): Promise<PaperSeal> {
  const { store, organisation } = open.parts,
    { tree } = open.log,
    { size } = tree,
    root = tree.root()
  const [leaf] = seq === undefined ? [] : await store.leaves(organisation.org, seq, 1)
  const place = { size, ...(seq === undefined ? {} : { seq }) }
  const ground: PaperGround = { ...place, origin: organisation.origin, root, ...(leaf ? { leaf } : {}) }
  const code = spellCode({ ...place, tag: paperTag(sha256, ground) })
  return { code, size, root: Buffer.from(root).toString('hex'), qr: qrOf(`${address}/verify?code=${code}`) }
}
/** Rows of dark modules as one path over a square of `modules` by `modules`. */
function qrOf(text: string): PaperSeal['qr'] {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 2 })
  const path = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return { modules: rows.length, path }
}

const when = (at: number) => `${dayOf(at)} ${clockOf(at)}`
/** What the log says of a typed code: genuine, or what differs. */
export async function verification(asking: Asking, typed: string): Promise<Verification> {
  const { open } = asking,
    { store, organisation, projection, book } = open.parts,
    code = readCode(typed),
    not = (fact: string): Verification => ({ isGenuine: false, facts: [fact] })
  if (!code) return not('这不是核验码：应是 E 或 L 开头的字母和数字，请照印件重抄')
  await open.projector.caughtUp(open.writer.size)
  const { seq, size, tag } = code,
    now = open.log.tree.size
  if (size > now)
    return not(
      `印件写着账本有 ${size} 条，这里只有 ${now} 条：抄错了，或印件不是本单位的，或本单位的记录由更早的备份恢复`,
    )
  const checkpoint = await store.checkpointAt(organisation.org, size)
  if (checkpoint?.size !== size) return not(`账本没有在 ${size} 条时封存过：抄错了，或印件不是本单位的`)
  const [leaf] = seq === undefined ? [] : await store.leaves(organisation.org, seq, 1)
  const ground: PaperGround = {
    origin: organisation.origin,
    size,
    root: checkpoint.root,
    ...(seq === undefined ? {} : { seq }),
    ...(leaf ? { leaf } : {}),
  }
  if (!Buffer.from(paperTag(sha256, ground)).equals(Buffer.from(tag)))
    return not('与本单位的账本不符：抄错了，或印件不是本单位的，或账本被改过；可到“历史”校验整本账')
  const sealed = { size, root: Buffer.from(checkpoint.root).toString('hex') }
  if (seq === undefined)
    return {
      isGenuine: true,
      facts: [`印件是账本有 ${size} 条时印的清单或汇总；表里各条按条号另行核对`],
      ...sealed,
    }
  const [event] = await open.log.events(seq, 1),
    corrections = event ? await open.log.correctionsOf(event.id) : [],
    later = corrections.filter((one) => one.seq >= size),
    undone = event ? await projection.undone([event.id]) : new Set<string>()
  const entry = await projection.entry(seq)
  return {
    isGenuine: true,
    facts: [
      event?.type === 'filed' || event?.type === 'refused'
        ? `第 ${seq} 条：${book.shelf(event.register).register.title}，${when(event.recorded)} 记`
        : `第 ${seq} 条：系统的记录`,
      `印件印于账本有 ${size} 条之时`,
      ...(later.length > 0
        ? [`印出之后更正过 ${later.length} 次，最近一次 ${when(later.at(-1)?.recorded ?? 0)}：以现在的内容为准`]
        : ['印出之后没有更正过']),
      ...(event && undone.has(event.id) ? ['这一条后来被撤回'] : []),
    ],
    seq,
    ...sealed,
    mayRead: entry !== undefined && isReader(asking, entry),
  }
}
