/** 组织第九条: the organisation's own wording, laid over the words of a policy's clause. It changes no rule. */
import { choice, day, declared, optional, text } from './fields.ts'
import organisation, { administrator } from './people.ts'
import { dayOf } from './time.ts'

const 行文 = organisation.clause(
  '0.9',
  '组织第九条',
  '每一条可以换上本单位自己的行文，写明从哪天起；规则不随行文改变，原来的行文一直看得到',
)
/** Besides the administrator whoever the policy names (`p.worded`); every version stays, and the latest that has begun stands. */
export const wording = 行文.register(
  'wording',
  '本单位行文',
  {
    clause: declared('条', 'clause'),
    how: choice('做法', { own: '换上本单位的行文', ours: '用回原来的行文' }),
    from: day('自'),
    words: optional(text('行文', { max: 4_000 })),
  },
  { keep: 'forever' },
)
行文.writes(wording, administrator)
/** It is what everybody goes by. */
行文.reads(wording, (_, { by }) => by)
行文.guard(
  '写明行文',
  wording,
  ({ facts, entry }) => {
    if (facts.how === 'own') return entry.words === undefined && '没有写行文'
    return entry.words !== undefined && '用回原来的行文时不写行文'
  },
  { field: 'words' },
)
行文.guard('不追溯', wording, ({ facts, recorded }) => facts.from < dayOf(recorded) && '起始日早于今天', {
  field: 'from',
})
