import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AccountRow, LEAD_TYPES, LIFE_STAGES, quantile } from '@fireball/core'
import Database from 'better-sqlite3'
import { uuidv7 } from 'uuidv7'
import { createCollector } from '../../../apps/collector/src/app.ts'
import { firstStart } from '../../../apps/collector/src/first-start.ts'
import { countList, keepListCounts } from '../../../apps/collector/src/leads/list-counts.ts'
import { migrate } from '../../../apps/collector/src/store/migrate.ts'
import { openSqliteThread } from '../../../apps/collector/src/store/sqlite-thread.ts'
import { root } from '../../../scripts/run.ts'
import type { Say } from './evaluation.ts'

const ACCOUNTS = 100_000
const USERS_EACH = 10
const STAGES = ['signed-up', 'activating', 'first-value', 'pql'] as const
const QUADRANTS = ['throwing-fireballs', 'silent-win', 'spinning-wheels', 'not-started'] as const
const ROUNDS = 40

/** Stores many accounts that look like a real one, with a row of evidence and two links of each of their users. */
const fill = (file: string, like: AccountRow, version: string, now: number): void => {
  const db = new Database(file)
  const account = db.prepare(
    `INSERT INTO accounts (akey, space, stage, urgency, raw_engagement, is_of_one, search, rate, is_complete,
      has_first_value, last_active_at, body, version, computed_at, quadrant, lead_type, life, p_close, deal)
      VALUES (?, 'demo', ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const touched = db.prepare(
    `INSERT INTO touched (akey, space, touched, evaluated, leased_until) VALUES (?, 'demo', 1, 1, 0)`,
  )
  const count = db.prepare(
    `INSERT INTO counts (akey, subject, signal, context, day, success, success_assisted, failure, failure_assisted,
      other, other_assisted, amount, first_at, last_at) VALUES (?, ?, 's', 'c', ?, 1, 0, 0, 0, 0, 0, 0, ?, ?)`,
  )
  const link = db.prepare(
    `INSERT INTO links (akey, kind, source, target, day, at, id, has_left) VALUES (?, 'seen', ?, ?, -1, ?, 'l', 0)`,
  )
  const segment = db.prepare(
    `INSERT INTO segment_accounts (akey, segment, space, is_of_one) VALUES (?, ?, 'demo', 0)`,
  )
  const day = Math.floor(now / 86_400_000)
  db.pragma('synchronous = OFF')
  db.exec('BEGIN')
  for (let i = 0; i < ACCOUNTS; i++) {
    const spread = (i * 7919) % ACCOUNTS
    const akey = `g:org-${i.toString().padStart(6, '0')}`
    const key = `demo/${akey}`
    const stage = STAGES[spread % 50 === 0 ? 3 : spread % 3] ?? 'signed-up'
    const urgency = stage === 'pql' ? 3 : spread % 40 === 1 ? 1 : 0
    const name = `Organisation ${i}`
    account.run(
      key,
      stage,
      urgency,
      (spread * 13) % 900_000,
      i % 5 === 0 ? 1 : 0,
      `${name} ${akey}`.toLowerCase(),
      (spread * 10) % 1_000_000,
      now - spread,
      JSON.stringify({ ...like, akey, name, stage, urgency }),
      version,
      now - spread,
      QUADRANTS[spread % 4] ?? null,
      spread % 3 === 0 ? '' : (LEAD_TYPES[spread % 7] ?? ''),
      LIFE_STAGES[spread % 6] ?? null,
      (spread * 31) % 1_000_000,
      spread % 4 === 0 ? null : (spread % 700) * 1000,
    )
    touched.run(key)
    if (i % 2 === 0) segment.run(key, 'half')
    if (i % 200 === 0) segment.run(key, 'few')
    for (let user = 0; user < USERS_EACH; user++) {
      const subject = `u:${i}-${user}`
      count.run(key, subject, day - (user % 20), now, now)
      link.run(key, subject, akey, now)
      link.run(`demo/${subject}`, subject, akey, now)
    }
  }
  db.exec('COMMIT')
  db.close()
}

const QUERIES = {
  ranked: '',
  segment: '?segment=half',
  'segment-few': '?segment=few',
  stage: '?stage=pql',
  type: '?type=fizzler&life=activating',
  chance: '?sort=chance',
  value: '?sort=value&segment=half',
  search: '?q=organisation%2099',
} as const

/** First pages of the list, over HTTP, where 100,000 accounts of 1,000,000 users are stored. */
export const benchList = async (say: Say): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'fireball-bench-'))
  const file = join(folder, 'bench.db')
  const store = openSqliteThread(file)
  await migrate(store, Date.now())
  const collector = createCollector({
    store,
    folders: { sdk: folder, widget: folder, console: folder, demo: folder },
    now: Date.now,
    newId: uuidv7,
    secret: uuidv7,
    onError: error => {
      throw error
    },
  })
  const demo = JSON.parse(await readFile(join(root, 'apps/demo/program.json'), 'utf8'))
  const segments = ['half', 'few'].map(key => ({ key, name: key, where: {} }))
  await firstStart(collector.projects, collector.programs, { ...demo, segments })
  const secret = await collector.projects.list()
  await collector.app.request('/v1/batch', {
    method: 'POST',
    body: JSON.stringify({
      writeKey: secret.find(one => one.id === 'demo')?.publishableKey,
      batch: ['Test Sent', 'Campaign Sent', 'Report Read'].map(event => ({
        type: 'track',
        event,
        userId: 'ann',
        messageId: uuidv7(),
        context: { groupId: 'acme' },
        properties: { outcome: 'success', context: 'c' },
      })),
    }),
  })
  await collector.settled()
  const [row] = await store.all('SELECT body, version FROM accounts LIMIT 1')
  const like = JSON.parse(String(row?.body)) as AccountRow
  await collector.settled()
  fill(file, like, String(row?.version), Date.now())
  const startedAt = performance.now()
  const counts = await countList(store, 'demo', Date.now())
  say('count_ms', performance.now() - startedAt, 'ms')
  await keepListCounts(store, 'demo', counts)
  const session = await collector.sessions.exchange(await collector.sessions.issue('viewer'))
  const headers = { cookie: `fireball_session=${session}` }
  const all: Record<string, number[]> = {}
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, query] of Object.entries(QUERIES)) {
      const from = performance.now()
      const answer = await collector.app.request(`/api/projects/demo/accounts${query}`, { headers })
      const { accounts } = (await answer.json()) as { accounts: readonly unknown[] }
      if (accounts.length === 0) throw new Error(`${name}: nothing listed`)
      const known = all[name]
      if (known === undefined) all[name] = [performance.now() - from]
      else known.push(performance.now() - from)
    }
  for (const [name, times] of Object.entries(all))
    say(`list_ms.p95.${name}`, quantile(times, 0.95) ?? 0, 'ms')
  const asked = [...(all.ranked ?? []), ...(all.segment ?? [])]
  say('list_ms.p95', quantile(asked, 0.95) ?? 0, 'ms')
  await collector.dispose()
  await store.close()
  await rm(folder, { recursive: true, force: true })
}
