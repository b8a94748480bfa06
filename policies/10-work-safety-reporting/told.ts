/** The parts of a written report (第三条第四项): which there are, and what is filled in where one has no figure. */
import { optional, text, yes } from '../../engine/fields.ts'

export const parts = {
  overview: '概况',
  course: '过程',
  progress: '进度',
  analysis: '分析',
  result: '结果或结论',
  example: '典型事例',
} as const
export type Part = keyof typeof parts

const part = (label: string) => optional(text(label, { max: 2_000 }))
export const told = {
  overview: part(parts.overview),
  course: part(parts.course),
  progress: part(parts.progress),
  analysis: part(parts.analysis),
  result: part(parts.result),
  example: part(parts.example),
  noFigures: optional(yes('确无数字')),
}
