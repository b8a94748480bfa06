/** A small café for the tests of backup and verify: people, seats, customers, a correction, a closed session. */
import { join } from 'node:path'
import { checkDigitOf } from '../engine/identity.ts'
import { policies as known } from '../policies/index.ts'
import { DrivenClock } from '../server/clock.ts'
import { House } from '../server/house.ts'
import type { OpenOrganisation } from '../server/organisation.ts'
import { Policies } from '../server/policies.ts'
import { addPerson, adoptPolicies, file } from '../server/staff.ts'
import { createOrganisation } from '../store/admin.ts'
import { openPools } from '../store/connect.ts'
import { credentialsOf } from '../store/credentials.ts'
import { openKeys } from '../store/keys.ts'
import { openStore } from '../store/log.ts'
import type { Access } from '../store/types.ts'

const start = Date.parse('2026-10-08T19:00:00+08:00')
const document = '11010119900307001'
/** Values that nobody but the log's keys may show. Made up. */
export const canaries = {
  customer: '龘靐齉',
  idNumber: `${document}${checkDigitOf(document)}`,
  staff: '测无名',
  draft: '尚未送出的半句话',
}
export const sampleCode = 'blue-sky'

/**
 * Lays the café out in a migrated database, goes on until it is enough, writes its state behind, and gives the lease
 * back.
 */
export async function makeSample(
  access: Access,
  folder: string,
  digest: string,
  extras = 300,
  isEnough = () => true,
): Promise<void> {
  const pools = openPools(access)
  const house = new House({
    book: new Policies(known).book,
    store: openStore(pools.application),
    application: pools.application,
    digest,
    keys: await openKeys(pools.application, folder),
    clock: new DrivenClock(start),
    log: () => undefined,
    isAlone: false,
    createOrganisation: (wanted, at) => createOrganisation(pools.owner, wanted, at),
    handOverFolder: join(folder, 'handed-over'),
  })
  try {
    await house.open()
    const open = await house.create('蓝天网吧', sampleCode)
    await fill(open, extras)
    let more = 0
    while (!isEnough()) await enrol(open, `y${more++}`)
    await untilLearned(open, extras, more)
    await open.drafts.save('front', 'check-in', { name: canaries.draft }, start, '2026-10')
    const credentials = credentialsOf(pools.application)
    await credentials.save(open.parts.organisation.org, 'front', 'a hash of argon2', start)
  } finally {
    await house.close()
    await pools.close()
  }
}

async function fill(open: OpenOrganisation, extras: number): Promise<void> {
  await addPerson(open, 'system', { name: '管理员', account: 'admin', posts: [{ post: 'administrator' }] })
  await adoptPolicies(open, 'system', [{ policy: 'internet-cafe', from: '2026-10-08' }])
  const signer = await addPerson(open, 'admin', {
    name: canaries.staff,
    account: 'front',
    posts: [{ post: 'front-desk' }],
  })
  await file(open, 'front', 'pledge-2.1', { signer })
  await addPerson(open, 'admin', { name: '经理', account: 'boss', posts: [{ post: 'manager' }] })
  for (const seat of ['A01', 'A02']) {
    await file(open, 'boss', 'terminal', { seat, licence: '京网许 1', licensedUntil: '2027-12-31', isDirect: false })
  }
  const customer = {
    idKind: 'resident',
    customer: canaries.idNumber,
    name: canaries.customer,
    faceAgrees: true,
    acceptsRules: true,
  }
  await file(open, 'front', 'check-in', { ...customer, seat: 'A01' })
  await file(open, 'front', 'check-out', { seat: 'A01', reason: 'leaves' })
  const { seq } = await file(open, 'front', 'check-in', { ...customer, seat: 'A02' })
  const entry = { ...customer, seat: 'A02', name: `${canaries.customer}乙` }
  await open.writer.submit({ do: 'file', register: 'check-in', account: 'front', corrects: `${seq}`, entry })
  // Enough for a full tile, most of it in few batches.
  await Promise.all(Array.from({ length: extras }, (_, n) => enrol(open, `x${n}`)))
}
const enrol = (open: OpenOrganisation, person: string) =>
  file(open, 'admin', 'person', { person, name: canaries.staff, kind: 'other' })

/** Names are learned behind the commits, by the connections that are about to be closed. */
async function untilLearned({ directory }: OpenOrganisation, extras: number, more: number): Promise<void> {
  const numbered = (letter: string, length: number) => Array.from({ length }, (_, n) => `${letter}${n}`)
  const persons = [...numbered('x', extras), ...numbered('y', more)]
  const isLearned = (person: string) => directory.name(person) === canaries.staff
  while (!persons.every(isLearned)) await new Promise((resolve) => setImmediate(resolve))
}
