/** Answers about the house's shared computers and the machines that report by themselves. */
import type { Session } from './api.ts'

// Enrolled computers. GET /api/device: the tiles; POST /api/device enrols the one that asks (`DeviceTerms`)

export interface DeviceDue {
  readonly title: string
  readonly due: number
  readonly lateFrom: number
  /** Whose turn it is. */
  readonly turn: string
}
export interface DeviceDoor {
  readonly title: string
  readonly from: number
  readonly idleMin: number
  readonly organisation: Session['organisation']
  readonly isDemo: boolean
  readonly at: number
  readonly dues: readonly DeviceDue[]
  readonly people: readonly DevicePerson[]
  /** More people may use it than have a tile. */
  readonly isCut: boolean
}
export interface DevicePerson {
  readonly account: string
  readonly name: string
  readonly initials: string
  readonly spelling: string
  readonly posts: string
  /** He gave his whole password there within the shift. */
  readonly isOnShift: boolean
  readonly hasPin: boolean
  /** Why the whole password is asked for; absent: the short number suffices. */
  readonly why?: string
  /** When he last came in there. */
  readonly seen?: number
  readonly due?: Omit<DeviceDue, 'turn'>
}
export interface DeviceTerms {
  readonly title: string
  readonly kind?: string
  readonly unit?: string
  readonly posts?: readonly string[]
  readonly idleMin: number
}
/** GET /api/devices, for the administrator. */
export interface DeviceRow {
  readonly device: string
  readonly title: string
  readonly unitTitle?: string
  readonly posts: readonly string[]
  readonly idleMin: number
  readonly from: number
  readonly byName: string
  /** Absent: no computer has its token, as after a restore. */
  readonly seen?: number
  readonly isHere: boolean
}

// Machines that report by themselves. GET /api/machines: which there are; POST /api/machines (`MachineTerms`) enrols one and
// tells its token, once. A machine: POST /api/machine/reports (`MachineReport`), Authorization: Bearer TOKEN; of what is no
// beat Idempotency-Key besides. 201 as for an entry; 200 `{ isKnown: true }` for a beat that says nothing new.

export interface MachineTerms {
  readonly title: string
  /** The one thing of which it reports, by its name in the register; absent: of any. */
  readonly about?: string
}
export interface MachineEnrolled {
  readonly machine: string
  readonly seq: number
  readonly token: string
}
export interface MachineRow extends MachineTerms {
  readonly machine: string
  readonly from: number
  readonly byName: string
  /** When it last reported or was enrolled. Absent: nothing has its token, as after a restore. */
  readonly seen?: number
}
export interface MachineReport {
  readonly register: string
  readonly entry: Readonly<Record<string, unknown>>
}
