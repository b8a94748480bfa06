/** 岗位空缺: posts of a policy that nobody holds today, each with the form that appoints somebody. */
import type { Vacancy } from '../../server/api-board.ts'
import { Link } from '../parts/link.tsx'
import { Mark } from '../parts/marks.tsx'
import { useSession } from '../parts/session.ts'
import { path } from '../routes.ts'

const unitsShown = 6

export function Vacancies({ vacancies }: { readonly vacancies: readonly Vacancy[] }) {
  const n = vacancies.reduce((sum, { per, units }) => sum + (per === undefined ? 1 : units.length), 0)
  if (n === 0) return null
  return (
    <details className="vacancies">
      <summary>
        <span className="state" data-state="open">
          <Mark of="open" />
          岗位空缺 {n} 处
        </span>
        <span className="note">{vacancies.map(({ title }) => title).join('、')}</span>
      </summary>
      <VacancyList vacancies={vacancies} />
    </details>
  )
}
export function VacancyList({ vacancies }: { readonly vacancies: readonly Vacancy[] }) {
  const { session } = useSession()
  return (
    <ul className="rows">
      {vacancies.map(({ post, title, per, units }) => (
        <li key={post}>
          <b>{title}</b>
          {per === undefined ? (
            <Appoint post={post} title="任命" may={session.isAdministrator} />
          ) : (
            <span className="units">
              <span className="note">
                {units.length} 个{per}：
              </span>
              {units.slice(0, unitsShown).map((unit) => (
                <Appoint
                  key={unit.unit}
                  post={post}
                  unit={unit.unit}
                  title={unit.title}
                  may={session.isAdministrator}
                />
              ))}
              {units.length > unitsShown && (
                <details className="more-units">
                  <summary>其余 {units.length - unitsShown} 个</summary>
                  {units.slice(unitsShown).map((unit) => (
                    <Appoint
                      key={unit.unit}
                      post={post}
                      unit={unit.unit}
                      title={unit.title}
                      may={session.isAdministrator}
                    />
                  ))}
                </details>
              )}
            </span>
          )}
        </li>
      ))}
      {!session.isAdministrator && <li className="note">由系统管理员任命。</li>}
    </ul>
  )
}
function Appoint({
  post,
  unit = '',
  title,
  may,
}: {
  readonly post: string
  readonly unit?: string
  readonly title: string
  readonly may: boolean
}) {
  if (!may) return <span>{unit === '' ? '无人' : title}</span>
  return (
    <Link
      className="unit"
      to={path.newEntry('appoint', { post, unit })}
      aria-label={unit === '' ? '任命' : `任命 ${title}`}
    >
      {title}
    </Link>
  )
}
