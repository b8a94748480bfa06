/** A county hospital before eleven on a workday: who reports, who is told, who looks at the board. */
import { openPageHouse, type Hired, type PageHouse } from './page-house.ts'

/** 2026-10-08 is the first workday after the national holidays. */
export const day = '2026-10-08'
/** Departments by how they report in the walk: at once, with figures, in the last instant, too late, not at all. */
export const departments = ['骨科', '内科', '外科', '儿科', '急诊医学科'] as const
export type Department = (typeof departments)[number]

export interface Hospital {
  readonly house: PageHouse
  readonly medicalOffice: Hired
  readonly nursingOffice: Hired
  readonly dutyOfficer: Hired
  readonly deputies: Readonly<Record<Department, Hired>>
  readonly headNurses: Readonly<Record<Department, Hired>>
  readonly directors: Readonly<Record<Department, Hired>>
}

/** The clock stands at `at` of the day, house time, like `10:30`. */
export async function openHospital(at = '10:30'): Promise<Hospital> {
  const house = await openPageHouse({
    clock: `${day}T00:00:00+08:00`,
    name: '临江县人民医院',
    policies: ['hospital-daily-report'],
  })
  for (const department of departments) await house.openUnit('department', department)
  await house.openUnit('functional', '设备科')
  const hireAll = async (surname: string, post: string): Promise<Readonly<Record<Department, Hired>>> => {
    const hire = (unit: Department, index: number) => house.hire(`${surname}试${'一二三四五'[index]}`, [{ post, unit }])
    return {
      骨科: await hire('骨科', 0),
      内科: await hire('内科', 1),
      外科: await hire('外科', 2),
      儿科: await hire('儿科', 3),
      急诊医学科: await hire('急诊医学科', 4),
    }
  }
  const medicalOffice = await house.hire('医试某', [{ post: 'medical-office' }])
  const nursingOffice = await house.hire('护试某', [{ post: 'nursing-office' }])
  const dutyOfficer = await house.hire('值试某', [{ post: 'duty-officer' }])
  const deputies = await hireAll('副', 'deputy-director'),
    headNurses = await hireAll('长', 'head-nurse')
  const directors = await hireAll('主', 'director')
  const calendar = await house.admin.send(
    'PUT',
    '/api/calendar/2026',
    {
      holidays: ['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05', '2026-10-06', '2026-10-07'],
      makeUpDays: [],
    },
    `calendar-${day}-of-the-walk`,
  )
  if (calendar.status !== 201) throw new Error(JSON.stringify(calendar.body))
  await house.moveTo(`${day}T${at}:00+08:00`)
  return { house, medicalOffice, nursingOffice, dutyOfficer, deputies, headNurses, directors }
}
