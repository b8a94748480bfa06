/** What is told to who typed the command: a sentence a line. */
export const sayTo = (stream: NodeJS.WritableStream) => (sentence: string) => {
  stream.write(`${sentence}\n`)
}
