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
    /^ECONNREFUSED|^ENOTFOUND|^EAI_AGAIN|^ETIMEDOUT|^57P0/,
    () => 'The database at DATABASE_URL does not answer: look whether it runs and is reached from here.',
  ],
  [/^28/, () => 'The database at DATABASE_URL refuses the user or the password.'],
  [/^3D000/, () => 'The database that DATABASE_URL names is not there: make it, in UTF-8.'],
]

/** What to tell people when a store cannot be opened, with what to do; undefined for a failure of another kind. */
export const sayStoreFailure = (error: unknown, where: string): string | undefined => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return WHY.find(([known]) => known.test(code))?.[1](where)
}

/** What to tell people when another collector has the folder. */
export const sayTaken = (where: string): string =>
  `Another collector runs on ${where}; two on one SQLite file would undo each other’s work. Stop it, or set DATA_DIR to another folder. Several collectors need PostgreSQL (docs/scale.md).`
