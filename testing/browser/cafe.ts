/** A café in the evening: a manager who entered the terminals, and somebody at the front desk. */
import type { MatterRows, WhyAnswers } from '../../server/api.ts'
import type { Customer } from './customers.ts'
import { expectOk, openPageHouse, type Hired, type PageHouse, type PageHouseOptions } from './page-house.ts'

export interface Cafe {
  readonly house: PageHouse
  readonly cafeManager: Hired
  readonly frontDesk: Hired
  /** Seats where somebody sits now. */
  seatsTaken(): Promise<readonly string[]>
  /** The server's sentence against checking in such a customer at a free seat; undefined where there is none. */
  whyNot(customer: Customer): Promise<string | undefined>
}

/** So many seats, numbered from 01, all in order. The house is open: it is six in the evening. */
export async function openCafe({
  seats,
  ...options
}: { readonly seats: number } & Pick<PageHouseOptions, 'sessionClock'>): Promise<Cafe> {
  const house = await openPageHouse({
    clock: '2026-10-08T18:00:00+08:00',
    name: '蓝鲸网吧',
    policies: ['internet-cafe'],
    ...options,
  })
  const cafeManager = await house.hire('管试某', [{ post: 'manager' }])
  const frontDesk = await house.hire('前试某', [{ post: 'front-desk' }])
  await house.file(frontDesk.client, 'pledge-2.1', { signer: frontDesk.person })
  for (let number = 1; number <= seats; number += 1) {
    await house.file(cafeManager.client, 'terminal', {
      seat: String(number).padStart(2, '0'),
      area: number <= 24 ? '大厅' : '包间',
      licence: '粤网许 7 号',
      licensedUntil: '2027-12-31',
      isDirect: false,
    })
  }
  const seatsTaken = async () => {
    const { rows }: MatterRows = expectOk(await frontDesk.client.send('GET', '/api/matters/seat'))
    return Object.keys(rows)
  }
  const whyNot = async ({ number, name }: Customer) => {
    const entry = { idKind: 'resident', customer: number, name, seat: '40', faceAgrees: true, acceptsRules: true }
    const {
      answers: [answer],
    }: WhyAnswers = expectOk(
      await frontDesk.client.send('POST', '/api/why', { questions: [{ register: 'check-in', entry }] }),
    )
    return answer && 'detail' in answer ? answer.detail : undefined
  }
  return { house, cafeManager, frontDesk, seatsTaken, whyNot }
}
