// Rules about the project as a whole: the lock file, the row of migrations, and the tests that ASSURANCE.md names.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Every optional package that a locked package names is locked too: otherwise another platform installs half a package. */
export function lockedPackages(root) {
  const path = 'package-lock.json'
  if (!existsSync(join(root, path))) return []
  const { packages } = JSON.parse(readFileSync(join(root, path), 'utf8'))
  const locked = new Set(Object.keys(packages).map((place) => place.slice(place.lastIndexOf('node_modules/') + 13)))
  return Object.entries(packages).flatMap(([place, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {})
      .filter((name) => !locked.has(name))
      .map((name) => ({
        path,
        line: 1,
        sentence: `${place || 'the project'} names the optional package ${name}, which is not locked`,
      })),
  )
}

/** Migrations are named NNNN-name.sql and numbered from 0001 without a gap or a number twice. */
export function migrations(root) {
  const folder = 'store/sql/migrations'
  if (!existsSync(join(root, folder))) return []
  const names = readdirSync(join(root, folder)).sort()
  return names.flatMap((name, index) => {
    const path = `${folder}/${name}`
    if (!/^\d{4}-[a-z0-9-]+\.sql$/.test(name))
      return [{ path, line: 1, sentence: 'a migration is named NNNN-name.sql' }]
    const expected = String(index + 1).padStart(4, '0')
    if (name.startsWith(expected)) return []
    return [{ path, line: 1, sentence: `migrations are numbered without a gap: ${expected} is expected here` }]
  })
}

/** A test that ASSURANCE.md names exists under that name: a promise cannot rest on a test that went away. */
export function assurance(root) {
  const path = 'ASSURANCE.md'
  if (!existsSync(join(root, path))) return []
  const rows = readFileSync(join(root, path), 'utf8').split('\n')
  return rows.flatMap((row, index) =>
    [...row.matchAll(/`([^`]+\.test\.[a-z]+)`(?: “([^”]+)”)?/g)].flatMap(([, file, name]) => {
      if (!existsSync(join(root, file))) return [{ path, line: index + 1, sentence: `there is no test file ${file}` }]
      if (name === undefined || readFileSync(join(root, file), 'utf8').includes(name)) return []
      return [{ path, line: index + 1, sentence: `${file} has no test “${name}”` }]
    }),
  )
}
