/** 安全生产工作信息上报: the clauses in the order of the text. */
export * from './plans.ts'
export * from './inspections.ts'
export * from './important.ts'
export * from './levels.ts'
export * from './manner.ts'
export { p as default } from './house.ts'
