/** Which addresses of the server change anything, as it prints them itself. */

/** `POST /api/session`: every route of a printed tree, where a line goes on from the line above that stands less deep. */
export function writingRoutes(tree: string): readonly string[] {
  const above: string[] = []
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods = ''] = /^([│├└─ ]*)(\S+) \(([^)]*)\)/.exec(line) ?? []
    const depth = indent.length / 4
    above[depth] = (above[depth - 1] ?? '') + part
    const writes = methods.split(', ').filter((method) => !['GET', 'HEAD', ''].includes(method))
    return writes.map((method) => `${method} ${above[depth]}`)
  })
}
