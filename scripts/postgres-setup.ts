import { migrate } from '../apps/collector/src/store/migrate.ts'
import { openPostgres } from '../apps/collector/src/store/postgres.ts'
import { startPostgres } from './postgres.ts'

/** Vitest's global setup of the tests that are repeated on PostgreSQL: one server, and a database to copy for each. */
export const setup = async (): Promise<() => Promise<void>> => {
  const server = await startPostgres()
  const template = await server.createDatabase()
  const store = openPostgres(template, () => undefined)
  await migrate(store, 0)
  await store.close()
  process.env.FIREBALL_TEST_POSTGRES_TEMPLATE = template
  return server.stop
}
