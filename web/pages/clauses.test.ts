import { expect, test } from 'vitest'
import type { ClauseRow } from '../../server/api.ts'
import { sentenceOf } from './clauses.tsx'

const row = (cite: string, state: ClauseRow['state'], text: string): ClauseRow => ({
  clause: { id: cite, cite, words: '', policy: '' },
  state,
  text,
  kept: 0,
  late: 0,
  refused: 0,
})

test('one sentence says how many clauses are kept and names those that are not', () => {
  const rows = [
    row('第一条', 'kept', '履行中'),
    row('第二条', 'late', '有逾期 3 件'),
    row('第三条', 'none', '本月没有记录'),
  ]
  expect(sentenceOf(rows)).toBe('3 条中 1 条全部做到；第二条有逾期 3 件；1 条本月没有记录。')
  expect(sentenceOf(rows.slice(0, 1))).toBe('1 条中 1 条全部做到。')
})
