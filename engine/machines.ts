/** 组织第十四条: machines that report by themselves. By which token one is known is no part of the log. */
import { instant, keyword, optional, person } from './fields.ts'
import organisation, { administrator } from './people.ts'

const 报送程序 = organisation.clause(
  '0.14',
  '组织第十四条',
  '自己报送的终端和程序，由系统管理员登记，写明叫什么、只替哪一台报或者不限；只能报送制度准许它报的；不再用的，撤销登记',
)
const said = {
  title: keyword('名称', { max: 40 }),
  /** The one thing of which it reports, such as a seat; left out: whatever it is asked to watch. */
  about: optional(keyword('只替哪一台报送', { max: 40 })),
}
/** One that is enrolled; a revoked one has no row. */
export const machine = organisation.matter('machine', '报送程序', {
  ...said,
  from: instant('登记于'),
  by: person('登记人'),
})
const terms = { who: administrator, keep: 'forever', isFinal: true } as const
const number = { machine: keyword('编号', { max: 20 }) }
export const enrolMachine = 报送程序.register('enrol-machine', '登记报送程序', { ...number, ...said }, terms)
export const revokeMachine = 报送程序.register('revoke-machine', '撤销报送程序', number, terms)
machine
  .on(enrolMachine, 'machine', (_, { facts: { title, about }, at, by }) => ({
    title,
    ...(about === undefined ? {} : { about }),
    from: at,
    by,
  }))
  .on(revokeMachine, 'machine', () => undefined)

报送程序.guard(
  '编号不重复',
  enrolMachine,
  ({ facts, look }) => look.row(machine, facts.machine) !== undefined && '这个报送程序已经登记',
  { field: 'machine' },
)
报送程序.guard(
  '登记了才能撤销',
  revokeMachine,
  ({ facts, look }) => look.row(machine, facts.machine) === undefined && '没有登记这个报送程序',
  { field: 'machine' },
)
报送程序.reads([enrolMachine, revokeMachine], administrator)
