/** Hearsay and guessing are found in whatever spelling, and nothing that only looks like it. */
import { describe, expect, test } from 'vitest'
import { hasFigure, vagueIn } from './vague-words.ts'

describe('found', () => {
  test.each([
    ['听说该厂已停产', '听说', '听说'],
    ['隐患可能已经消除', '可能', '可能'],
    ['或许整改完毕', '或许', '或许'],
    ['好象没有人受伤', '好象', '好象'],
    ['好像没有人受伤', '好像', '好像'],
    ['差不多都查过了', '差不多', '差不多'],
    ['大概有 5 家', '大概', '大概'],
    ['聽說已经停产', '听说', '聽說'],
    ['或許如此', '或许', '或許'],
    ['可 能已停产', '可能', '可 能'],
    ['可\u200b能已停产', '可能', '可\u200b能'],
    ['可·能、可*能', '可能', '可·能'],
    ['可　能', '可能', '可　能'],
    ['ke neng 已停产', '可能', 'ke neng'],
    ['KeNeng 已停产', '可能', 'KeNeng'],
    ['不可能是设备原因，可能是操作原因', '可能', '可能'],
    ['他说“可能是我关的”，可能如此', '可能', '可能'],
  ])('%s', (text, word, place) => {
    const found = vagueIn(text)
    expect(found?.fact).toContain(`“${word}”`)
    expect(text.slice(found?.from, found?.to)).toBe(place)
  })
})
describe('let pass', () => {
  test.each([
    '已做可能性分析，结论见附件',
    '不可能由雷击引起',
    '尽可能缩短停产时间',
    '听说读写考试的考场',
    '大概念教学、大概率、大概要',
    '多半数、八成以上已整改',
    '传闻不实，已辟谣',
    '两次读数相差不多于 2 毫米',
    '当班人称：“可能是我忘了关阀门。”',
    '当班人称「好像听见响声」，已录音',
    '共检查 12 家，发现隐患 30 处，整改 28 处',
    '',
  ])('%s', (text) => expect(vagueIn(text)).toBeUndefined())
})
test('the place counts characters as people do, those of two units as one', () => {
  expect(vagueIn('𠮷村可能停产')?.fact).toContain('第 3 字')
})
test.each([
  ['检查 12 家', true],
  ['检查１２家', true],
  ['检查十二家企业', true],
  ['整改三分之二', true],
  ['一般隐患，统一部署', false],
  ['情况良好', false],
])('whether %s has a figure', (text, has) => expect(hasFigure(text)).toBe(has))
