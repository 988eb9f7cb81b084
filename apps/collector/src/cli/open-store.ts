import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { uuidv7 } from 'uuidv7'
import { createSessions, type Sessions } from '../console/sessions.ts'
import { createKeys, type Keys } from '../keys.ts'
import { createProgramStore, type ProgramStore } from '../program-store.ts'
import { createProjects, type Project, type Projects } from '../projects.ts'
import { type Audit, createAudit } from '../security/audit.ts'
import { createMembers, type Members } from '../security/members.ts'
import type { Driver } from '../store/driver.ts'
import { migrate } from '../store/migrate.ts'
import { openPostgres } from '../store/postgres.ts'
import { openSqlite } from '../store/sqlite.ts'
import { fail } from './exit.ts'

/** The store of a collector, opened beside it: SQLite lets several processes in. */
export interface OpenedStore {
  readonly store: Driver
  readonly projects: Projects
  readonly programs: ProgramStore
  readonly sessions: Sessions
  readonly keys: Keys
  readonly members: Members
  readonly audit: Audit
}

/** The option that says where the store is. */
export const DATA_OPTION = {
  data: {
    type: 'string',
    description:
      'The collector’s data folder; default: DATABASE_URL or DATA_DIR from the environment, else ./data',
    valueHint: 'folder',
  },
} as const

/** A new secret: 192 random bits, URL-safe. */
export const newSecret = (): string => randomBytes(24).toString('base64url')

const FILE = 'fireball.db'

const openCollectorStore = (folder: string | undefined): Driver => {
  const { DATABASE_URL, DATA_DIR = 'data' } = process.env
  if (folder === undefined && DATABASE_URL !== undefined) return openPostgres(DATABASE_URL, () => undefined) // what breaks at rest is noticed at the next statement
  const file = join(resolve(folder ?? DATA_DIR), FILE)
  if (!existsSync(file))
    fail('usage', `There is no store ${file}. Start the collector once, or name its folder with --data.`)
  return openSqlite(file)
}

/** Opens the store that a collector has made, does the work, and closes it. */
export const withStore = async <T>(
  folder: string | undefined,
  work: (opened: OpenedStore) => Promise<T>,
): Promise<T> => {
  const store = openCollectorStore(folder)
  try {
    const now = Date.now
    await migrate(store, now())
    return await work({
      store,
      projects: createProjects({ store, now, secret: newSecret }),
      programs: createProgramStore({ store, now, newId: uuidv7 }),
      sessions: createSessions({ store, now, secret: newSecret }),
      keys: createKeys({ store, now, secret: newSecret }),
      members: createMembers({ store, now, newId: uuidv7 }),
      audit: createAudit({ store, now, newId: uuidv7 }),
    })
  } finally {
    await store.close()
  }
}

/** The project of that id or name. */
export const findProject = async ({ projects }: OpenedStore, named: string): Promise<Project> => {
  const all = await projects.list()
  return (
    all.find(one => one.id === named) ??
    all.find(one => one.name === named) ??
    fail('usage', `There is no project “${named}”. There are: ${all.map(one => one.id).join(', ')}.`)
  )
}
