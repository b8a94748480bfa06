/** The commands for who keeps the machine: verify, backup, restore, export, import. */
import type { Command } from 'commander'
import { policies } from '../policies/index.ts'
import { backup } from './backup.ts'
import { exportLog, type ExportOptions } from './export.ts'
import { importLog, type ImportOptions } from './import.ts'
import type { ReachOptions } from './reach.ts'
import { Refused } from './refused.ts'
import { restore, type RestoreOptions } from './restore.ts'
import { sayTo } from './say.ts'
import { verifyPackage, type PackageOptions } from './verify-package.ts'
import { verify, type VerifyOptions } from './verify.ts'

declare const __FOLD_DIGEST__: string

/** `run` turns what a command throws into its sentence and exit code. */
export function addArchiveCommands(program: Command, run: (command: () => Promise<void>) => Promise<void>): void {
  const say = sayTo(process.stderr),
    print = sayTo(process.stdout),
    refolding = { policies, digest: __FOLD_DIGEST__ }
  const at = (command: Command, what = '数据放在哪里') =>
    command
      .option('--data <文件夹>', what, 'data')
      .option('--owner <网址>', '外部 PostgreSQL：所有者角色的连接')
      .option('--application <网址>', '外部 PostgreSQL：应用角色的连接')
  const ended = (command: () => Promise<unknown>) => run(() => refusing(command))

  at(
    program
      .command('verify [文件]')
      .description('核对每个单位的记录：内容、次序、签名、正文；运行中也可核对。给出文件则核对一份查询包，不用数据库'),
  )
    .option('--replay', '再把记录从头算一遍，与存下的状态逐字节比较')
    .option('--json', '印出 JSON')
    .option('--passphrase-file <文件>', '查询包的口令写在这个文件里；不给就在终端里问')
    .option('--list <文件>', '把查询包里的登记写成表格')
    .action((file: string | undefined, options: VerifyOptions & PackageOptions) =>
      ended(() =>
        file === undefined
          ? verify(options, refolding, say, print)
          : verifyPackage(file, options, policies, say, print),
      ),
    )
  at(program.command('backup <文件>').description('备份整个安装到一个文件（主密钥除外）；运行中也可备份')).action(
    (file: string, options: ReachOptions) => ended(() => backup(file, options, say)),
  )
  at(program.command('restore <文件>').description('由备份恢复到一个空文件夹'), '恢复到哪里，须是空的')
    .option('--keys <文件夹>', '备份时的主密钥（keys 文件夹）')
    .action((file: string, options: RestoreOptions) => ended(() => restore(file, options, refolding, say)))
  at(program.command('export <文件>').description('导出一个单位的全部记录，换机器、换数据库或离开时用'))
    .requiredOption('--organisation <代号>', '哪个单位')
    .option('--passphrase-file <文件>', '口令写在这个文件里；不给就在终端里问')
    .action((file: string, options: ExportOptions) => ended(() => exportLog(file, options, say)))
  at(program.command('import <文件>').description('导入别处导出的一个单位，与这里已有的并列'))
    .option('--passphrase-file <文件>', '口令写在这个文件里；不给就在终端里问')
    .option('--code <代号>', '在这里另用一个代号')
    .action((file: string, options: ImportOptions) => ended(() => importLog(file, options, say)))
}
async function refusing(command: () => Promise<unknown>): Promise<void> {
  try {
    const code = await command()
    if (typeof code === 'number') process.exitCode = code
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = error.exitCode
  }
}
