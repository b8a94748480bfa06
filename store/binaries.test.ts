import { execFileSync } from 'node:child_process'
import { cp, lstat, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../testing/scratch.ts'
import { findBinaries, repairLinks } from './binaries.ts'

test('the packaged PostgreSQL is found with its version', async () => {
  const { folder, major } = await findBinaries()
  expect(execFileSync(join(folder, 'initdb'), ['--version'], { encoding: 'utf8' })).toContain(`(PostgreSQL) ${major}.`)
})

test('a package whose install scripts did not run has its links made, and runs', async () => {
  const { folder } = await findBinaries()
  const native = dirname(folder)
  const scratch = await scratchFolder()
  const copy = join(scratch.path, 'native')
  const isNoLink = async (path: string): Promise<boolean> => !(await lstat(path)).isSymbolicLink()
  await cp(native, copy, { recursive: true, filter: isNoLink })
  const listed = JSON.parse(await readFile(join(copy, 'pg-symlinks.json'), 'utf8')).length
  expect(listed).toBeGreaterThan(0)
  await expect(findBinaries(join(copy, 'bin'))).rejects.toMatchObject({ reason: 'program', exitCode: 16 })
  await repairLinks(scratch.path)
  await repairLinks(scratch.path)
  expect((await findBinaries(join(copy, 'bin'))).folder).toBe(join(copy, 'bin'))
  await scratch.remove()
})

test('a folder without PostgreSQL is a damaged program, in a sentence', async () => {
  await expect(findBinaries('/nowhere')).rejects.toThrow(
    '不能启动：程序自带的 PostgreSQL 不完整或不能在本机运行；请在程序文件夹里重新执行 npm ci --omit=dev。',
  )
})
