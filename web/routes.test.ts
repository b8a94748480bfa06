import { expect, test } from 'vitest'
import { path, routeOf } from './routes.ts'

test.each([
  ['/', 'today'],
  ['/sign-in', 'sign-in'],
  ['/board', 'board'],
  ['/registers', 'registers'],
  ['/registers/item', 'register'],
  ['/registers/item/new', 'new-entry'],
  ['/entries/48210', 'entry'],
  ['/entries/48210/correct', 'correction'],
])('%s is the page %s', (address, page) => expect(routeOf(address).page).toBe(page))

test.each([
  '/nowhere',
  '/entries/abc',
  '/entries/1/2',
  '/registers/item/old',
  '/registers/item/new/1',
  '/counter/2',
  '/entries/-1',
  '/entries/1e9',
])('%s names no page', (address) => expect(routeOf(address).page).toBe('missing'))

test('every path leads back to its page with what it carries', () => {
  expect(routeOf(path.entry(48_210))).toEqual({ page: 'entry', seq: 48_210 })
  expect(routeOf('/board', '?wall')).toEqual({ page: 'board', isWall: true })
  const address = new URL(path.newEntry('daily-report', { department: '骨科', day: '2026-11-23' }), 'http://localhost')
  const route = routeOf(address.pathname, address.search)
  if (route.page !== 'new-entry') throw new Error(route.page)
  expect([route.register, route.query.get('department')]).toEqual(['daily-report', '骨科'])
})

test('an empty filter does not stand in the address', () => {
  expect(path.register('item', { kind: '', severity: 'grave' })).toBe('/registers/item?severity=grave')
})
