import { existsSync } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { defineCommand } from 'citty'
import { claimAlone } from '../store/alone.ts'
import type { Driver } from '../store/driver.ts'
import { dumpPostgres, dumpSqlite, loadDump, rowsIn } from '../store/dump.ts'
import { checkDump, type DumpSummary, isGzipFile, writeDump } from '../store/dump-file.ts'
import { openPostgres } from '../store/postgres.ts'
import { sayStoreFailure } from '../store/say-failure.ts'
import { openSqlite } from '../store/sqlite.ts'
import { checkCopy, copyStore, logsOf, restoreStore } from '../store/sqlite-copy.ts'
import { fail } from './exit.ts'
import { DATA_OPTION } from './open-store.ts'
import { strict } from './strict.ts'

const STORE = 'fireball.db'

/** The address of a PostgreSQL store, or the folder of a SQLite one. */
const placeOf = (named: string | undefined): { readonly address: string } | { readonly folder: string } => {
  const { DATABASE_URL, DATA_DIR = 'data' } = process.env
  return named === undefined && DATABASE_URL !== undefined && DATABASE_URL !== ''
    ? { address: DATABASE_URL }
    : { folder: resolve(named ?? DATA_DIR) }
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

const rowsOf = ({ rows }: DumpSummary): number => Object.values(rows).reduce((sum, n) => sum + n, 0)

const flush = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Failures of a database are told in words. */
const inWords = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    return fail(
      'failed',
      sayStoreFailure(error, '') ?? (error instanceof Error ? error.message : String(error)),
    )
  }
}

const withPostgres = async <T>(address: string, work: (store: Driver) => Promise<T>): Promise<T> => {
  const store = openPostgres(address, () => undefined) // what breaks at rest is noticed at the next statement
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** Under its name only once it was read back from end to end. */
const writeChecked = async (
  to: string,
  write: (draft: string) => Promise<void>,
): Promise<{ readonly summary: DumpSummary; readonly bytes: number }> => {
  const draft = `${to}.part`
  await rm(draft, { force: true })
  await write(draft)
  const checked = await checkDump(draft)
  if (!checked.ok) return fail('failed', checked.error.say)
  await rename(draft, to)
  await flush(dirname(to))
  return { summary: checked.value, bytes: (await stat(to)).size }
}

/** `fireball backup` */
export const backupCommand = defineCommand({
  meta: {
    name: 'backup',
    description:
      'Write the store as of now to a file, while the collector goes on. Of SQLite a copy, or, when the name ends in .gz, a dump that either engine can restore; of PostgreSQL a dump.',
  },
  args: {
    to: { type: 'positional', description: 'The file to write; it must not be there yet', required: true },
    ...DATA_OPTION,
  },
  plugins: [strict],
  run: async ({ args }) => {
    const place = placeOf(args.data)
    const to = resolve(args.to)
    if (existsSync(to)) fail('usage', `${to} is there already; nothing was written.`)
    const from = 'folder' in place ? join(place.folder, STORE) : ''
    if ('folder' in place && !existsSync(from))
      fail('usage', `There is no store ${from}. Name its folder with --data.`)
    await mkdir(dirname(to), { recursive: true })
    if ('folder' in place && !to.endsWith('.gz')) {
      const copied = await copyStore(from, to)
      if (typeof copied !== 'number') return fail('failed', copied.say)
      console.log(`Wrote ${to} (${megabytes(copied)}), read back and whole.`)
      return
    }
    const { summary, bytes } = await inWords(() =>
      writeChecked(to, draft =>
        'folder' in place
          ? dumpSqlite(from, Date.now(), lines => writeDump(draft, lines))
          : withPostgres(place.address, store =>
              dumpPostgres(store, Date.now(), lines => writeDump(draft, lines)),
            ),
      ),
    )
    console.log(`Wrote ${to} (${megabytes(bytes)}, ${rowsOf(summary)} rows), read back and whole.`)
  },
})

/** Makes a SQLite store of a dump beside the place, and moves it there once it is whole. */
const loadSqlite = async (from: string, to: string, schema: number): Promise<number> => {
  const draft = `${to}.restored`
  for (const end of ['', '-wal', '-shm']) await rm(draft + end, { force: true })
  const store = openSqlite(draft)
  let rows: number
  try {
    rows = await loadDump(store, from, { schema, now: Date.now() })
  } finally {
    await store.close()
  }
  await flush(draft)
  for (const log of logsOf(to)) await rm(log)
  await rename(draft, to)
  await flush(dirname(to))
  return rows
}

const restorePostgres = async (address: string, from: string): Promise<void> => {
  if (!(await isGzipFile(from)))
    fail(
      'usage',
      `${from} is a copy of a SQLite store. For PostgreSQL make a dump of that store: fireball backup NAME.gz --data FOLDER.`,
    )
  const checked = await checkDump(from)
  if (!checked.ok) return fail('usage', checked.error.say)
  const { schema } = checked.value
  const rows = await inWords(() =>
    withPostgres(address, async store => {
      if ((await rowsIn(store)) > 0)
        fail(
          'usage',
          'The database at DATABASE_URL is not empty. Make a new one, in UTF-8; nothing was changed.',
        )
      return loadDump(store, from, { schema, now: Date.now() })
    }),
  )
  console.log(`Restored ${rows} rows into the database. Start the collectors.`)
}

/** `fireball restore` */
export const restoreCommand = defineCommand({
  meta: {
    name: 'restore',
    description:
      'Put a backup in the place of the SQLite store, with the collector stopped; or into an empty PostgreSQL database',
  },
  args: {
    from: { type: 'positional', description: 'A file that `fireball backup` wrote', required: true },
    replace: { type: 'boolean', description: 'Put it over the SQLite store that is there' },
    ...DATA_OPTION,
  },
  plugins: [strict],
  run: async ({ args }) => {
    const place = placeOf(args.data)
    const from = resolve(args.from)
    if (!existsSync(from)) fail('usage', `There is no file ${from}.`)
    if ('address' in place) return restorePostgres(place.address, from)
    const { folder } = place
    const to = join(folder, STORE)
    const isDump = await isGzipFile(from)
    const checked = isDump ? await checkDump(from) : undefined
    if (checked !== undefined && !checked.ok) return fail('usage', checked.error.say)
    const error = isDump ? undefined : checkCopy(from)
    if (error !== undefined) return fail('usage', error.say)
    await mkdir(folder, { recursive: true })
    const claim = claimAlone(folder)
    if (claim === undefined) return fail('failed', `A collector runs on ${folder}: stop it first.`)
    try {
      if (args.replace !== true && (existsSync(to) || logsOf(to).length > 0))
        fail(
          'usage',
          `There is a store in ${folder}. With --replace it is lost and the backup takes its place.`,
        )
      if (checked !== undefined) {
        const rows = await inWords(() => loadSqlite(from, to, checked.value.schema))
        console.log(`Restored ${to} (${rows} rows). Start the collector.`)
        return
      }
      const copied = await restoreStore(from, to)
      if (typeof copied !== 'number') return fail('failed', copied.say)
      console.log(`Restored ${to} (${megabytes(copied)}). Start the collector.`)
    } finally {
      claim.release()
    }
  },
})
