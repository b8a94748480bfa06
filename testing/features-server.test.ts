/** Every scenario on the real server, over HTTP. */
import { featuresOn } from './features-suite.ts'
import { serverDriver } from './server-driver.ts'

await featuresOn(serverDriver)
