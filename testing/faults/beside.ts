/** The database of an installation that runs in another process, as its owner sees it. */
import { reach } from '../../cli/reach.ts'

export const besideServer = (folder: string) => reach('查看', { data: folder }, () => undefined)
