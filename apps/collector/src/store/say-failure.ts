const WHY: readonly (readonly [code: RegExp, say: (where: string) => string])[] = [
  [
    /^SQLITE_READONLY|^EACCES|^EPERM|^EROFS/,
    where => `The store in ${where} may not be written: look whose the folder and its files are.`,
  ],
  [
    /^SQLITE_CORRUPT|^SQLITE_NOTADB/,
    where =>
      `The store in ${where} is damaged. Nothing was changed. Restore a backup: fireball restore FILE --replace (docs/durability.md).`,
  ],
  [/^SQLITE_FULL|^ENOSPC/, where => `The disk of ${where} is full: make room, then start again.`],
  [
    /^SQLITE_CANTOPEN|^ENOTDIR|^EEXIST/,
    where => `The store in ${where} cannot be opened: look at the folder.`,
  ],
  [/^SQLITE_IOERR|^EIO/, where => `The disk of ${where} fails to read or write.`],
  [
    /^SQLITE_BUSY/,
    where =>
      `Another program holds the store in ${where} for longer than five seconds: end it, then start again.`,
  ],
  [
    /^ECONN|^ENOTFOUND|^EAI_AGAIN|^ETIMEDOUT|^EHOSTUNREACH|^ENETUNREACH|^57P0|^08/,
    () => 'The database at DATABASE_URL does not answer: look whether it runs and is reached from here.',
  ],
  [
    /^53300/,
    () =>
      'The database at DATABASE_URL takes no more connections: raise its max_connections (eight a collector).',
  ],
  [
    /^25006/,
    () =>
      'The database at DATABASE_URL may only be read: it is a replica, or default_transaction_read_only is on.',
  ],
  [/^28/, () => 'The database at DATABASE_URL refuses the user or the password.'],
  [/^3D000/, () => 'The database that DATABASE_URL names is not there: make it, in UTF-8.'],
]

/** What the client of the database says without a code when nothing answers. Source: node_modules/pg/lib/client.js, pg-pool/index.js */
const NO_ANSWER = /timeout|Connection terminated|Client has encountered a connection error|Client was closed/i

/** The code of a failure; that of no answer for those of the database’s client that have none. */
const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return ''
  if ('code' in error && error.code !== undefined) return String(error.code)
  return NO_ANSWER.test(error.message) ? 'ETIMEDOUT' : ''
}

/** What to tell people when a store cannot be opened, with what to do; undefined for a failure of another kind. */
export const sayStoreFailure = (error: unknown, where: string): string | undefined => {
  const code = codeOf(error)
  return WHY.find(([known]) => known.test(code))?.[1](where)
}

/** Nothing that is asked of the database goes well for now: not to be tried piece by piece. */
export const isUnreachable = (error: unknown): boolean =>
  /^ECONN|^ENOTFOUND|^EAI_AGAIN|^ETIMEDOUT|^EPIPE|^EHOSTUNREACH|^ENETUNREACH|^57P0|^08|^53300|^25006/.test(
    codeOf(error),
  )

/** The store is the reason of a failure, and may take the same later. */
export const isStoreFailure = (error: unknown): boolean =>
  isUnreachable(error) ||
  /^SQLITE_(BUSY|FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB|PROTOCOL)|^(53|57|58|XX|40)/.test(codeOf(error))

/** What to tell people when another collector has the folder. */
export const sayTaken = (where: string): string =>
  `Another collector runs on ${where}; two on one SQLite file would undo each other’s work. Stop it, or set DATA_DIR to another folder. Several collectors need PostgreSQL (docs/scale.md).`

/** What to tell people when SQLite would drop acknowledged commits of a log without a word. */
export const sayDamagedLog = (file: string): string =>
  `The log ${file}-wal is damaged in the middle: what was committed behind that place would be lost. Nothing was changed. Restore a backup: fireball restore FILE --replace; or move the log away to go on without it (docs/durability.md).`
