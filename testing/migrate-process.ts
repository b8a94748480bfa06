/** Migrates in a process of its own, for tests that kill it. Arguments: the owner's URL, the application's, the folder. */
import { migrate } from '../store/migrate.ts'

const [, , owner, application, folder] = process.argv
if (owner === undefined || application === undefined || folder === undefined) throw new Error('three arguments, please')
await migrate({ owner, application }, { folder })
