/** The days off of the years that are simulated. */
import { arrangedYear } from '../../server/arranged-year.ts'
import type { CalendarYear } from '../../engine/time.ts'

/**
 * 2027 as the statute gives its days (New Year, Spring Festival, Qingming, Labour Day, Dragon Boat, Mid-Autumn, National Day),
 * moved together as in the years before. The State Council's own arrangement was not published when this was written.
 */
const assumed2027: CalendarYear = {
  holidays: [
    ...['2027-01-01', '2027-01-02', '2027-01-03'],
    ...['2027-02-05', '2027-02-06', '2027-02-07', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11', '2027-02-12'],
    ...['2027-04-03', '2027-04-04', '2027-04-05'],
    ...['2027-05-01', '2027-05-02', '2027-05-03', '2027-05-04', '2027-05-05'],
    ...['2027-06-09'],
    ...['2027-09-15'],
    ...['2027-10-01', '2027-10-02', '2027-10-03', '2027-10-04', '2027-10-05', '2027-10-06', '2027-10-07'],
  ],
  makeUpDays: ['2027-01-30', '2027-02-20', '2027-05-08', '2027-09-26', '2027-10-09'],
}
/** The State Council's arrangement of a year, or what is assumed of it. */
export const yearOf = (year: string): CalendarYear => (year === '2027' ? assumed2027 : arrangedYear(Number(year)))
