// Which files of the project are sources: one walk that build, tidy and the fold digest share.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const skippedFolders = new Set(['node_modules', 'build', 'reports', 'data', 'demo', '.git'])

const testName = /\.(test|test-d|bench)\.[a-z]+$/
const testFolder = /(^|\/)(testing|claims|features|fixtures)\//

/** True for a file that only tests and measurements read. */
export const isTestFile = (path) => testName.test(path) || testFolder.test(path)

/**
 * Paths below `rooms` that end in one of `endings`, relative to `root`, with forward slashes, sorted by code unit so
 * that every machine sees the same order. A room that does not exist holds nothing. Tests are left out unless
 * `withTests`.
 */
export function sourceFiles(root, rooms, endings, withTests = false) {
  const found = []
  const walk = (folder) => {
    for (const item of itemsOf(join(root, folder))) {
      const path = folder === '' ? item.name : `${folder}/${item.name}`
      if (item.isDirectory()) {
        if (!skippedFolders.has(item.name)) walk(path)
      } else if (endings.some((ending) => path.endsWith(ending)) && (withTests || !isTestFile(path))) found.push(path)
    }
  }
  for (const room of rooms) walk(room)
  return found.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

function itemsOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
    throw error
  }
}
