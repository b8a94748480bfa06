// Imports run down only, as the table in ARCHITECTURE.md says; the pure rooms reach for nothing of the machine.
import { posix } from 'node:path'
import { isTestFile } from '../source-files.mjs'

const mayImport = {
  engine: ['engine'],
  ledger: ['ledger'],
  policies: ['policies', 'engine'],
  store: ['store', 'engine', 'ledger'],
  server: ['server', 'engine', 'ledger', 'policies', 'store'],
  web: ['web', 'engine', 'ledger', 'policies'],
  cli: ['cli', 'engine', 'ledger', 'policies', 'store', 'server', 'web'],
  testing: ['testing', 'engine', 'ledger', 'policies', 'store', 'server', 'web', 'cli'],
  tools: ['tools'],
  bin: ['tools'],
}
const pureRooms = new Set(['engine', 'ledger', 'policies'])
const ofTheMachine = new Set([
  'Date.now',
  'Math.random',
  'crypto',
  'performance',
  'process',
  'globalThis',
  'window',
  'document',
  'navigator',
  'localStorage',
  'sessionStorage',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'fetch',
  'randomUUID',
  'require',
  'console',
  'Buffer',
  'XMLHttpRequest',
  'WebSocket',
])

/** Every import that runs up or out. */
export function layers({ path, syntax }) {
  const room = path.split('/')[0]
  const allowed = mayImport[room]
  if (allowed === undefined) return []
  return syntax.imports.flatMap((found) => {
    const sentence = wrongImport(path, room, allowed, found)
    return sentence === undefined ? [] : [{ line: found.line, sentence }]
  })
}

function wrongImport(path, room, allowed, { from, isTypeOnly }) {
  const isTest = isTestFile(path)
  if (!from.startsWith('.')) {
    if (isTest) return undefined
    if (pureRooms.has(room)) return `${room}/ imports nothing from outside, yet it imports ${from}`
    if (room === 'web' && from.startsWith('node:')) return `web/ runs in a browser, which has no ${from}`
    return undefined
  }
  const target = posix.join(posix.dirname(path), from)
  const targetRoom = target.split('/')[0]
  if (target.startsWith('..')) return `${from} leads out of the project`
  if (isTest && targetRoom === 'testing') return undefined
  if (!isTest && room !== 'testing' && isTestFile(target)) return `${target} is for tests only`
  if (room === 'web' && targetRoom === 'server' && isTypeOnly) return undefined
  if (!allowed.includes(targetRoom)) {
    if (mayImport[targetRoom] === undefined) return undefined
    const types = room === 'web' && targetRoom === 'server' ? ' except for types' : ''
    return `${room}/ may not import ${targetRoom}/${types}: imports run down only`
  }
  if (room === 'policies' && !isTest && targetRoom === 'policies' && !isPolicyIndex(path)) {
    const folder = (of) => of.split('/')[1]
    if (folder(path) !== folder(target)) return `the policy ${folder(path)} may not import the policy ${folder(target)}`
  }
  return undefined
}

const isPolicyIndex = (path) => path.split('/').length === 2

/** Every reach of a pure room for a clock, chance, or the machine. */
export function purity({ path, syntax }) {
  const room = path.split('/')[0]
  if (!pureRooms.has(room) || isTestFile(path)) return []
  const reached = syntax.free.filter(({ name }) => ofTheMachine.has(name) || ofTheMachine.has(name.split('.')[0]))
  const clocks = syntax.calls.filter(({ name, argumentCount }) => argumentCount === 0 && /^(new )?Date$/.test(name))
  // `process.env` is seen as a member and as a name; one line is one finding.
  const lines = new Map([...reached, ...clocks].map((one) => [`${one.line} ${one.name.split('.')[0]}`, one]))
  return [...lines.values()].map(({ line, name }) => ({
    line,
    sentence: `${room}/ is pure and may not use ${name}: pass time, chance and the machine in as arguments`,
  }))
}
