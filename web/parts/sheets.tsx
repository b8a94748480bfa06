/**
 * Paper as sheets of A4: head, tables, signature boxes, code and page number. What fits on a sheet is measured where nobody
 * sees it, so that a table goes on under its own head and every sheet says which of how many it is. There while one prints.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { PaperSeal } from '../../server/api-board.ts'
import { useAnswer } from './answer.ts'
import { serverNow } from './clock.ts'
import { useSession } from './session.ts'
import { sayEntry, sayFullDay, sayMinute, sayNumber } from './wording.ts'
import { dayOf } from '../../engine/time.ts'

export type Block =
  | { readonly is: 'text'; readonly kind: 'heading' | 'saying'; readonly text: string }
  /** A form: a heading beside each value. A list: a head over its rows. */
  | { readonly is: 'form'; readonly rows: readonly (readonly [label: string, value: string])[] }
  /** In a box of one height, so that a sheet can be laid out before the picture is there. */
  | { readonly is: 'photo'; readonly address: string; readonly label: string }
  | {
      readonly is: 'list'
      readonly head: readonly Column[]
      readonly rows: readonly (readonly string[])[]
    }
export interface Column {
  readonly title: string
  readonly width?: 'narrow' | 'middling'
}
interface Unit {
  readonly block: number
  readonly row: number
}
const mm = 96 / 25.4
/** Between the head and the foot of a sheet, less a hair for what print rounds otherwise. */
const sheetHeight = (297 - 16 - 12 - 20 - 4) * mm
const signHeight = 32 * mm

/** Sheets bring their own margins and say their own number; older browsers know no other way to have it so for them alone. */
const bare = typeof CSSStyleSheet === 'undefined' ? undefined : new CSSStyleSheet()
bare?.replaceSync('@page { size: A4; margin: 0; @bottom-right { content: none; } }')

interface Printed {
  readonly title: string
  readonly meta: readonly string[]
  readonly blocks: readonly Block[]
  readonly signatures: readonly string[]
  /** Of the entry that the paper shows; a list has none. */
  readonly seq?: number
}
/** The code is asked for with the page, so that it is at hand when somebody prints. */
export function Sheets(printed: Printed) {
  const { seq } = printed
  const seal = useAnswer<PaperSeal>(seq === undefined ? '/api/papers/seal' : `/api/papers/seal?seq=${seq}`).body
  const [isPrinting, setIsPrinting] = useState(false)
  useEffect(() => {
    // The browser takes the page as it stands when this event is over.
    const begin = () => {
      if (bare) document.adoptedStyleSheets = [...document.adoptedStyleSheets.filter((one) => one !== bare), bare]
      flushSync(() => setIsPrinting(true))
    }
    const end = () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== bare)
      setIsPrinting(false)
    }
    addEventListener('beforeprint', begin)
    addEventListener('afterprint', end)
    return () => {
      removeEventListener('beforeprint', begin)
      removeEventListener('afterprint', end)
    }
  }, [])
  return isPrinting && <Laid {...printed} seal={seal} at={serverNow()} />
}
function Laid({
  title,
  meta,
  blocks,
  signatures,
  seq,
  seal,
  at,
}: Printed & { readonly seal: PaperSeal | undefined; readonly at: number }) {
  const { session } = useSession()
  const measured = useRef<HTMLElement>(null)
  const [pages, setPages] = useState<readonly (readonly Unit[])[]>([])
  const whole = blocks.map(chunked)
  const print = JSON.stringify([title, meta, whole, signatures])
  useLayoutEffect(() => {
    if (measured.current && print !== '') setPages(packed(measured.current))
  }, [print])
  const head = (
    <header className="ph">
      <p className="org">{session.organisation.name}</p>
      <h1>{title}</h1>
      <p className="meta">
        {meta.map((one) => (
          <span key={one}>{one}</span>
        ))}
      </p>
    </header>
  )
  return (
    <>
      <section className="a4 measure" aria-hidden="true" ref={measured}>
        {head}
        {whole.map((block, n) => (
          <BlockView key={n} block={block} />
        ))}
      </section>
      <section className="a4" aria-hidden="true">
        {pages.map((units, page) => (
          <div className="sheet" key={page}>
            {page === 0 ? (
              head
            ) : (
              <header className="ph small">
                {session.organisation.name} <b>{title}</b> {meta[0]}
              </header>
            )}
            {partsOf(whole, units).map((block, n) => (
              <BlockView key={n} block={block} />
            ))}
            {page === pages.length - 1 && <Signatures of={signatures} />}
            <footer className="pf">
              {seal ? (
                <svg className="qr" viewBox={`0 0 ${seal.qr.modules} ${seal.qr.modules}`} shapeRendering="crispEdges">
                  <path d={seal.qr.path} fill="#000" />
                </svg>
              ) : (
                <span />
              )}
              <p>
                {seal && (
                  <>
                    核验码 <b className="code">{seal.code}</b>
                    <br />
                    {seq === undefined ? '' : `${sayEntry(seq)} · `}账本 {sayNumber(seal.size)} 条，树根{' '}
                    <span className="code">{seal.root.slice(0, 16)}</span>
                    <br />
                  </>
                )}
                扫码或在“核验”页键入，可与封存核对。印出 {sayFullDay(dayOf(at))} {sayMinute(at)}，{session.name}
              </p>
              <p className="pn">
                第 {page + 1} 页，共 {pages.length} 页
              </p>
            </footer>
          </div>
        ))}
      </section>
    </>
  )
}
function Signatures({ of }: { readonly of: readonly string[] }) {
  if (of.length === 0) return null
  return (
    <table className="sign">
      <tbody>
        <tr>
          {of.map((who) => (
            <td key={who}>
              <span>{who}</span>
              <i>年　　月　　日</i>
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  )
}

const chunkLength = 500
/** A value longer than a sheet goes on in a further row. */
function chunked(block: Block): Block {
  if (block.is !== 'form') return block
  return {
    is: 'form',
    rows: block.rows.flatMap(([label, value]) => {
      const parts = value.match(new RegExp(`[\\s\\S]{1,${chunkLength}}`, 'gu')) ?? ['']
      return parts.map((part, n) => [n === 0 ? label : `${label}（续）`, part] as const)
    }),
  }
}
function BlockView({ block }: { readonly block: Block }) {
  switch (block.is) {
    case 'text':
      return block.kind === 'heading' ? (
        <h2 data-unit>{block.text}</h2>
      ) : (
        <p className="saying" data-unit>
          {block.text}
        </p>
      )
    case 'form':
      return (
        <table className="paper form">
          <tbody>
            {block.rows.map(([label, value], n) => (
              <tr key={n} data-unit>
                <th scope="row">{label}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )
    case 'photo':
      return (
        <figure className="photo" data-unit>
          <img src={block.address} alt={block.label} />
          <figcaption>{block.label}</figcaption>
        </figure>
      )
    case 'list':
      return (
        <table className="paper tight">
          <thead>
            <tr>
              {block.head.map(({ title, width }, n) => (
                <th key={n} scope="col" className={width}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, n) => (
              <tr key={n} data-unit>
                {row.map((cell, column) => (
                  <td key={column} className={block.head[column]?.width}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )
    default:
      return block satisfies never
  }
}
/** The units that stand on a sheet, as blocks again. */
function partsOf(blocks: readonly Block[], units: readonly Unit[]): readonly Block[] {
  const numbers = [...new Set(units.map(({ block }) => block))]
  return numbers.flatMap((number): readonly Block[] => {
    const block = blocks[number],
      rows = units.filter((unit) => unit.block === number).map(({ row }) => row)
    if (!block) return []
    if (block.is === 'text' || block.is === 'photo') return [block]
    if (block.is === 'form')
      return [{ ...block, rows: rows.flatMap((row) => (block.rows[row] ? [block.rows[row]] : [])) }]
    return [{ ...block, rows: rows.flatMap((row) => (block.rows[row] ? [block.rows[row]] : [])) }]
  })
}

/** Which rows stand on which sheet: in order, each table under its head, no heading alone at the foot. */
function packed(measured: HTMLElement): readonly (readonly Unit[])[] {
  const [head, ...blocks] = measured.querySelectorAll<HTMLElement>(':scope > *')
  const pages: Unit[][] = [[]]
  let room = sheetHeight - heightOf(head)
  const begin = () => {
    pages.push([])
    room = sheetHeight - smallHeadHeight
  }
  for (const [number, block] of blocks.entries()) {
    const rows = block.matches('[data-unit]') ? [block] : [...block.querySelectorAll<HTMLElement>('[data-unit]')]
    const over = heightOf(block.querySelector('thead')),
      isHeading = block.tagName === 'H2'
    let isBegun = false
    for (const [row, one] of rows.entries()) {
      const needs = heightOf(one) + (isBegun ? 0 : over) + (isHeading ? headingRoom : 0)
      if (needs > room && (pages.at(-1)?.length ?? 0) > 0) {
        begin()
        isBegun = false
      }
      room -= heightOf(one) + (isBegun ? 0 : over)
      isBegun = true
      pages.at(-1)?.push({ block: number, row })
    }
  }
  if (room < signHeight) pages.push([])
  return pages
}
const heightOf = (one: Element | null | undefined) => one?.getBoundingClientRect().height ?? 0
const smallHeadHeight = 12 * mm
/** What must still fit under a heading. */
const headingRoom = 14 * mm
