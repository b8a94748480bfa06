/** 组织: the policy that binds always and is shared by all others, with every clause of it. */
import organisation from './people.ts'
// Standing clauses in files of their own.
import './devices.ts'
import './keeping.ts'
import './machines.ts'
import './wording.ts'
import './staff-list.ts'

export default organisation
