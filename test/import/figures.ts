import { createHash } from 'node:crypto'
import type { Driver } from '../../apps/collector/src/store/driver.ts'
import { integer, text } from '../../apps/collector/src/store/row.ts'

/** Everything that a repeated import must leave as it was, as short as it can be compared. */
export interface Figures {
  readonly events: Readonly<Record<string, number>>
  readonly users: number
  readonly accounts: number
  /** SHA-256 over all rows of each table, in the order of its key. */
  readonly sums: Readonly<Record<string, string>>
}

/** When a row was computed and by which process is no figure. */
const TABLES = {
  counts: 'SELECT * FROM counts ORDER BY akey, subject, signal, context, day',
  registers: 'SELECT * FROM registers ORDER BY akey, subject, name',
  links: 'SELECT * FROM links ORDER BY akey, kind, source, target, day',
  accounts: `SELECT akey, stage, urgency, raw_engagement, is_of_one, search, rate, is_complete, has_first_value,
    activation, last_active_at, body, version FROM accounts ORDER BY akey`,
  ranked: 'SELECT akey FROM accounts ORDER BY space, urgency DESC, raw_engagement DESC, akey',
  qualifications: 'SELECT * FROM qualifications ORDER BY akey, kind, target, verdict, cycle',
  prompts: 'SELECT * FROM prompt_stats ORDER BY akey, prompt',
  summaries: 'SELECT space, p90, accounts FROM summaries ORDER BY space',
} as const

/** Reads the figures of a store that has settled. */
export const figuresOf = async (store: Driver): Promise<Figures> => {
  const count = async (sql: string) => integer((await store.all(sql))[0] ?? {}, 'n')
  const events = await store.all(
    'SELECT type, name, COUNT(*) AS n FROM events GROUP BY type, name ORDER BY 1, 2',
  )
  const sums: Record<string, string> = {}
  for (const [table, sql] of Object.entries(TABLES)) {
    const hash = createHash('sha256')
    for (const row of await store.all(sql)) hash.update(JSON.stringify(Object.values(row)))
    sums[table] = hash.digest('hex')
  }
  return {
    events: Object.fromEntries(
      events.map(row => [text(row, 'name') || text(row, 'type'), integer(row, 'n')]),
    ),
    users: await count('SELECT COUNT(DISTINCT subject) AS n FROM events'),
    accounts: await count('SELECT COUNT(*) AS n FROM accounts'),
    sums,
  }
}
