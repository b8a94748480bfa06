import { describe, expect, test } from 'vitest'
import { clean } from './clean.ts'
import {
  choice,
  count,
  day,
  hashed,
  idNumber,
  instant,
  keyword,
  list,
  optional,
  person,
  phoneNumber,
  photo,
  text,
  yes,
  type Field,
} from './fields.ts'
import { bornIn, checkDigitOf } from './identity.ts'
import { tinyPhoto } from '../testing/photo.ts'

const today = '2026-03-02'
const fault = (field: Field, value: unknown, kind?: string) =>
  field.check(value, { today, ...(kind === undefined ? {} : { entry: { kind } }) })

describe('a text', () => {
  const name = text('姓名', { max: 10 }),
    story = text('经过', { max: 500 })
  test.each([
    ['nothing', undefined, '没有填写'],
    ['blanks alone', ' \u3000\u200b', '没有填写'],
    ['a number', 5, '不是文字'],
    ['NUL', '张\u0000三', '含有看不见的控制字符'],
    ['a C1 control', '张\u0085三', '含有看不见的控制字符'],
    ['a line separator', '张\u2028三', '含有看不见的控制字符'],
    ['a second line where one is asked', '张\n三', '含有看不见的控制字符'],
    ['a turn of direction', '张\u202e三', '含有改变文字方向的字符'],
    ['half a character', '张\ud842', '含有残缺的字符'],
    ['the other half', '\udfb7张', '含有残缺的字符'],
    ['eleven characters', '𠮷'.repeat(11), '超过 10 字'],
  ])('refuses %s', (_, value, why) => expect(fault(name, value)).toBe(why))
  test.each([
    ['ten characters of a supplementary plane', '𠮷'.repeat(10)],
    ['an emoji', '王😀'],
    ['a family of emoji', '👨‍👩‍👧'],
  ])('takes %s', (_, value) => expect(fault(name, value)).toBeUndefined())
  test('a long one has several lines', () => expect(fault(story, '一\n二')).toBeUndefined())
  test('a long one has no other controls', () => expect(fault(story, '一\u0007二')).toBe('含有看不见的控制字符'))
})

describe('a number, a day, an instant, a choice', () => {
  test.each<[string, Field, unknown, string]>([
    ['a fraction', count('数'), 1.5, '应为整数'],
    ['what is no number', count('数'), '三', '应为整数'],
    ['no number at all', count('数'), undefined, '没有填写'],
    ['infinity', count('数'), Number.POSITIVE_INFINITY, '应为整数'],
    ['below nought', count('数'), -1, '不能小于 0'],
    ['above the limit', count('数', { max: 3 }), 4, '不能大于 3'],
    ['30 February', day('日期'), '2026-02-30', '没有这一天'],
    ['29 February of a common year', day('日期'), '2027-02-29', '没有这一天'],
    ['month 13', day('日期'), '2026-13-01', '没有这一天'],
    ['NaN', instant('时间'), Number.NaN, '不是有效的时间'],
    ['before 1970', instant('时间'), -1, '不是有效的时间'],
    ['half a millisecond', instant('时间'), 0.5, '不是有效的时间'],
    ['what no option is', choice('类', { a: '甲' }), 'b', '不在选项中'],
    ['what every object has', choice('类', { a: '甲' }), 'toString', '不在选项中'],
    ['a word for yes', yes('是否'), 'yes', '应为是或否'],
    ['a separator of keys', person('人'), 'a|b', '含有不能用的符号'],
    ['a number of a person', keyword('编号'), '13800', '不可含'],
    ['a word as telephone', phoneNumber('电话'), '张三', '不是电话号码'],
    ['a thing as list', list(keyword('词')), 'a', '不是列表'],
  ])('%s is refused', (name, field, value, why) => {
    const typed = name === 'a number of a person' ? `${value}8` : value
    expect(fault(field, typed)).toContain(why)
  })
  test.each<[string, Field, unknown]>([
    ['nought', count('数'), 0],
    ['the limit itself', count('数', { max: 3 }), 3],
    ['29 February of a leap year', day('日期'), '2028-02-29'],
    ['the first instant', instant('时间'), 0],
    ['an option', choice('类', { a: '甲' }), 'a'],
    ['five digits', keyword('编号'), '13800'],
    ['nothing where nothing is needed', optional(count('数')), undefined],
    ['a telephone with its area', phoneNumber('电话'), '010-55550000'],
  ])('%s is taken', (_, field, value) => expect(fault(field, value)).toBeUndefined())
  test('limits stand in the declaration for a form to read', () => {
    expect([count('数', { max: 3 }).limits, text('文', { max: 9 }).limits, choice('类', { a: '甲' }).limits]).toEqual([
      { min: 0, max: 3 },
      { max: 9, isLong: false },
      { options: { a: '甲' } },
    ])
  })
})

describe('a photograph', () => {
  const picture = photo('照片')
  test.each([
    ['nothing', undefined, '没有拍'],
    ['a number', 5, '不是照片'],
    ['some words', '见附件', '不是 JPEG 照片'],
    ['a picture of another kind', 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB', '不是 JPEG 照片'],
    ['a picture with its prefix', `data:image/jpeg;base64,${tinyPhoto}`, '不是 JPEG 照片'],
    ['a page behind the first bytes', '/9j/<script>', '不是 JPEG 照片'],
    ['base64 that was cut', tinyPhoto.slice(0, -3), '不是 JPEG 照片'],
    ['one character too many', `/9j/${'A'.repeat(150_000)}`, '超过 110 KB'],
  ])('refuses %s', (_, value, why) => expect(fault(picture, value)).toBe(why))
  test('is taken as a camera wrote it, and as large as it may be', () => {
    expect(fault(picture, tinyPhoto)).toBeUndefined()
    expect(fault(picture, `/9j/${'A'.repeat(149_996)}`)).toBeUndefined()
    expect(clean(picture, tinyPhoto).value).toBe(tinyPhoto)
  })
})

describe('the number of a document', () => {
  const number = hashed(idNumber('证件号', { kindIn: 'kind' }))
  const valid = (first17: string) => first17 + checkDigitOf(first17)
  test.each([
    ['seventeen digits', 'resident', '1101012000010100', '应为 18 位，现为 16 位'],
    ['a letter inside', 'resident', '11010120000101A01X', '前 17 位应为数字，末位为数字或 X'],
    ['a birth date that never was', 'resident', valid('11010120010229001'), '中的出生日期不存在'],
    ['a birth date to come', 'resident', valid('11010120260303001'), '中的出生日期晚于今天'],
    ['a wrong last digit', 'temporary', '110101200001010011', '校验位不对'],
    ['too short a passport', 'passport', 'E123', '应为 5 至 20 位字母和数字'],
    ['a passport in words', 'passport', '护照一二三四', '应为 5 至 20 位字母和数字'],
  ])('%s is refused', (_, kind, value, why) => expect(fault(number, value, kind)).toBe(why))
  test.each([
    ['a resident’s', 'resident', valid('11010120000101001')],
    ['one that ends in X', 'resident', '11010519491231002X'],
    ['one of who was born today', 'residence', valid('81000020260302001')],
    ['a passport', 'passport', 'E12345678'],
    ['a permit of fifteen', 'permanent', 'USA123456789012'],
  ])('%s is taken', (_, kind, value) => expect(fault(number, value, kind)).toBeUndefined())
  test('every change of one digit is found', () => {
    const right = valid('11010520000101001')
    const wrong = [...right].flatMap((digit, at) =>
      [...'0123456789']
        .filter((other) => other !== digit)
        .map((other) => right.slice(0, at) + other + right.slice(at + 1)),
    )
    expect(wrong.length).toBeGreaterThanOrEqual(162)
    expect(wrong.filter((one) => fault(number, one, 'resident') === undefined)).toEqual([])
  })
  test('it tells the birth date, typed however', () => {
    expect([bornIn('11010519491231002X'), bornIn('１１０１０５ 19491231 002x'), bornIn('E12345678')]).toEqual([
      '1949-12-31',
      '1949-12-31',
      undefined,
    ])
  })
})

describe('cleaning', () => {
  test.each<[string, Field, unknown, unknown]>([
    [
      'full-width digits and pasted spaces in a number',
      idNumber('证'),
      ' １１０１０１ 2000 0101 001x',
      '11010120000101001X',
    ],
    ['a hashed number alike', hashed(idNumber('证')), '１１０１０', '11010'],
    ['a count in full width', count('数'), '１２', 12],
    ['what is no count stays', count('数'), '三个', '三个'],
    ['a day with slashes', day('日'), '2026/3/2', '2026-03-02'],
    ['a day in words', day('日'), '２０２６年3月2日', '2026-03-02'],
    ['a day without marks', day('日'), '20260302', '2026-03-02'],
    ['a seat in full width', keyword('座'), ' Ａ０５ ', 'A05'],
    ['spaces in a name', text('名', { max: 60 }), ' 张\u00a0 三 ', '张 三'],
    ['line ends of another system', text('文', { max: 500 }), '一\r\n二\t三 ', '一\n二 三'],
    ['each of a list', list(keyword('座')), ['Ａ１'], ['A1']],
  ])('%s', (_, field, typed, want) => {
    const { value } = clean(field, typed)
    expect(value).toEqual(want)
    expect(clean(field, value).value).toEqual(want)
  })
  test('says what it changed, and nothing when it changed nothing', () => {
    expect([clean(keyword('座'), ' Ａ1').note, clean(keyword('座'), 'A1').note]).toEqual([
      '全角已改为半角，已去掉空格',
      undefined,
    ])
  })
})
