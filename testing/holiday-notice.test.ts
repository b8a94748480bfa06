/** The notice of a year, read as it is pasted, against the days that the package knows. */
import { expect, test } from 'vitest'
import { arrangedYear } from '../server/arranged-year.ts'
import { yearIn } from '../web/pages/calendar-text.ts'

/** In our own words, with the days of the notice. */
const notice = `2026年部分节假日安排
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。`

test('the whole notice of 2026 gives just the days that the package has', () => {
  const { holidays, makeUpDays } = arrangedYear(2026)
  expect(yearIn(notice, '2026')).toEqual({ holidays, makeUpDays, faults: [] })
  expect([holidays.length, makeUpDays.length]).toEqual([33, 6])
})
test('a year later its weekdays do not fit, and it is said which year it is about', () => {
  const { faults, about } = yearIn(notice, '2027')
  expect(about).toBe('2026')
  expect(faults).toContain('1 月 1 日写的是周四，2027 年这天是周五')
})
