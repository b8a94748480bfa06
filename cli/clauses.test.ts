import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { policies } from '../policies/index.ts'
import { scratchFolder, type Scratch } from '../testing/scratch.ts'
import { addClauseCommands, clauseRows, printed, readReports, type FeatureReport } from './clauses.ts'

let scratch: Scratch
beforeAll(async () => {
  scratch = await scratchFolder()
})
afterAll(() => scratch?.remove())

const report = (driver: string, kept: FeatureReport['scenarios'][number]['kept']): FeatureReport => ({
  driver,
  scenarios: [{ uri: 'policies/x.feature', line: 3, name: '十一点前报', kept, broken: { '7.2': ['逾期'] } }],
})

test('each clause stands once, with its words and the ways in which it is honoured', () => {
  const rows = clauseRows(policies, [])
  expect(rows.map(({ id }) => id)).toEqual([...new Set(rows.map(({ id }) => id))])
  expect(rows.find(({ id }) => id === '7.2')).toMatchObject({
    policy: 'hospital-daily-report',
    cite: '第二条',
    how: ['enforce', 'drive', 'record'],
    kept: [],
    broken: [],
  })
  expect(rows.find(({ id }) => id === '7.0')).toMatchObject({ how: ['enforce'], mechanisms: [{ is: 'adoption' }] })
  expect(rows.every(({ how, mechanisms }) => how.length > 0 && mechanisms.length > 0)).toBe(true)
})

test('what each driver showed stands side by side, and nothing is shown of a clause that no scenario touched', () => {
  const rows = clauseRows(policies, [report('memory', { '7.2': ['按时'] }), report('server', {})])
  expect(rows.find(({ id }) => id === '7.2')).toMatchObject({
    kept: [{ scenario: 'policies/x.feature:3', name: '十一点前报', driver: 'memory', by: ['按时'] }],
    broken: [{ driver: 'memory' }, { driver: 'server' }],
  })
  expect(rows.find(({ id }) => id === '7.3.1')).toMatchObject({ kept: [], broken: [] })
})

test('reports are read from their folder, other files are not, and a folder that is not there holds none', () => {
  const folder = join(scratch.path, 'reports')
  mkdirSync(folder)
  writeFileSync(join(folder, 'clauses-memory.json'), JSON.stringify(report('memory', {})))
  writeFileSync(join(folder, 'else.json'), 'not JSON')
  expect(readReports(folder)).toEqual([report('memory', {})])
  expect(readReports(join(scratch.path, 'nowhere'))).toEqual([])
})

test('as JSON the rows come back whole, as text each clause is two lines', () => {
  const rows = clauseRows(policies, [report('memory', {})])
  expect(JSON.parse(printed(rows, true))).toEqual(rows)
  expect(printed(rows, false).split('\n').length).toBe(2 * rows.length)
  expect(printed(rows, false)).toContain('7.2 第二条：')
})

test('the command prints what the folder of reports holds', async () => {
  const folder = join(scratch.path, 'printed'),
    program = new Command(),
    said: string[] = []
  mkdirSync(folder)
  writeFileSync(join(folder, 'clauses-memory.json'), JSON.stringify(report('memory', { '7.2': ['按时'] })))
  addClauseCommands(program, (text) => said.push(text))
  await program.parseAsync(['clauses', '--json', '--reports', folder], { from: 'user' })
  expect(JSON.parse(said.join(''))).toEqual(clauseRows(policies, readReports(folder)))
})
