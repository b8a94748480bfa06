/** A list as a grid of cells, whatever it was read from. */
import { sheetLimits as limits } from './limits.ts'
import { refuse } from './refused.ts'

export interface Cell {
  readonly text: string
  /** A number may have lost digits before it came here: a program counts with fifteen of them. */
  readonly as: 'text' | 'number' | 'day'
}
export interface Sheet {
  readonly title: string
  /** Each row as far as it is filled; an empty cell has an empty text. */
  readonly rows: readonly (readonly Cell[])[]
}
export const empty: Cell = { text: '', as: 'text' }

/** Collects the cells of one sheet within the limits. Rows and columns count from nought. */
export class Grid {
  readonly #rows: Cell[][] = []

  put(row: number, column: number, cell: Cell) {
    if (cell.text === '') return
    if (row >= limits.rowsMax) refuse(`多于 ${limits.rowsMax} 行；请分成几份再传`)
    if (column >= limits.columnsMax) refuse(`内容超出 ${limits.columnsMax} 列；请只留人员名单的各列`)
    if (cell.text.length > 2 * limits.charactersMax || [...cell.text].length > limits.charactersMax) {
      refuse(`第 ${row + 1} 行第 ${column + 1} 列超过 ${limits.charactersMax} 字`)
    }
    const line = (this.#rows[row] ??= [])
    line[column] = cell
  }
  /** The value of a merged range in every cell of it that the list reaches. */
  spread({ top, left, bottom, right }: Range) {
    const value = this.#rows[top]?.[left],
      width = Math.min(right, limits.columnsMax - 1)
    if (!value) return
    for (let row = top; row <= Math.min(bottom, this.#rows.length - 1, limits.rowsMax - 1); row++) {
      for (let column = left; column <= width; column++) this.put(row, column, value)
    }
  }
  rows(): Sheet['rows'] {
    return Array.from(this.#rows, (row) => Array.from(row ?? [], (cell) => cell ?? empty))
  }
}
export interface Range {
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly right: number
}
/** C7 → row 6, column 2; undefined for what is no address of a cell. */
export function placeOf(address: string): { readonly row: number; readonly column: number } | undefined {
  const [, letters = '', digits = ''] = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(address) ?? []
  if (letters === '') return undefined
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
  return { row: Number(digits) - 1, column }
}
