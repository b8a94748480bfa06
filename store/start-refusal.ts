/** Why a start cannot go on: one Chinese sentence for whoever types the command, one exit code for whatever started it. */

/**
 * Every reason with its exit code. The codes are published (README, `shouze start --help`) and never reused:
 * 10 taken, 11 read-only, 12 full, 13 not ours, 14 newer, 15 altered, 16 program damaged, 17 external database unfit,
 * 18 folder unfit, 19 migration failed, 20 database does not start.
 */
export const exitCodes = {
  /** Another start uses the same folder, or another program is migrating the same database. */
  taken: 10,
  /** The folder, or the file system under it, cannot be written. */
  readOnly: 11,
  /** No room, or too little to begin. */
  full: 12,
  /** The folder belongs to another user, or the database's user cannot reach it. */
  notOurs: 13,
  /** A later version of the program wrote here. */
  newer: 14,
  /** A migration that has run no longer reads as it did. */
  altered: 15,
  /** The PostgreSQL that comes with the program is missing or incomplete. */
  program: 16,
  /** The external PostgreSQL is too old, or its roles are not separated. */
  external: 17,
  /** The folder holds something else, or a part of it is gone. */
  folder: 18,
  /** A migration failed and was rolled back. */
  migration: 19,
  /** The database did not start, for a reason that its log tells. */
  database: 20,
} as const

export type RefusalReason = keyof typeof exitCodes

/** Thrown where a start ends. `message` is the sentence: what happened, and what to do next. */
export class StartRefusal extends Error {
  readonly reason: RefusalReason
  readonly exitCode: number

  constructor(reason: RefusalReason, fact: string, next: string, cause?: unknown) {
    super(`不能启动：${fact}；${next}。`, cause === undefined ? undefined : { cause })
    this.name = 'StartRefusal'
    this.reason = reason
    this.exitCode = exitCodes[reason]
  }
}

/** The code of a system error (`ENOSPC`), or of one of PostgreSQL's (`53100`), if it has one. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** Turns an error of the file system at `path` into its sentence; gives back what it does not know. */
export function fileRefusal(error: unknown, path: string): unknown {
  switch (codeOf(error)) {
    case 'EROFS':
      return readOnly(path, error)
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(path, error)
    case 'EACCES':
    case 'EPERM':
      return new StartRefusal(
        'notOurs',
        `本用户无权读写“${path}”`,
        '请换用它的所有者启动，或用 --data 换一个文件夹',
        error,
      )
    case 'ENOTDIR':
    case 'EEXIST':
      return new StartRefusal('folder', `“${path}”不是文件夹`, '请用 --data 换一个文件夹', error)
    default:
      return error
  }
}

export function readOnly(path: string, cause?: unknown): StartRefusal {
  return new StartRefusal(
    'readOnly',
    `“${path}”所在的磁盘是只读的`,
    '请改为可写后再启动，或用 --data 换一个文件夹',
    cause,
  )
}

export function diskFull(path: string, cause?: unknown): StartRefusal {
  return new StartRefusal('full', `“${path}”所在的磁盘已满或所剩无几`, '请腾出至少 500 MB 后再启动', cause)
}
