import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBed, type Bed } from '../testing/faults/bed.ts'
import { described } from './http/described.ts'

interface Operation {
  readonly summary?: string
  readonly operationId: string
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
}
let bed: Bed, paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>, whole: string

beforeAll(async () => {
  bed = await openBed({
    clock: '2026-10-08T08:00:00+08:00',
    policies: ['hospital-daily-report', 'internet-cafe'],
    departments: ['骨科'],
  })
  const { body } = await bed.admin.send('GET', '/api/openapi.json')
  paths = body['paths']
  whole = JSON.stringify(body)
})
afterAll(() => bed?.close())
const operations = () =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  )

test('every address that is served says what it is for, and none is described that is not served', () => {
  const silent = operations().flatMap(({ method, path, operation }) => (operation.summary ? [] : [`${method} ${path}`]))
  expect(silent).toEqual([])
  const served = new Set(
    operations().map(({ method, path }) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  )
  expect(Object.keys(described).filter((route) => !served.has(route))).toEqual([])
  expect(served.size).toBeGreaterThan(60)
})

test('each operation has a name of its own, its places in the address, and what it refers to is there', () => {
  const names = operations().map(({ operation }) => operation.operationId)
  expect(new Set(names).size).toBe(names.length)
  for (const { path, operation } of operations()) {
    const places = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const said = (operation.parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => name)
    expect([path, said]).toEqual([path, places])
  }
  const references = new Set([...whole.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name))
  expect(references).toEqual(new Set(['Problem', 'Accepted']))
})

test('a form is described with its limits: what the server refuses can be read there', async () => {
  const entry = (register: string) =>
    JSON.parse(whole).paths[`/api/registers/${register}/entries`].post.requestBody.content['application/json'].schema
  expect(entry('daily-report')).toMatchObject({
    additionalProperties: false,
    required: expect.arrayContaining(['department', 'day', 'critical']),
    properties: { critical: { type: 'integer', minimum: 0, maximum: 9_999 }, day: { type: 'string', format: 'date' } },
  })
  expect(entry('check-in').properties).toMatchObject({
    idKind: { type: 'string', enum: expect.arrayContaining(['passport']) },
    customer: { type: 'string', maxLength: 20 },
  })
})
