import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { MIGRATIONS } from '../apps/collector/src/store/schema.ts'
import { root } from './run.ts'

/**
 * Writes `test/fixtures/schema/N.sql` for each schema version that has none: a store of that version with a row in every
 * table. Those that are there are never written again: they are what was released.
 */
const FOLDER = join(root, 'test/fixtures/schema')

interface Column {
  readonly name: string
  readonly type: string
}

const cellOf = ({ name, type }: Column): string =>
  name === 'akey' ? `'app/u:1'` : type === 'TEXT' ? `'${name} of it'` : '7'

for (const index of MIGRATIONS.keys()) {
  const file = join(FOLDER, `${index + 1}.sql`)
  if (existsSync(file)) continue
  const db = new Database(':memory:')
  for (const step of MIGRATIONS.slice(0, index + 1).flat())
    db.exec(typeof step === 'string' ? step : step.sqlite)
  const made = db
    .prepare<[], { type: string; name: string; sql: string }>(
      `SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name`,
    )
    .all()
  const rows = made
    .filter(one => one.type === 'table')
    .map(({ name }) => {
      const columns = db.prepare<[], Column>(`SELECT name, type FROM pragma_table_info('${name}')`).all()
      return `INSERT INTO ${name} (${columns.map(one => one.name).join(', ')}) VALUES (${columns.map(cellOf).join(', ')})`
    })
  db.close()
  const versions = Array.from(
    { length: index + 1 },
    (_, i) => `INSERT INTO migrations (id, at) VALUES (${i + 1}, 1)`,
  )
  const all = [
    ...made.map(one => one.sql),
    'CREATE TABLE migrations (id INTEGER NOT NULL PRIMARY KEY, at BIGINT NOT NULL)',
    ...rows,
    ...versions,
  ]
  writeFileSync(file, `${all.join(';\n')};\n`)
  console.log(`wrote ${file}`)
}
