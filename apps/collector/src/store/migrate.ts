import type { Driver, Queries } from './driver.ts'
import { integer } from './row.ts'
import { MIGRATIONS } from './schema.ts'

/**
 * Brings a database to the newest schema, or to the version named, forwards only. Throws when a newer release has written
 * it.
 */
export const migrate = async (store: Driver, now: number, upTo = MIGRATIONS.length): Promise<void> => {
  // Several collectors may start at once: each step is done by the first that comes.
  const alone = (step: (queries: Queries, done: number) => Promise<void>): Promise<void> =>
    store.transaction(
      async queries => {
        await queries.hold('migrate', 'alone')
        await queries.run(
          'CREATE TABLE IF NOT EXISTS migrations (id INTEGER NOT NULL PRIMARY KEY, at BIGINT NOT NULL)',
        )
        const [row] = await queries.all('SELECT COALESCE(MAX(id), 0) AS id FROM migrations')
        await step(queries, row === undefined ? 0 : integer(row, 'id'))
      },
      { isPatient: true },
    )
  await alone(async (_, done) => {
    if (done > MIGRATIONS.length)
      throw new Error(
        `The store has schema ${done}, this release knows up to ${MIGRATIONS.length}: start a newer release`,
      )
  })
  for (const [index, statements] of MIGRATIONS.slice(0, upTo).entries())
    await alone(async (queries, done) => {
      if (index < done) return
      for (const step of statements)
        if (typeof step === 'string') await queries.run(step)
        else if (store.engine === 'sqlite') await queries.run(step.sqlite)
      await queries.run('INSERT INTO migrations (id, at) VALUES ($1, $2)', [index + 1, now])
    })
}
