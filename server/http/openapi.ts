/** The API described from the declarations: every register is a path, every field a property with its limits. */
import type { Field } from '../../engine/fields.ts'
import { fieldsOf } from '../fields.ts'
import type { Policies } from '../policies.ts'
import { described, type Described, type Schema } from './described.ts'

const kindSchemas: Readonly<Record<string, Schema>> = {
  count: { type: 'integer' },
  instant: { type: 'integer', description: '毫秒，自 1970-01-01T00:00:00Z' },
  day: { type: 'string', format: 'date' },
  yes: { type: 'boolean' },
  records: { type: 'array' },
  photo: { type: 'string', contentEncoding: 'base64', contentMediaType: 'image/jpeg' },
}
export function schemaOf(field: Field): Schema {
  return {
    ...valueSchema(field),
    title: field.label,
    'x-kept-as': field.keeps === 'fact' && field.kind !== 'hashed' ? '事实' : '正文（加密）',
  }
}
/** Of a list the limits are those of what it holds. */
function valueSchema({ kind, limits }: Pick<Field, 'kind' | 'limits'>): Schema {
  const { min, max, options, input = kind } = limits
  if (kind === 'list') return { type: 'array', items: valueSchema({ kind: input, limits }) }
  if (options) return { type: 'string', enum: Object.keys(options) }
  return limited(kindSchemas[kind], { min, max })
}
/** Of a text the most is its length, of a number its value. */
function limited(
  known: Schema = { type: 'string' },
  { min, max }: { readonly min?: number | undefined; readonly max?: number | undefined },
): Schema {
  const isText = known['type'] === 'string'
  return {
    ...known,
    ...(min === undefined || isText ? {} : { minimum: min }),
    ...(max === undefined ? {} : isText ? { maxLength: max } : { maximum: max }),
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
const accepted = { description: '已登记', ...json({ $ref: '#/components/schemas/Accepted' }) }
const entriesPath = '/api/registers/:register/entries'

/**
 * OpenAPI 3.1 of the routes that are served, each as it was registered (`POST /api/entries/:seq/corrections`); all but
 * those of the registers stand in `described`.
 */
export function openApi({ book }: Policies, routes: readonly string[]): Schema {
  const paths: Record<string, Record<string, Schema>> = {}
  for (const route of routes) {
    const [method = '', url = ''] = route.split(' ')
    if (method === 'HEAD' || url === entriesPath) continue
    const path = url.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(method, url, described[route]) }
  }
  return {
    openapi: '3.1.0',
    info: { title: '守则', version: '1', description: '由制度的声明生成；每次拒绝都写明条与事实。' },
    paths: {
      ...paths,
      ...Object.fromEntries(book.registers.map((register) => [entriesOf(register.id), filing(register)])),
    },
    components: { schemas: { Problem: problemSchema, Accepted: acceptedSchema } },
  }

  function filing({ id, title, clause }: (typeof book.registers)[number]) {
    const fields = fieldsOf(book, id)
    const entry = {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(fields.map(([name, field]) => [name, schemaOf(field)])),
      required: fields.filter(([, { isOptional }]) => !isOptional).map(([name]) => name),
    }
    const post = {
      operationId: `file-${id}`,
      summary: `${title}（${clause.cite}）`,
      tags: [clause.policy.title],
      parameters: [key],
      requestBody: { required: true, ...json(entry) },
      responses: { 201: accepted, 409: problem, 422: problem },
    }
    return { post }
  }
}
const entriesOf = (register: string) => entriesPath.replace(':register', register)

function operationOf(method: string, url: string, of: Described | undefined): Schema {
  const inPath = [...url.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const asked = Object.entries(of?.asks ?? {}).map(([name, schema]) => ({ name, in: 'query', schema }))
  const parameters = [...inPath, ...asked, ...(of?.isKeyed ? [key] : [])]
  const success = of?.answers
    ? { description: '文件', content: { [of.answers]: {} } }
    : of?.isKeyed
      ? accepted
      : { description: '做成了' }
  return {
    operationId: `${method.toLowerCase()}${url.replace('/api', '').replaceAll(/[/:.]+/g, '-')}`,
    summary: of?.says,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(of?.takes || of?.sends ? { requestBody: bodyOf(of) } : {}),
    responses: { [of?.isKeyed ? 201 : '2XX']: success, '4XX': problem },
  }
}
function bodyOf({ takes = {}, may = [], sends }: Described): Schema {
  const members = Object.keys(takes).filter((name) => !may.includes(name))
  return {
    required: true,
    content: {
      'application/json': {
        schema: { type: 'object', properties: takes, ...(members.length > 0 ? { required: members } : {}) },
      },
      ...(sends ? { [sends]: {} } : {}),
    },
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
