/** What came from a file says so in its own log, at the first start after it. */
import type { House } from '../server/house.ts'
import { declareRestored } from '../server/staff.ts'
import { restoredIn } from '../store/archive-notes.ts'

export async function declareAllRestored(house: House, folder: string): Promise<void> {
  for (const { how, made, at: done, organisations } of await restoredIn(folder)) {
    for (const { origin, size } of organisations) {
      const open = house.written().find(({ parts }) => parts.organisation.origin === origin)
      if (open) await declareRestored(open, { how, size, made, done })
    }
  }
}
