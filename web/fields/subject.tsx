/** What a form is about: the row that it points to, with what stands in it, beside the form that moves it. */
import type { MatterRows } from '../../server/api.ts'
import { matterIn, type RegisterShape } from '../declared.ts'
import { useAnswer } from '../parts/answer.ts'
import { Link } from '../parts/link.tsx'
import { useNames, valueText } from '../parts/values.tsx'
import { sayEntry } from '../parts/wording.ts'
import { path } from '../routes.ts'
import type { Typed } from './typed.ts'

export interface SubjectShown {
  /** The field that points to it. */
  readonly field: string
  readonly title: string
  /** The entry that opened it, where he may read that. */
  readonly entry: number | undefined
  readonly told: readonly (readonly [label: string, text: string])[]
}
/** The row that the form's first pointing field names; undefined while it names none that the asker sees. */
export function useSubject(register: RegisterShape, typed: Typed): SubjectShown | undefined {
  const ref = register.fields.find(([, { kind, space = '' }]) => kind === 'ref' && space.startsWith('row:'))
  const key = (ref && typed[ref[0]]) ?? ''
  const matter = matterIn(ref?.[1].space ?? '')
  const isAsked = matter !== undefined && key !== ''
  const { rows, entry } =
    useAnswer<MatterRows>(isAsked ? `/api/matters/${matter.id}?key=${encodeURIComponent(key)}` : undefined).body ?? {}
  const shown = (matter?.fields ?? []).filter(([, { kind }]) => kind !== 'ref')
  const names = useNames(isAsked ? shown : [])
  const row = rows?.[key]
  if (!ref || !matter || !row) return undefined
  const told = shown.flatMap(([name, field]) => {
    const value = row[name]
    const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    return isPlain ? [[field.label, valueText(field, value, names)] as const] : []
  })
  return { field: ref[0], title: matter.title, entry, told }
}
export function Subject({ of: { title, entry, told } }: { readonly of: SubjectShown }) {
  return (
    <section className="subject" aria-label={title}>
      <dl className="facts">
        {told.map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {entry !== undefined && (
        <p className="note">
          <Link to={path.entry(entry)}>看{sayEntry(entry)}</Link>
        </p>
      )}
    </section>
  )
}
