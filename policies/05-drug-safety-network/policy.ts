/** 药品安全协查与协管信息员: the clauses in the order of the text. */
export * from './network.ts'
export * from './leads.ts'
export * from './together.ts'
export { p as default } from './house.ts'
