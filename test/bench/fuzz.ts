import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { createSessions } from '../../apps/collector/src/console/sessions.ts'
import { createKeys } from '../../apps/collector/src/keys.ts'
import { openSqlite } from '../../apps/collector/src/store/sqlite.ts'
import type { Bench } from '../../scripts/bench.ts'
import { build } from '../../scripts/build.ts'
import { root } from '../../scripts/run.ts'
import { startCollector } from '../collector-process.ts'
import { fuzz } from '../fuzz/fuzz.ts'

/** What the trial has to send at least, for its figures to count. */
const REQUESTS = 200_000

const argument = (name: string, fallback: number): number => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : Number(process.argv[at + 1])
}

/** Resident memory and used heap, MB. */
const memoryOf = async (origin: string): Promise<{ readonly rss: number; readonly heap: number }> => {
  const text = await (await fetch(`${origin}/metrics`)).text()
  const of = (name: string): number =>
    Math.round(Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]) / 1_048_576)
  return { rss: of('process_resident_memory_bytes'), heap: of('nodejs_heap_size_used_bytes') }
}

/** Odd requests over every route of a collector in a process of its own, as `npm start` runs it. */
export const run: Bench = async report => {
  const dataDir = await mkdtemp(join(tmpdir(), 'fireball-fuzz-'))
  const requests = argument('requests', REQUESTS)
  const seed = argument('seed', Date.now() % 1_000_000)
  await build()
  const collector = await startCollector(dataDir, 'apps/collector/dist/main.js')
  try {
    const store = openSqlite(join(dataDir, 'fireball.db'))
    const secret = (): string => crypto.randomUUID()
    const sessions = createSessions({ store, now: Date.now, secret })
    const keys = createKeys({ store, now: Date.now, secret })
    const cookie = async (role: 'viewer' | 'editor' | 'admin') =>
      `fireball_session=${await sessions.exchange(await sessions.issue(role))}`
    const publishable = await keys.add('app', { kind: 'publishable', mode: 'live' })
    const fuzzKeys = {
      publishable,
      secret: await keys.add('app', { kind: 'secret', mode: 'live', scopes: ['ingest', 'read', 'privacy'] }),
      cookies: [await cookie('admin'), await cookie('editor'), await cookie('viewer')],
      program: JSON.parse(await readFile(join(root, 'apps/demo/program.json'), 'utf8')),
    } as const
    await store.close()
    const memory: number[] = []
    let looked = 0
    const startedAt = Date.now()
    const found = await fuzz(collector.origin, fuzzKeys, {
      seed,
      requests,
      onProgress: ({ requests: done, serverErrors, unanswered, goodRefused }) => {
        if (done - looked < requests / 20) return
        looked = done
        void memoryOf(collector.origin).then(({ rss, heap }) => {
          memory.push(rss)
          process.stderr.write(
            `${done} requests, ${serverErrors} 5xx, ${unanswered} unanswered, ${goodRefused} good refused, ${rss} MB, heap ${heap} MB, ${Math.round((Date.now() - startedAt) / 1000)} s\n`,
          )
        })
      },
    })
    const isAlive = (await fetch(`${collector.origin}/readyz`)).status === 200
    const exit = await collector.stop('SIGTERM')
    const db = new Database(join(dataDir, 'fireball.db'), { readonly: true })
    const row = db.prepare("SELECT COUNT(*) AS n FROM events WHERE id LIKE 'good-%'").get()
    db.close()
    const kept = typeof row === 'object' && row !== null && 'n' in row ? Number(row.n) : 0
    const half = memory.slice(Math.floor(memory.length / 2))
    const first = half.slice(0, Math.ceil(half.length / 2))
    const last = half.slice(Math.ceil(half.length / 2))
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
    const say = (metric: string, value: number, unit: string) =>
      report({ metric: `collector.fuzz.${metric}`, value, unit })
    say('requests', found.requests, 'requests')
    say('seed', seed, '')
    say('5xx', found.serverErrors, 'answers')
    say('unanswered', found.unanswered, 'requests')
    say('good', found.good, 'messages')
    say('good_refused', found.goodRefused, 'messages')
    say('good_missing', Math.max(0, found.good - found.goodRefused - kept), 'messages')
    say('crashes', isAlive && exit === 0 ? 0 : 1, 'processes')
    say('rss_mb', Math.round(mean(last)), 'MB')
    say(
      'rss_growth',
      Math.round((mean(last) / Math.max(1, mean(first))) * 100) / 100,
      'last quarter ÷ the one before',
    )
    for (const sample of found.samples) process.stderr.write(`${sample}\n`)
    process.stderr.write(`${JSON.stringify(found.byStatus)}\n`)
    const complaints = collector
      .output()
      .split('\n')
      .filter(line => /"level":"(error|fatal)"/.test(line))
    for (const line of complaints.slice(0, 5)) process.stderr.write(`${line.slice(0, 600)}\n`)
  } finally {
    await collector.stop('SIGKILL')
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** The same: the trial is the measurement. */
export const soak = run
