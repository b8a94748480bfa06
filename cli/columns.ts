/** How wide a text stands in a terminal: a Chinese character takes two columns. */
export const columnsOf = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 2 : 1), 0)
