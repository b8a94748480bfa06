/** The State Council's arrangements of holidays, as the package knows them; the seed of a calendar, to be checked by people. */
import chineseDays from 'chinese-days'
import { nextDay, type CalendarYear } from '../engine/time.ts'

/** Days off that belong to a holiday (weekends inside it too), and weekends that are worked for it. */
export function arrangedYear(year: number): CalendarYear {
  const holidays: string[] = [],
    makeUpDays: string[] = []
  for (let day = `${year}-01-01`; day.startsWith(String(year)); day = nextDay(day)) {
    const { work, name } = chineseDays.getDayDetail(day)
    // An ordinary day is named by its weekday alone; an arranged one carries the holiday: “National Day,国庆节,3”.
    if (name.includes(',')) (work ? makeUpDays : holidays).push(day)
  }
  return { holidays, makeUpDays }
}
