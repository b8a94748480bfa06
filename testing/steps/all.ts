/** Every step that a feature may use. */
import { StepBook } from '../step-book.ts'
import type { World } from '../world.ts'
import { actSteps } from './acts.ts'
import { organisationSteps } from './organisation.ts'
import { outcomeSteps } from './outcomes.ts'

export const steps = new StepBook<World>()
organisationSteps(steps)
actSteps(steps)
outcomeSteps(steps)
