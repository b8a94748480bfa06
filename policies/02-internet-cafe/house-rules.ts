/** 第二条 at the counter: the house rules, accepted once by each customer. Asked last, since who may not come in is not asked. */
import { count, derived, text } from '../../engine/fields.ts'
import { 第三条, 第二条, 第五条 } from './conduct.ts'
import { acceptance, checkIn, rulesInForce, rulesNow } from './counter.ts'
import { cafeManager, frontDesk, networkSecurity, patrol } from './house.ts'

/** What is published cannot be put right afterwards: who accepted it accepted these words. */
export const houseRules = 第二条.register(
  'house-rules',
  '上网守则',
  { words: text('守则', { max: 4_000 }), version: derived(count('版本')) },
  { who: cafeManager, keep: 'forever', isFinal: true, derives: ({ look }) => ({ version: rulesNow(look) + 1 }) },
)
rulesInForce.on(
  houseRules,
  () => 'now',
  (row, { facts: { version } }) => (version === undefined ? row : { version }),
)
第二条.reads(houseRules, () => [cafeManager, frontDesk, patrol, networkSecurity])
第二条.guard(
  '先接受守则',
  checkIn,
  ({ facts, look }) => {
    const version = rulesNow(look)
    return (
      !facts.acceptsRules &&
      look.row(acceptance, facts.customer)?.version !== version &&
      `顾客还没有接受第 ${version} 版守则`
    )
  },
  { field: 'acceptsRules', upholds: [第三条, 第五条] },
)
