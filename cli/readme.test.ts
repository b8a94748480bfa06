/** What README promises about starting is what the program has. */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageRoot } from '../store/package-root.ts'
import { exitCodes } from '../store/start-refusal.ts'

const readme = await readFile(join(packageRoot(), 'README.md'), 'utf8')

test('README has one row for each exit code of a start that failed, and for no other', () => {
  const rows = [...readme.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code))
  expect(rows).toEqual([2, ...Object.values(exitCodes), 0, 1])
})
test('a service that systemd keeps is not started again where only a person can help', () => {
  const codes = /^RestartPreventExitStatus=(.+)$/m.exec(readme)?.[1]?.split(' ').map(Number)
  expect(codes).toEqual([2, ...Object.values(exitCodes).filter((code) => code !== exitCodes.database)])
})
test('every picture that README shows is there, and small', async () => {
  const pictures = [...readme.matchAll(/\]\((docs\/pictures\/[^)]+)\)/g)].map(([, path]) => path ?? '')
  expect(pictures.length).toBeGreaterThan(3)
  for (const path of pictures) expect((await stat(join(packageRoot(), path))).size).toBeLessThan(200_000)
})
