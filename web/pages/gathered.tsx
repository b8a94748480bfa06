/** 汇总的上报: what an entry gathers, unit by unit, on its page and on its paper. */
import type { EntryView, GatheredRow } from '../../server/api.ts'
import { registerOf } from '../declared.ts'
import { useNow } from '../parts/clock.ts'
import { Link } from '../parts/link.tsx'
import type { Block } from '../parts/sheets.tsx'
import { textIn } from '../parts/values.tsx'
import { sayNumber, sayShort } from '../parts/wording.ts'
import { path } from '../routes.ts'

type Units = EntryView['gathered']
const countOf = (units: NonNullable<Units>) => units.reduce((sum, { rows }) => sum + rows.length, 0)
const titleOf = ({ register }: GatheredRow) => registerOf(register)?.title ?? register

/** What it says, part by part, but for the unit under which it stands. */
const partsOf = ({ register, values }: GatheredRow): readonly string[] =>
  (registerOf(register)?.said ?? []).flatMap(([name, field]) => {
    const text = field.kind === 'unit' ? '' : textIn(name, field, values)
    return text === '' ? [] : [`${field.label}：${text}`]
  })

export function Gathered({ units, isBeside }: { readonly units: Units; readonly isBeside: boolean }) {
  const now = useNow()
  if (!units) return null
  const heading = `汇总的上报：${sayNumber(countOf(units))} 条`
  return (
    <section className="gathered" aria-label="汇总的上报">
      {isBeside ? <h3 className="sub">{heading}</h3> : <h2 className="sub">{heading}</h2>}
      {units.map(({ title, rows }) => (
        <section key={title} aria-label={title}>
          <h4>
            {title} <span className="n">{rows.length}</span>
          </h4>
          {rows.length === 0 && <p className="note">没有上报</p>}
          <ul>
            {rows.map((row) => (
              <li key={row.seq}>
                <p>
                  <Link to={path.entry(row.seq)}>{titleOf(row)}</Link>{' '}
                  <span className="note">
                    {row.byName}，{sayShort(row.recorded, now)}
                  </span>
                </p>
                {partsOf(row).map((part) => (
                  <p key={part} className="said">
                    {part}
                  </p>
                ))}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  )
}

const chunkLength = 500
/** A heading and a table for each unit; what is longer than a sheet goes on in a further row. */
export const gatheredBlocks = (units: Units, now: number): readonly Block[] =>
  (units ?? []).flatMap(({ title, rows }): readonly Block[] => [
    { is: 'text', kind: 'heading', text: `${title}：${sayNumber(rows.length)} 条` },
    rows.length === 0
      ? { is: 'text', kind: 'saying', text: '没有上报' }
      : {
          is: 'list',
          head: [
            { title: '条号', width: 'narrow' },
            { title: '种类', width: 'middling' },
            { title: '内容' },
            { title: '上报人', width: 'middling' },
            { title: '时刻', width: 'middling' },
          ],
          rows: rows.flatMap((row) => {
            const parts = partsOf(row)
              .join('\n')
              .match(new RegExp(`[\\s\\S]{1,${chunkLength}}`, 'gu')) ?? ['']
            return parts.map((part, n) =>
              n === 0
                ? [sayNumber(row.seq), titleOf(row), part, row.byName, sayShort(row.recorded, now)]
                : ['', '（续）', part, '', ''],
            )
          }),
        },
  ])
