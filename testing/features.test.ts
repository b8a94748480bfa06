/** Every scenario on the engine in memory. */
import { featuresOn } from './features-suite.ts'
import { memoryDriver } from './memory-driver.ts'

await featuresOn(memoryDriver)
