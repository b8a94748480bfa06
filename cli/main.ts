/** `shouze`: one command for who runs the machine. Every end is a sentence and an exit code. */
import { Command } from 'commander'
import { addArchiveCommands } from './archive-commands.ts'
import { addBenchCommands } from './bench.ts'
import { addCheckCommand } from './check.ts'
import { addClauseCommands } from './clauses.ts'
import { inChinese } from './command-words.ts'
import { StartRefusal } from '../store/start-refusal.ts'
import { start, type StartOptions } from './start.ts'

const program = inChinese(new Command('shouze'))
  .description('守则：让写在墙上的制度每天真的运行')
  .helpOption('-h, --help', '显示帮助')
  .helpCommand('help [命令]', '显示某个命令的帮助')

program
  .command('start', { isDefault: true })
  .description('启动（首次启动时建立数据文件夹和数据库）')
  .option('--data <文件夹>', '数据放在哪里', 'data')
  .option('--port <端口>', '网页的端口', '8420')
  .option('--lan', '在内网开放：以本单位自己的证书提供 HTTPS')
  .option('--demo', '演示：另用一个文件夹，内有一家医院和一家网吧')
  .option('--clock <时刻>', '演练时钟：从这一时刻起由人拨动，只用于从未用过真实时钟的文件夹')
  .option('--owner <网址>', '外部 PostgreSQL：所有者角色的连接')
  .option('--application <网址>', '外部 PostgreSQL：应用角色的连接')
  .addHelpText('after', '\n启动不了时只说一句话，并以一个数字退出；各数字的意思见 README“启动不了怎么办”。')
  .action((options: StartOptions) => run(() => start(options)))

async function run(command: () => Promise<void>) {
  try {
    await command()
  } catch (error) {
    if (!(error instanceof StartRefusal)) throw error
    console.error(error.message)
    process.exit(error.exitCode)
  }
}
addArchiveCommands(program, run)
addBenchCommands(program, run)
addClauseCommands(program)
addCheckCommand(program)
await program.parseAsync()
