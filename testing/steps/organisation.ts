/** Who is there: the policy from its day, units, people and their posts, the calendar, the clock. */
import { listed, type StepBook } from '../step-book.ts'
import type { World } from '../world.ts'

export function organisationSteps(steps: StepBook<World>): void {
  steps.define('现在是 {time}', async (world, [time = '']) => world.moveTo(time))
  steps.define('到了 {time}', async (world, [time = '']) => world.moveTo(time))

  steps.define('系统从 {time} 停到 {time}', async (world, [from = '', until = '']) => {
    await world.moveTo(from)
    await world.outage(until)
  })
  steps.define('{q}到 {day} 终止', async (world, [title = '', last = '']) => {
    await world.house.endAdoption(world.words.policy(title), last)
    await world.learn()
  })
  steps.define('{q}自 {day} 起施行', async (world, [title = '', day = '']) => {
    await world.house.adopt(world.words.policy(title), day)
    await world.learn()
  })
  steps.define('{q}有{list}', async (world, [kind = '', units = '']) => {
    for (const unit of listed(units)) await world.house.addUnit(world.words.unit(kind), unit)
    await world.learn()
  })
  steps.define('{q}{q}撤销', async (world, [kind = '', unit = '']) => {
    await world.house.closeUnit(world.words.unit(kind), unit)
    await world.learn()
  })
  steps.define('{day} 那年放假 {days}，调休上班 {days}', async (world, [day = '', off = '', on = '']) => {
    await world.house.loadYear(day.slice(0, 4), listed(off), listed(on))
    await world.learn()
  })

  steps.define('任职如下', async (world, _, table) => {
    // Passwords are hashed slowly on purpose; together they take half the time.
    await Promise.all([...new Set(table.map(([person = '']) => person))].map((person) => world.know(person)))
    for (const [person = '', post = '', unit = ''] of table) await world.appoint(person, post, unit)
    await world.learn()
  })
  steps.define('{q}没有岗位', async (world, [person = '']) => {
    await world.know(person)
    await world.learn()
  })
  steps.define('{q}任{q}', async (world, [person = '', post = '']) => {
    await world.appoint(person, post, '')
    await world.learn()
  })
  steps.define('{q}任{q}{q}', async (world, [person = '', unit = '', post = '']) => {
    await world.appoint(person, post, unit)
    await world.learn()
  })
  steps.define('{q}任{q}到 {day} 为止', async (world, [person = '', post = '', until = '']) =>
    world.tryToAppoint(person, post, '', until),
  )
  steps.define('{q}任{q}，遭到拒绝', async (world, [person = '', post = '']) => world.tryToAppoint(person, post, ''))
  steps.define('{q}任{q}{q}，遭到拒绝', async (world, [person = '', unit = '', post = '']) =>
    world.tryToAppoint(person, post, unit),
  )
  steps.define('{q}不再任{q}', async (world, [person = '', post = '']) => {
    await world.house.dismiss(person, world.words.post(post))
    await world.learn()
  })
  steps.define('{q}不再任{q}{q}', async (world, [person = '', unit = '', post = '']) => {
    await world.house.dismiss(person, world.words.post(post), unit)
    await world.learn()
  })
}
