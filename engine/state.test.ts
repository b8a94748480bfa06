import { describe, expect, test } from 'vitest'
import { Layer, Memory, Missing, type Slice, type State } from './state.ts'

/** The same from a seed, every time. */
function dice(seed: number) {
  let state = seed
  return (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}
const inOrder = (slices: ReadonlyMap<string, Slice | null>) =>
  [...slices]
    .flatMap(([key, slice]) =>
      slice !== null && typeof slice === 'object' && 'wakes' in slice ? [{ at: Number(slice.wakes), key }] : [],
    )
    .sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1))
const dueIn = (state: State, until = Number.POSITIVE_INFINITY) =>
  [...state.due(until)].map(({ at, key }) => ({ at, key }))
const top = (state: State) => {
  const first = state.earliest()
  return first && { at: first.at, key: first.key }
}

describe('what wakes', () => {
  test('comes in order from memory and from layers upon layers, as a sorted list would give it', () => {
    const roll = dice(11),
      memory = new Memory(),
      model = new Map<string, Slice | null>()
    for (let round = 0; round < 400; round++) {
      const lower = new Layer(memory),
        upper = new Layer(lower),
        trial = new Map(model)
      const change = (layer: Layer) => {
        const key = `duty:d/${roll(30)}`,
          slice = [null, { n: 1 }, { wakes: roll(20) }][roll(3)] ?? null
        layer.put(key, slice)
        trial.set(key, slice)
      }
      for (let i = roll(8); i >= 0; i--) change(lower)
      for (let i = roll(8); i >= 0; i--) {
        change(upper)
        if (roll(3) === 0) expect(top(upper)).toEqual(inOrder(trial)[0])
      }
      expect(dueIn(upper)).toEqual(inOrder(trial))
      const until = roll(20)
      expect(dueIn(upper, until)).toEqual(inOrder(trial).filter(({ at }) => at <= until))
      if (roll(3) === 0) continue
      lower.apply(upper.changes)
      memory.apply(lower.changes)
      for (const [key, slice] of trial) slice === null ? model.delete(key) : model.set(key, slice)
      expect([dueIn(memory), top(memory)]).toEqual([inOrder(model), inOrder(model)[0]])
      expect([...(memory.keys('duty:d') ?? [])].sort()).toEqual([...model.keys()].sort())
    }
  })
  test('a slice that wakes again and again does not make the heap grow', () => {
    const memory = new Memory()
    for (let at = 0; at < 50_000; at++) memory.put('duty:d/1', { wakes: 100_000 - at })
    expect(dueIn(memory)).toEqual([{ at: 50_001, key: 'duty:d/1' }])
  })
})

describe('a state that is loaded in part', () => {
  const part = () => new Memory(undefined, { isPartial: true })
  test('tells what it does not know from what there is not', () => {
    const memory = part()
    expect([memory.get('row:seat/1'), memory.known('row:seat/1')]).toEqual([undefined, false])
    memory.put('row:seat/1', null)
    expect([memory.get('row:seat/1'), memory.known('row:seat/1')]).toEqual([null, true])
  })
  test('answers for a whole space once that is loaded', () => {
    const memory = part()
    expect(memory.keys('duty:d')).toBeUndefined()
    memory.put('duty:d/1', { n: 1 })
    memory.loadedSpaces.add('duty:d')
    expect([memory.keys('duty:d'), memory.get('duty:d/2')]).toEqual([['duty:d/1'], null])
  })
  test('forgets what sleeps and keeps what wakes', () => {
    const memory = part()
    memory.put('row:seat/1', { n: 1 })
    memory.put('duty:d/1', { wakes: 5 })
    expect([memory.forget('row:seat/1'), memory.get('row:seat/1')]).toEqual([true, undefined])
    expect([memory.forget('duty:d/1'), memory.known('duty:d/1')]).toEqual([false, true])
  })
  test('a layer asks for a slice by its key, for a space by a star', () => {
    const asked = (ask: (layer: Layer) => unknown) => {
      try {
        return ask(new Layer(part()))
      } catch (thrown) {
        return thrown instanceof Missing ? thrown.keys : thrown
      }
    }
    expect([asked((layer) => layer.must('row:seat/1')), asked((layer) => layer.mustKeys('duty:d'))]).toEqual([
      ['row:seat/1'],
      ['duty:d/*'],
    ])
  })
})
