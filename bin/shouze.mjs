#!/usr/bin/env node
// The one command: checks the runtime, compiles what changed, then hands over to cli/main.ts. Written so that an old
// Node can still read it and say what is wrong.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const oldest = [20, 19]
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  console.error(
    `不能启动：本机的 Node 是 ${process.versions.node}，需要 ${oldest.join('.')} 或更新的版本。请升级 Node 后再启动。`,
  )
  process.exit(2)
} else if (!existsSync(join(root, 'node_modules', 'esbuild'))) {
  console.error('不能启动：还没有安装依赖。请先在程序目录运行 npm ci --omit=dev。')
  process.exit(2)
} else {
  start().catch((error) => {
    console.error(error.isSentence ? error.message : `不能启动：${error.stack || error.message}`)
    process.exit(error.exitCode || 1)
  })
}

async function start() {
  const { build } = await import('../tools/build.mjs')
  // What the build says goes to standard error: standard output belongs to the command (`shouze clauses --json`).
  const { missing } = await build({ say: (sentence) => console.error(sentence) })
  if (missing.includes('server')) {
    console.error('不能启动：程序不完整，缺少 cli/main.ts。')
    process.exit(2)
  }
  const program = join(root, 'build', 'server', 'shouze.mjs')
  process.setSourceMapsEnabled(true)
  await import(pathToFileURL(program).href)
}
