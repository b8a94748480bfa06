/** What people do: enter, correct, acknowledge, set a parameter, ask whether they may. */
import { listed, type StepBook, type Table } from '../step-book.ts'
import type { World } from '../world.ts'

export function actSteps(steps: StepBook<World>): void {
  steps.define('{q}通常填', async (world, [register = ''], table) => world.sample(register, table))

  const file = async (world: World, [person = '', register = '']: readonly string[], table: Table) =>
    world.file(person, register, table)
  const fileAt = async (world: World, [person = '', time = '', register = '']: readonly string[], table: Table) => {
    await world.moveTo(time)
    await world.file(person, register, table)
  }
  steps.define('{q}登记{q}', file)
  steps.define('{q}登记{q}：', file)
  steps.define('{q}在 {time} 登记{q}', fileAt)
  steps.define('{q}在 {time} 登记{q}：', fileAt)
  steps.define('{list}签署{q}', async (world, [people = '', pledge = '']) => {
    for (const person of listed(people)) {
      await world.file(person, pledge, [['签署人', person]])
      world.accepted()
    }
  })
  steps.define('记作{q}', async (world, [name = '']) => world.call(name))

  steps.define('{q}把{q}更正为：', async (world, [person = '', name = ''], table) => world.correct(person, name, table))
  steps.define('{q}在 {time} 把{q}更正为：', async (world, [person = '', time = '', name = ''], table) => {
    await world.moveTo(time)
    await world.correct(person, name, table)
  })
  steps.define('{q}签收{q}的{q}', async (world, [person = '', name = '', notice = '']) =>
    world.answerNotice('acknowledge', person, notice, name),
  )
  steps.define('{q}阅读{q}的{q}', async (world, [person = '', name = '', notice = '']) =>
    world.answerNotice('see', person, notice, name),
  )
  const assist = async (
    world: World,
    [person = '', stead = '', told = '', register = '']: readonly string[],
    table: Table,
  ) => world.assist(person, stead, told, register, table)
  steps.define('{q}代{q}（{time} 所告）登记{q}', assist)
  steps.define('{q}代{q}（{time} 所告）登记{q}：', assist)
  steps.define('{q}催办{q}的{q}', async (world, [person = '', key = '', duty = '']) => world.urge(person, key, duty))
  steps.define('{q}撤回{q}', async (world, [person = '', name = '']) => world.takeBack(person, name))
  steps.define('{q}把{q}设为{q}', async (world, [person = '', parameter = '', value = '']) =>
    world.set(person, parameter, value),
  )
  steps.define('{q}自 {day} 起把{q}设为{q}', async (world, [person = '', from = '', parameter = '', value = '']) =>
    world.set(person, parameter, value, from),
  )
  steps.define('{q}同意{q}的{q}', async (world, [person = '', name = '', approval = '']) =>
    world.answerTo(person, name, approval, true),
  )
  steps.define('{q}退回{q}的{q}', async (world, [person = '', name = '', approval = '']) =>
    world.answerTo(person, name, approval, false),
  )
  steps.define('程序报送{q}：', async (world, [register = ''], table) => world.report(register, table))
  steps.define('程序在 {time} 报送{q}：', async (world, [time = '', register = ''], table) => {
    await world.moveTo(time)
    await world.report(register, table)
  })
  steps.define('{q}询问能否登记{q}', async (world, [person = '', register = ''], table) =>
    world.ask(person, register, table),
  )
}
