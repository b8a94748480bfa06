/** What a list that somebody uploads may be at most. It comes from outside: every bound is checked before it is reached. */

export const sheetLimits = {
  /** Of the file as it comes. */
  bytesMax: 5_000_000,
  /** Of a workbook: files in it, what they may unpack to one by one and together, and to how much more than they are. */
  partsMax: 500,
  partBytesMax: 40_000_000,
  unpackedBytesMax: 60_000_000,
  ratioMax: 250,
  /** Below this nobody asks for the ratio: an empty style sheet may well be packed to a hundredth. */
  ratioFromBytes: 100_000,
  depthMax: 64,
  sheetsMax: 20,
  rowsMax: 5_000,
  columnsMax: 60,
  charactersMax: 500,
  /** Of one worker. */
  memoryMb: 192,
  withinMs: 15_000,
} as const
