/**
 * 网吧信息安全管理: the clauses in the order of the text. What is looked at first stands first, and a file is read where it
 * is first named; so this order is also that of the refusals at the counter.
 */
export * from './counter.ts'
export * from './opening.ts'
export * from './supervision.ts'
export * from './conduct.ts'
export * from './terminals.ts'
export * from './patrol.ts'
export * from './licences.ts'
export * from './minors.ts'
export * from './hours.ts'
export * from './records.ts'
export * from './shift.ts'
export * from './silence.ts'
export * from './safety.ts'
export * from './measures.ts'
export * from './house-rules.ts'
export { p as default } from './house.ts'
