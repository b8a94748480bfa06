// Rules that read lines: lengths, left-over marks, addresses of other machines.
const fileLinesMax = 500
const fileLinesGood = 300
const lineLengthMax = 160
const lineLengthGood = 120
const allowedHost =
  /^(127\.0\.0\.1|localhost|\[::1\]|(www\.)?w3\.org|([a-z0-9-]+\.)*example(\.(com|org|net))?|[a-z0-9.-]+\.(test|invalid))$/i
const codeFile = /\.(ts|tsx|mjs|css|sql)$/

/** A file is read at one sitting, a line without scrolling. */
export function sizes({ path, lines }) {
  if (!codeFile.test(path)) return []
  const found = []
  const isLong = lines.length > fileLinesGood
  if (isLong) {
    const isFault = lines.length > fileLinesMax
    const bound = isFault ? fileLinesMax : fileLinesGood
    found.push({
      line: 1,
      isWarning: !isFault,
      sentence: `the file has ${lines.length} lines, more than ${bound}: split it`,
    })
  }
  lines.forEach((text, index) => {
    if (text.length <= lineLengthGood) return
    const length = [...text].length
    if (length <= lineLengthGood) return
    const isFault = length > lineLengthMax
    const bound = isFault ? lineLengthMax : lineLengthGood
    found.push({
      line: index + 1,
      isWarning: !isFault,
      sentence: `the line has ${length} characters, more than ${bound}`,
    })
  })
  return found
}

const marks = [
  [/\b(TODO|FIXME|XXX|HACK)\b/, 'a note to do something later belongs in an issue'],
  [/@ts-(ignore|nocheck)|biome-ignore|eslint-disable|prettier-ignore/, 'a check is switched off: mend the cause'],
]

/** Nothing is left for later, no check is switched off. */
export function leftovers({ path, lines }) {
  if (!codeFile.test(path) || path.startsWith('tools/tidy')) return []
  return lines.flatMap((text, index) =>
    marks
      .filter(([pattern]) => pattern.test(text))
      .map(([pattern, sentence]) => ({ line: index + 1, sentence: `${pattern.exec(text)[0]}: ${sentence}` })),
  )
}

/** 守则 runs without the internet: no source names a machine elsewhere. */
export function hosts({ path, lines }) {
  if (!/\.(ts|tsx|mjs|css|sql|html|svg)$/.test(path)) return []
  return lines.flatMap((text, index) =>
    [...text.matchAll(/\bhttps?:\/\/(\[[0-9a-f:]+\]|[\p{L}\p{N}.-]+)/giu)]
      .filter(([, host]) => !allowedHost.test(host.replace(/\.$/, '')))
      .map(([, host]) => ({
        line: index + 1,
        sentence: `the source names the machine ${host}: 守则 runs without the internet`,
      })),
  )
}
