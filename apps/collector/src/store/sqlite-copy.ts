import { existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { MIGRATIONS } from './schema.ts'

/** Why a file is no store that this release can read. */
export type CopyError =
  | { readonly code: 'not-a-store'; readonly say: string }
  | { readonly code: 'broken'; readonly say: string }
  | { readonly code: 'too-new'; readonly say: string }

const ALL_PAGES = 0x7fff_ffff

const flush = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Reads a file from end to end; undefined when it is a whole store of this release or an older one. */
export const checkCopy = (file: string): CopyError | undefined => {
  let db: Database.Database | undefined
  try {
    db = new Database(file, { readonly: true, fileMustExist: true })
    const found = db.pragma('integrity_check(1)', { simple: true })
    if (found !== 'ok') return { code: 'broken', say: `${file} is damaged: ${found}` }
    const row = db.prepare<[], { id: number }>('SELECT MAX(id) AS id FROM migrations').get()
    return (row?.id ?? 0) > MIGRATIONS.length
      ? { code: 'too-new', say: `${file} was written by a newer release: restore it with that one.` }
      : undefined
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { code: 'not-a-store', say: `${file} is no store of Fireball: ${why}` }
  } finally {
    db?.close()
  }
}

/**
 * Copies a store that is in use, as of one instant: everything acknowledged before is in it. The collector goes on
 * meanwhile. Under its name only once it is whole, checked and flushed. Answers its size in bytes, or what is wrong.
 */
export const copyStore = async (from: string, to: string): Promise<number | CopyError> => {
  const draft = `${to}.part`
  await rm(draft, { force: true })
  const db = new Database(from, { readonly: true, fileMustExist: true })
  try {
    db.pragma('busy_timeout = 5000')
    // In steps, it would begin anew with each commit; one step reads one state, and in WAL mode keeps nobody waiting.
    await db.backup(draft, { progress: () => ALL_PAGES })
  } finally {
    db.close()
  }
  const error = checkCopy(draft)
  if (error !== undefined) {
    await rm(draft, { force: true })
    return error
  }
  // Reading it made a log of its own beside it.
  for (const end of ['-wal', '-shm']) await rm(draft + end, { force: true })
  await flush(draft)
  const handle = await open(draft, 'r')
  const { size } = await handle.stat()
  await handle.close()
  await rename(draft, to)
  await flush(dirname(to))
  return size
}

/** Files that stand beside a store while it is open, or after it was not closed. */
export const logsOf = (file: string): readonly string[] =>
  ['-wal', '-shm'].map(end => file + end).filter(one => existsSync(one))

/**
 * Puts a copy in the place of a store that nobody has open. The old log goes first: replayed over another file it would
 * destroy it. Answers as `copyStore`.
 */
export const restoreStore = async (from: string, to: string): Promise<number | CopyError> => {
  const copied = await copyStore(from, `${to}.restored`)
  if (typeof copied !== 'number') return copied
  for (const log of logsOf(to)) await rm(log)
  await flush(dirname(to))
  await rename(`${to}.restored`, to)
  await flush(dirname(to))
  return copied
}
