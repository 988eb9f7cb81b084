import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { defineCommand } from 'citty'
import { claimAlone } from '../store/alone.ts'
import { checkCopy, copyStore, logsOf, restoreStore } from '../store/sqlite-copy.ts'
import { fail } from './exit.ts'
import { DATA_OPTION } from './open-store.ts'
import { strict } from './strict.ts'

const STORE = 'fireball.db'

/** The folder of a SQLite store; PostgreSQL has tools of its own that do this better. */
const folderOf = (named: string | undefined, recipe: string): string => {
  const { DATABASE_URL, DATA_DIR = 'data' } = process.env
  if (named === undefined && DATABASE_URL !== undefined)
    fail('usage', `The store is a PostgreSQL database: ${recipe} (docs/durability.md)`)
  return resolve(named ?? DATA_DIR)
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

/** `fireball backup` */
export const backupCommand = defineCommand({
  meta: { name: 'backup', description: 'Copy the SQLite store as of now, while the collector goes on' },
  args: {
    to: { type: 'positional', description: 'The file to write; it must not be there yet', required: true },
    ...DATA_OPTION,
  },
  plugins: [strict],
  run: async ({ args }) => {
    const folder = folderOf(args.data, 'pg_dump --format=custom --file=fireball.dump "$DATABASE_URL"')
    const from = join(folder, STORE)
    const to = resolve(args.to)
    if (!existsSync(from)) fail('usage', `There is no store ${from}. Name its folder with --data.`)
    if (existsSync(to)) fail('usage', `${to} is there already; nothing was written.`)
    await mkdir(dirname(to), { recursive: true })
    const copied = await copyStore(from, to)
    if (typeof copied !== 'number') return fail('failed', copied.say)
    console.log(`Wrote ${to} (${megabytes(copied)}), read back and whole.`)
  },
})

/** `fireball restore` */
export const restoreCommand = defineCommand({
  meta: {
    name: 'restore',
    description: 'Put a backup in the place of the SQLite store; the collector is stopped',
  },
  args: {
    from: { type: 'positional', description: 'A file that `fireball backup` wrote', required: true },
    replace: { type: 'boolean', description: 'Put it over the store that is there' },
    ...DATA_OPTION,
  },
  plugins: [strict],
  run: async ({ args }) => {
    const folder = folderOf(
      args.data,
      'pg_restore --clean --if-exists --dbname="$DATABASE_URL" fireball.dump',
    )
    const from = resolve(args.from)
    const to = join(folder, STORE)
    if (!existsSync(from)) fail('usage', `There is no file ${from}.`)
    const error = checkCopy(from)
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
      const copied = await restoreStore(from, to)
      if (typeof copied !== 'number') return fail('failed', copied.say)
      console.log(`Restored ${to} (${megabytes(copied)}). Start the collector.`)
    } finally {
      claim.release()
    }
  },
})
