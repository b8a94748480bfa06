// The server as one file, and one more for its worker: our own sources bundled, packages left where npm put them.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { build } from 'esbuild'

/** What runs in a thread of its own. */
const worker = 'server/sheet/worker.ts'

/** Bundles cli/main.ts into build/server/shouze.mjs, the worker beside it, with source maps. Throws with esbuild's messages. */
export async function buildServer({ root, scratch, fold, buildFolder }) {
  const target = join(buildFolder, 'server')
  await build({
    absWorkingDir: root,
    entryPoints: existsSync(join(root, worker))
      ? { shouze: 'cli/main.ts', 'sheet-worker': worker }
      : { shouze: 'cli/main.ts' },
    outdir: scratch,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    sourcemap: 'linked',
    sourcesContent: false,
    charset: 'utf8',
    legalComments: 'none',
    loader: { '.sql': 'text', '.md': 'text' },
    define: { __FOLD_DIGEST__: JSON.stringify(fold) },
    plugins: [ownAddress(target)],
    logLevel: 'silent',
  })
  mkdirSync(target, { recursive: true })
  // Maps go first: a bundle never stands beside an older map for longer than it takes to rename.
  const made = readdirSync(scratch).toSorted((a, b) => Number(b.endsWith('.map')) - Number(a.endsWith('.map')))
  for (const name of made) renameSync(join(scratch, name), join(target, name))
}

/**
 * Keeps `import.meta` true to its source: in the bundle every module would otherwise see the bundle's own address, and a
 * file that lies beside the source (a migration, a template) would not be found.
 */
function ownAddress(target) {
  return {
    name: 'own-address',
    setup(under) {
      under.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8')
        if (path.includes('/node_modules/') || !text.includes('import.meta.')) return undefined
        const own = `new URL(${JSON.stringify(relative(target, path))}, import.meta.url)`
        const contents = text
          .replaceAll(/\bimport\.meta\.url\b/g, `${own}.href`)
          .replaceAll(/\bimport\.meta\.filename\b/g, `decodeURIComponent(${own}.pathname)`)
          .replaceAll(
            /\bimport\.meta\.dirname\b/g,
            `decodeURIComponent(new URL('.', ${own}).pathname.replace(/\\/$/, ''))`,
          )
        return { contents, loader: 'ts', resolveDir: dirname(path) }
      })
    },
  }
}
