/** The log in one sentence: how long, under which root, and whether the state is what the log makes it. */
import type { History } from '../api.ts'
import { CommittedState } from '../committed-state.ts'
import type { Asking } from '../http/request.ts'

const readAtOnce = 2_000

export async function historyOf({ open }: Asking): Promise<History> {
  const {
    store,
    organisation: { org, origin },
    keys: { signer },
  } = open.parts
  const { size, recorded, checkpoint } = await store.head(org)
  return {
    size,
    origin,
    lastRecorded: recorded,
    note: checkpoint?.note ?? '',
    root: Buffer.from(checkpoint?.root ?? []).toString('hex'),
    publicKey: Buffer.from(signer.publicKey).toString('base64'),
  }
}
/** Refolds the whole log beside the running state and compares every slice, byte for byte. */
export async function replayed(asking: Asking): Promise<History> {
  const { open } = asking,
    { book, clock } = open.parts
  for (;;) {
    const { size, state } = open.writer,
      again = new CommittedState()
    for (let first = 0; first < size; first += readAtOnce) {
      for (const { seq: _, ...event } of await open.log.events(first, Math.min(readAtOnce, size - first)))
        again.refold(book, event)
    }
    // What was written meanwhile makes the comparison void; then it is made anew.
    if (open.writer.size !== size) continue
    const replay = { at: clock.now(), isEqual: again.dump() === state.dump(), size }
    return { ...(await historyOf(asking)), replay }
  }
}
