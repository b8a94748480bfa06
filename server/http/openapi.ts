/** The API described from the declarations: every register is a path, every field a property with its limits. */
import type { Field } from '../../engine/fields.ts'
import { fieldsOf } from '../fields.ts'
import type { Policies } from '../policies.ts'

type Schema = Readonly<Record<string, unknown>>

const kindSchemas: Readonly<Record<string, Schema>> = {
  count: { type: 'integer' },
  instant: { type: 'integer', description: '毫秒，自 1970-01-01T00:00:00Z' },
  day: { type: 'string', format: 'date' },
  yes: { type: 'boolean' },
  list: { type: 'array' },
}
export function schemaOf(field: Field): Schema {
  const limits =
    'options' in field && typeof field.options === 'object' && field.options !== null
      ? { enum: Object.keys(field.options) }
      : {}
  return {
    ...(kindSchemas[field.kind] ?? { type: 'string' }),
    ...limits,
    title: field.label,
    'x-kept-as': field.keeps === 'fact' && field.kind !== 'hashed' ? '事实' : '正文（加密）',
  }
}
const json = (schema: Schema): Schema => ({ content: { 'application/json': { schema } } })
const problem = {
  description: '不能〈动作〉：〈事实〉（〈条〉）',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}
const key = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  schema: { type: 'string', minLength: 16, maxLength: 100 },
}

/** OpenAPI 3.1. */
export function openApi({ book }: Policies): Schema {
  const paths = Object.fromEntries(
    book.registers.map((register) => {
      const fields = fieldsOf(book, register.id)
      const entry = {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(fields.map(([name, field]) => [name, schemaOf(field)])),
        required: fields.filter(([, { isOptional }]) => !isOptional).map(([name]) => name),
      }
      const post = {
        operationId: `file-${register.id}`,
        summary: `${register.title}（${register.clause.cite}）`,
        tags: [register.clause.policy.title],
        parameters: [key],
        requestBody: { required: true, ...json(entry) },
        responses: {
          201: { description: '已登记', ...json({ $ref: '#/components/schemas/Accepted' }) },
          409: problem,
          422: problem,
        },
      }
      return [`/api/registers/${register.id}/entries`, { post }]
    }),
  )
  return {
    openapi: '3.1.0',
    info: { title: '守则', version: '1', description: '由制度的声明生成；每次拒绝都写明条与事实。' },
    paths,
    components: { schemas: { Problem: problemSchema, Accepted: acceptedSchema } },
  }
}
const text = { type: 'string' }
const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: text,
    title: text,
    status: { type: 'integer' },
    detail: text,
    clause: text,
    cite: text,
    fact: text,
    field: text,
    errors: { type: 'array', items: { type: 'object', properties: { field: text, fact: text } } },
  },
}
const acceptedSchema = {
  type: 'object',
  required: ['seq', 'at', 'recorded', 'next'],
  properties: {
    seq: { type: 'integer' },
    at: { type: 'integer' },
    recorded: { type: 'integer' },
    next: { type: 'array', items: text },
  },
}
