import { expect, test } from 'vitest'
import type { ClauseRow } from '../../server/api-board.ts'
import { sumOf } from './clauses.tsx'

const row = (cite: string, state: ClauseRow['state'], ...behind: readonly string[]): ClauseRow => ({
  clause: { id: cite, cite, words: '', policy: '' },
  text: [],
  state,
  word: '',
  note: '',
  behind,
})

test('what is late by now, idle or not yet in force is not counted as kept', () => {
  const rows = [
    row('第一条', 'kept'),
    row('第二条', 'kept', '迟 3 次'),
    row('第三条', 'late', '1 件逾期'),
    row('第四条', 'none'),
    row('第五条', 'off'),
    row('第六条', 'law', '与法律不一致'),
  ]
  expect(sumOf(rows)).toEqual({ total: 5, kept: 1, behind: [rows[1], rows[2], rows[5]], idle: 1, off: 1 })
})
