/** What the command says of itself and of what was typed wrongly, in Chinese; the library speaks English. */
import type { Command } from 'commander'
import { columnsOf } from './columns.ts'

const titles: Readonly<Record<string, string>> = {
  'Usage:': '用法',
  'Options:': '选项：',
  'Commands:': '命令：',
  'Arguments:': '参数：',
}
/** A misspelt command or option. */
const misspeltCode = 2

const sentences: readonly (readonly [RegExp, string])[] = [
  [/^unknown option '([^']+)'[\s\S]*/, '没有“$1”这个选项'],
  [/^unknown command '([^']+)'[\s\S]*/, '没有“$1”这个命令'],
  [/^option '([^' ]+)[^']*' argument missing/, '“$1”后面缺少内容'],
  [/^required option '([^' ]+)[^']*' not specified/, '没有给出“$1”'],
  [/^missing required argument '([^']+)'/, '没有给出“$1”'],
  [/^too many arguments[\s\S]*/, '多写了内容'],
]
/** Says it as everything else is said: one sentence and what to do next. What is not known stays as the library says it. */
export function misspelt(said: string): string {
  const plain = said.trim().replace(/^error: /, ''),
    known = sentences.find(([words]) => words.test(plain))
  const fact = known ? plain.replace(known[0], known[1]) : plain
  return `不能运行：${fact}；加 --help 看有哪些命令和选项。`
}
/** For the program before its commands are added: they take it over. */
export function inChinese(program: Command): Command {
  return program
    .configureHelp({
      styleTitle: (title) => titles[title] ?? title,
      styleSubcommandTerm: (term) => term.replace('[options]', '[选项]'),
      styleUsage: (usage) => usage.replace('[options]', '[选项]').replace('[command]', '[命令]'),
      styleOptionDescription: (text) => text.replace(/ \(default: "?([^")]*)"?\)$/, '（不写时：$1）'),
      displayWidth: columnsOf,
    })
    .configureOutput({ outputError: (said, write) => write(`${misspelt(said)}\n`) })
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : misspeltCode))
}
