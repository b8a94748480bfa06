/** Commands that nobody thought of: any register, any field, right and wrong values, by whoever is there. */
import type { Typed as Command } from '../engine/commands.ts'
import type { Policy } from '../engine/declare/policy.ts'
import type { AnyRegister } from '../engine/declare/words.ts'
import type { Event } from '../engine/events.ts'
import type { Field, Fields } from '../engine/fields.ts'
import { dayOf, hours, minutes, nextDay, type Instant } from '../engine/time.ts'
import type { Dice } from './dice.ts'
import { tinyPhoto } from './photo.ts'
import { spelled } from './world.ts'

type Numberless = Command extends infer C ? (C extends unknown ? Omit<C, 'id'> : never) : never

/** Who and what there is to choose from. */
export interface Cast {
  readonly policies: readonly Policy[]
  readonly people: readonly string[]
  /** Who usually makes an entry, by register; seven times of eight it is one of them. */
  readonly usual: Readonly<Record<string, readonly string[]>>
  /** By kind of unit. */
  readonly units: Readonly<Record<string, readonly string[]>>
  readonly seats: readonly string[]
}
const born = ['1990-05-05', '1999-12-31', '2000-01-01', '2007-06-06', '2008-02-29', '2010-01-01']

export function randomCommand(dice: Dice, cast: Cast, log: readonly Event[], at: Instant): Numberless {
  const anybody = dice.pick(cast.people),
    entries = log.filter((event) => event.type === 'filed' && event.account)
  if (dice.isIn(4)) {
    const { id: parameter, usual } = dice.pick(cast.policies.flatMap(({ parameters }) => parameters))
    const value = typeof usual === 'boolean' ? dice.isIn(50) : dice.pick([usual, usual * 2, usual + hours(1), 61, -1])
    return { do: 'set', account: anybody, parameter, value }
  }
  const told = log.findLast((event) => event.type === 'told')
  if (told?.type === 'told' && dice.isIn(4)) {
    return { do: 'acknowledge', account: anybody, notice: told.notice, key: told.key }
  }
  const corrected = dice.isIn(8) && entries.length > 0 ? dice.pick(entries.slice(-30)) : undefined
  const registers = cast.policies.flatMap(({ registers }) => registers)
  // Mostly what somebody usually enters; now and then what only the system does, or nobody thought of.
  const drawn = dice.isIn(80) ? registers.filter(({ id }) => cast.usual[id]) : registers
  const register =
    registers.find(({ id }) => corrected?.type === 'filed' && id === corrected.register) ?? dice.pick(drawn)
  const account = dice.isIn(87) ? dice.pick(cast.usual[register.id] ?? cast.people) : anybody
  const corrects = corrected?.type === 'filed' && corrected.register === register.id ? { corrects: corrected.id } : {}
  return { do: 'file', account, register: register.id, entry: randomEntry(dice, cast, register, log, at), ...corrects }
}
function randomEntry(dice: Dice, cast: Cast, register: AnyRegister, log: readonly Event[], at: Instant) {
  const fields: Fields = register.fields
  const filled = Object.entries(fields).filter(([, field]) => !field.isOptional || dice.isIn(30))
  const left = dice.isIn(3) ? dice.roll(filled.length) : -1
  return Object.fromEntries(
    filled.filter((_, n) => n !== left).map(([name, field]) => [name, valueOf(dice, cast, field, log, at)]),
  )
}
function valueOf(
  dice: Dice,
  cast: Cast,
  field: Field & { readonly unit?: string },
  log: readonly Event[],
  at: Instant,
) {
  switch (field.kind) {
    case 'choice':
      return dice.pick(Object.keys(field.limits.options ?? {}).slice(0, 6))
    case 'yes':
      return dice.isIn(80) === (field.label !== '直连互联网')
    case 'count':
      return dice.roll(4)
    case 'day':
      return dice.pick([dayOf(at), dayOf(at), dayOf(at), nextDay(dayOf(at), -1), nextDay(dayOf(at), 400)])
    case 'instant':
      return at - minutes(dice.pick([0, 5, 60, 600, -5]))
    case 'person':
      return dice.pick(cast.people)
    case 'unit':
      return dice.pick(cast.units[field.unit ?? ''] ?? ['没有的单位'])
    case 'ref':
    case 'keyword': {
      const item = log.findLast((event) => event.type === 'filed' && event.register === 'item')
      const proposed = log.findLast((event) => event.type === 'filed' && event.register === 'deduction')
      if (field.label === '扣分' && proposed?.type === 'filed') return proposed.facts['penalty']
      return field.label === '信息' && item ? item.id : dice.pick(cast.seats)
    }
    case 'photo':
      return tinyPhoto
    case 'hashed':
      return spelled(`身份证 ${dice.pick(born)}`)
    default:
      return '情况'
  }
}
