/** People whom there is not: names that nobody bears, and document numbers of a district that does not exist. */
import { checkDigitOf } from '../engine/identity.ts'
import { onePassword, type SignIn } from '../server/http/sign-in.ts'
import type { OpenOrganisation } from '../server/organisation.ts'
import { addPerson } from '../server/staff.ts'
import type { NewPerson } from '../server/api.ts'

export interface DemoAccount {
  readonly organisation: string
  readonly account: string
  /** Who he is, for the table: 骨科 护士长. */
  readonly who: string
  readonly name: string
  readonly password: string
}
/** Somebody of the staff. */
export interface Staff extends DemoAccount {
  readonly person: string
}
const stems = [...'甲乙丙丁戊己庚辛壬癸'],
  branches = [...'子丑寅卯辰巳午未申酉戌亥']

/** The sixty names of the old calendar: 甲子, 乙丑, …; from the sixty-first on, further pairs. */
export const cycleName = (n: number) => `${stems[n % 10]}${branches[(n + Math.floor(n / 60)) % 12]}`

/** GB 11643 with a right check digit. No district has a number that begins with 99, so it is nobody's. */
export function noOnesNumber(born: string, n: number): string {
  const digits = `990000${born.replaceAll('-', '')}${String(n % 1_000).padStart(3, '0')}`
  return digits + checkDigitOf(digits)
}
/** Enters people one after the other; passwords are drawn and hashed meanwhile, four at a time as the pool of threads has it. */
export async function employ(
  open: OpenOrganisation,
  signIn: SignIn,
  by: string,
  wanted: readonly { readonly account: string; readonly who: string; readonly posts: NewPerson['posts'] }[],
): Promise<readonly Staff[]> {
  const staff: Staff[] = [],
    { organisation } = open.parts,
    passwords: Promise<void>[] = []
  for (const [n, { account, who, posts }] of wanted.entries()) {
    const name = `演${cycleName(n)}`,
      password = onePassword(account)
    const person = await addPerson(open, by, { name, account, posts })
    passwords.push(signIn.change(organisation.org, account, password))
    staff.push({ organisation: organisation.name, account, who, name, password, person })
  }
  await Promise.all(passwords)
  return staff
}
