// The pages: split modules under names that change with their content, the entry page that names them, and compressed
// copies beside each, so that the server only hands out files.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build } from 'esbuild'
import { sourceFiles } from './source-files.mjs'

const compressible = /\.(js|css|html|svg|json|webmanifest|map)$/
const smallestWorthBytes = 1024
const staleAfterMs = 24 * 3600 * 1000

/**
 * Builds web/main.tsx into build/web: assets/ with hashed names, files of web/public as they are, index.html last, so that
 * a page is never handed out before what it names. Answers a sentence with the size of the first load (gzip).
 */
export async function buildWeb({ root, scratch, fold, buildFolder }) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { main: 'web/main.tsx' },
    outdir: join(scratch, 'assets'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'chrome109',
    jsx: 'automatic',
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    metafile: true,
    loader: { '.svg': 'file', '.png': 'file', '.woff2': 'file' },
    define: { 'process.env.NODE_ENV': '"production"', __FOLD_DIGEST__: JSON.stringify(fold) },
    logLevel: 'silent',
  })
  const firstLoad = firstLoadOf(metafile, root)
  copyPublic(root, scratch)
  writeFileSync(join(scratch, 'index.html'), pageFor(join(root, 'web/index.html'), firstLoad))
  await compressAll(scratch)
  const bytes = [...firstLoad.scripts, ...firstLoad.styles].reduce((sum, name) => sum + sizeOf(scratch, name), 0)
  publish(scratch, join(buildFolder, 'web'))
  return `首屏 ${Math.ceil(bytes / 1024)} kB（gzip）`
}

/** Which files the browser needs before anything shows: the entry, what it imports at once, and their styles. */
function firstLoadOf(metafile, root) {
  const named = (path) => basename(path)
  const entry = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === 'web/main.tsx')
  if (entry === undefined) throw new Error(`esbuild named no output for ${join(root, 'web/main.tsx')}`)
  for (const [path, { cssBundle }] of Object.entries(metafile.outputs)) {
    // esbuild writes such a stylesheet and no script asks for it: the page would stand unstyled.
    if (cssBundle !== undefined && path !== entry[0]) {
      throw new Error(`${named(cssBundle)} belongs to a page that loads later: import its source in web/main.tsx`)
    }
  }
  const scripts = new Set()
  const visit = (path) => {
    if (scripts.has(path)) return
    scripts.add(path)
    for (const found of metafile.outputs[path].imports) if (found.kind === 'import-statement') visit(found.path)
  }
  visit(entry[0])
  const styles = entry[1].cssBundle === undefined ? [] : [entry[1].cssBundle]
  return { scripts: [...scripts].map(named), styles: styles.map(named) }
}

/** The entry page with the hashed names in: no inline script or style, so that the content policy can stay strict. */
function pageFor(template, { scripts, styles }) {
  const html = readFileSync(template, 'utf8')
  const [entry, ...rest] = scripts
  const links = [
    ...styles.map((name) => `<link rel="stylesheet" href="/assets/${name}">`),
    ...rest.map((name) => `<link rel="modulepreload" href="/assets/${name}">`),
    `<script type="module" src="/assets/${entry}"></script>`,
  ]
  const withoutEntry = html.replaceAll(/[ \t]*<script[^>]*src="[^"]*main\.tsx"[^>]*>\s*<\/script>\n?/g, '')
  if (!withoutEntry.includes('</head>')) throw new Error('web/index.html has no </head>')
  return withoutEntry.replace(/[ \t]*<\/head>/, `${links.map((link) => `    ${link}\n`).join('')}  </head>`)
}

function copyPublic(root, scratch) {
  const folder = join(root, 'web/public')
  if (!existsSync(folder)) return
  for (const path of sourceFiles(folder, [''], [''], true)) {
    mkdirSync(dirname(join(scratch, path)), { recursive: true })
    copyFileSync(join(folder, path), join(scratch, path))
  }
}

async function compressAll(scratch) {
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }
  const paths = sourceFiles(scratch, [''], [''], true).filter((path) => compressible.test(path))
  await Promise.all(
    paths.map(async (path) => {
      const bytes = readFileSync(join(scratch, path))
      if (bytes.length < smallestWorthBytes) return
      const [gz, br] = await Promise.all([
        promisify(gzip)(bytes, { level: 9 }),
        promisify(brotliCompress)(bytes, quality),
      ])
      writeFileSync(join(scratch, `${path}.gz`), gz)
      writeFileSync(join(scratch, `${path}.br`), br)
    }),
  )
}

function sizeOf(scratch, name) {
  const path = join(scratch, 'assets', name)
  return statSync(existsSync(`${path}.gz`) ? `${path}.gz` : path).size
}

/** Moves everything into place, the entry page last; assets that nobody names go after a day, when no open page asks. */
function publish(scratch, target) {
  const isPage = (path) => path.startsWith('index.html')
  const paths = sourceFiles(scratch, [''], [''], true).sort((a, b) => Number(isPage(a)) - Number(isPage(b)))
  // The compressed copies of the page go before the page: whoever gets the new page gets new assets either way.
  const inOrder = [...paths.filter((path) => path !== 'index.html'), 'index.html']
  for (const path of inOrder) {
    mkdirSync(dirname(join(target, path)), { recursive: true })
    renameSync(join(scratch, path), join(target, path))
  }
  const kept = new Set(inOrder)
  for (const name of readdirSync(join(target, 'assets'))) {
    const path = join(target, 'assets', name)
    if (!kept.has(`assets/${name}`) && Date.now() - statSync(path).mtimeMs > staleAfterMs) rmSync(path, { force: true })
  }
}
