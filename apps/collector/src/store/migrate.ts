import type { Driver } from './driver.ts'
import { integer } from './row.ts'
import { MIGRATIONS } from './schema.ts'

/** Brings a database to the newest schema, forwards only. Throws when a newer release has written it. */
export const migrate = async (store: Driver, now: number): Promise<void> => {
  await store.run(
    'CREATE TABLE IF NOT EXISTS migrations (id INTEGER NOT NULL PRIMARY KEY, at BIGINT NOT NULL)',
  )
  const [row] = await store.all('SELECT COALESCE(MAX(id), 0) AS id FROM migrations')
  const done = row === undefined ? 0 : integer(row, 'id')
  if (done > MIGRATIONS.length)
    throw new Error(
      `The store has schema ${done}, this release knows up to ${MIGRATIONS.length}: start a newer release`,
    )
  for (const [index, statements] of MIGRATIONS.entries()) {
    if (index < done) continue
    await store.transaction(async queries => {
      for (const sql of statements) await queries.run(sql)
      await queries.run('INSERT INTO migrations (id, at) VALUES ($1, $2)', [index + 1, now])
    })
  }
}
