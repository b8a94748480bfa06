/** Photographs of an entry: each at an address of its own, as it stands today or as it stood before it was put right. */
import type { Book } from '../../engine/book.ts'
import { saidFieldsOf } from '../fields.ts'
import { notFound } from '../http/problem.ts'
import type { Asking } from '../http/request.ts'
import { readableEntry } from './entry-list.ts'

type Row = Readonly<Record<string, unknown>>
/** The entry, and which event holds the body that is meant: its own, or that of one of its corrections. */
export interface Stood {
  readonly seq: number
  readonly as: number
}

/** Addresses by field, for those that the body has. */
export const photosOf = (book: Book, register: string, body: Row | undefined, { seq, as }: Stood) =>
  Object.fromEntries(
    saidFieldsOf(book, register)
      .filter(([name, { kind }]) => kind === 'photo' && typeof body?.[name] === 'string')
      .map(([name]) => [name, `/api/entries/${seq}/photos/${name}?as=${as}`]),
  )

/** The JPEG. Throws 404 also where the asker may not read the entry, or the body has been destroyed. */
export async function photoOf(asking: Asking, { seq, as }: Stood, name: string): Promise<Buffer> {
  const { open } = asking,
    entry = await readableEntry(asking, seq)
  const isOfEntry = as === seq || (await open.log.correctionsOf(entry.id)).some((one) => one.seq === as)
  const field = saidFieldsOf(open.parts.book, entry.register).find(([id]) => id === name)?.[1]
  const held = isOfEntry && field?.kind === 'photo' ? (await open.log.body(as))?.[name] : undefined
  if (typeof held !== 'string') throw notFound('这张照片')
  return Buffer.from(held, 'base64')
}
