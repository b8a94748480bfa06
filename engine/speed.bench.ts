/** What a decision costs. Printed, not claimed: `npx tsx engine/speed.bench.ts`. */
import { admit } from './commands.ts'
import { decide } from './decide.ts'
import { keyed, t, World } from './testing/world.ts'
import express from './claims/policies/p11-express.ts'
import { guest, openCafe, rules } from './testing/houses.ts'

const day = '2026-03-02'
function measure(name: string, w: World, typed: object, at: number) {
  const command = admit(w.book, { id: 'q', do: 'file', ...typed } as never, keyed)
  const run = (times: number) => {
    const start = performance.now()
    for (let i = 0; i < times; i++) if (!('accepted' in decide(w.book, w.state, command, at))) throw new Error(name)
    return ((performance.now() - start) / times) * 1_000
  }
  run(20_000)
  console.log(`${name}: ${run(50_000).toFixed(1)} µs`)
}
const cafe = openCafe()
rules(cafe, '甲', t(day))
const entry = guest('1', '甲')
measure('a check-in past nine guards', cafe, { register: 'check-in', account: 'desk', entry }, t(day, '10:00'))
const w = new World(express)
w.adopt('express-delivery')
w.unit('outlet', 'A')
w.post('s', 'sorter')
w.post('k', 'courier')
const parcel = { waybill: '1', outlet: 'A', sender: '某', phone: '010-55550000', isInspected: true }
w.file('accept', 'k', parcel, t(day))
measure('a scan', w, { register: 'scan', account: 's', entry: { waybill: '1', does: 'arrives', outlet: 'A' } }, t(day))
