import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseMessage, quantile } from '@fireball/core'
import { uuidv7 } from 'uuidv7'
import type { Accepted, Submission } from '../../apps/collector/src/commit.ts'
import { createCommitter } from '../../apps/collector/src/committer.ts'
import { createProgramStore } from '../../apps/collector/src/program-store.ts'
import { migrate } from '../../apps/collector/src/store/migrate.ts'
import { openSqlite } from '../../apps/collector/src/store/sqlite.ts'
import type { Bench } from '../../scripts/bench.ts'
import { build } from '../../scripts/build.ts'
import { root } from '../../scripts/run.ts'
import { startCollector } from '../collector-process.ts'

const BATCH = 20
const CLIENTS = 32
const ROUND_MS = 4000
const ROUNDS = 3
const USERS = 2000
const KEY = 'pk_test_demo'

/** A server that reads and parses what it is sent, and keeps nothing. */
const FLOOR = `
  const server = require('node:http').createServer((request, response) => {
    const chunks = []
    request.on('data', chunk => chunks.push(chunk))
    request.on('end', () => {
      const { batch } = JSON.parse(Buffer.concat(chunks).toString('utf8'))
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ success: true, accepted: batch.length }))
    })
  })
  server.listen(0, '127.0.0.1', () => console.log('http://127.0.0.1:' + server.address().port))`

const EVENTS = ['Test Sent', 'Campaign Sent', 'Report Read', 'Segment Built', 'Something Else'] as const

const messageOf = (n: number): Readonly<Record<string, unknown>> => ({
  type: 'track',
  event: EVENTS[n % EVENTS.length],
  userId: `user-${(n * 7919) % USERS}`,
  messageId: uuidv7(),
  timestamp: new Date().toISOString(),
  properties: { outcome: n % 5 === 0 ? 'failure' : 'success', context: `c${n % 7}` },
  context: { groupId: `group-${(n * 7919) % (USERS / 5)}` },
})

let made = 0
const batchOf = (): string =>
  JSON.stringify({ writeKey: KEY, batch: Array.from({ length: BATCH }, () => messageOf(made++)) })

/** Posts one body over a kept connection; settles with the time to its answer, ms. */
const post = (agent: Agent, origin: string, body: string): Promise<number> =>
  new Promise((settle, fail) => {
    const startedAt = performance.now()
    const sent = request(
      `${origin}/v1/b`,
      { agent, method: 'POST', headers: { 'content-length': Buffer.byteLength(body) } },
      answer => {
        answer.resume()
        answer.once('end', () =>
          answer.statusCode === 200
            ? settle(performance.now() - startedAt)
            : fail(new Error(`Answered ${answer.statusCode}`)),
        )
      },
    )
    sent.once('error', fail)
    sent.end(body)
  })

interface Round {
  readonly perSecond: number
  readonly cpuUs: number
  readonly p99Ms: number
}

/** As many clients as it takes to keep a server busy, each waiting for its answer. */
const load = async (origin: string, pid: number): Promise<Round> => {
  const cpuBefore = await cpuUs(pid)
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
  const times: number[] = []
  const startedAt = performance.now()
  const client = async () => {
    while (performance.now() - startedAt < ROUND_MS) times.push(await post(agent, origin, batchOf()))
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  const seconds = (performance.now() - startedAt) / 1000
  agent.destroy()
  const events = times.length * BATCH
  return {
    perSecond: events / seconds,
    cpuUs: ((await cpuUs(pid)) - cpuBefore) / events,
    p99Ms: quantile(times, 0.99) ?? 0,
  }
}

/** The collector's own commits of the same messages, fed in process: no HTTP, nothing evaluated. */
const commitOnly = async (folder: string): Promise<number> => {
  const store = openSqlite(join(folder, `commit-${made}.db`))
  await migrate(store, Date.now())
  const programs = createProgramStore({ store, now: Date.now, newId: uuidv7 })
  const program: unknown = JSON.parse(await readFile(join(root, 'apps/demo/program.json'), 'utf8'))
  await programs.publish('demo', program, { author: 'bench', note: '' })
  const committer = createCommitter({
    store,
    programs,
    onError: error => {
      throw error
    },
  })
  const submit = (): Submission => ({
    project: 'demo',
    space: 'demo',
    receivedAt: Date.now(),
    refused: [],
    accepted: Array.from({ length: 100 * BATCH }).flatMap((): Accepted[] => {
      const parsed = parseMessage(messageOf(made++), { shared: {} }, Date.now(), uuidv7)
      return parsed.ok ? [{ ...parsed.value, trust: 'claimed' }] : []
    }),
  })
  let events = 0
  let spentMs = 0
  while (spentMs < ROUND_MS) {
    const submission = submit()
    const startedAt = performance.now()
    await committer.submit(submission)
    spentMs += performance.now() - startedAt
    events += submission.accepted.length
  }
  await store.close()
  return (events / spentMs) * 1000
}

const median = (values: readonly number[]): number => quantile(values, 0.5) ?? 0

/** CPU time that a process has used so far, in microseconds. */
const cpuUs = async (pid: number): Promise<number> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const [user = 0, system = 0] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number)
  return (user + system) * 10_000
}

const rssMb = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}

/**
 * Events a second that the collector acknowledges, batches of 20, each committed with `synchronous=FULL` and counted as
 * evidence, accounts evaluated meanwhile. Beside it, in the same run: a server that only parses (`floor`), and the
 * commits alone (`commit`).
 */
export const run: Bench = async report => {
  await build()
  const folder = await mkdtemp(join(tmpdir(), 'fireball-bench-'))
  const floor = spawn(process.execPath, ['-e', FLOOR], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [address] = (await once(floor.stdout, 'data')) as [Buffer]
  const collector = await startCollector(join(folder, 'data'), 'apps/collector/dist/main.js')
  const ours: Round[] = []
  const floors: Round[] = []
  const commits: number[] = []
  try {
    for (let round = 0; round < ROUNDS; round++) {
      floors.push(await load(address.toString().trim(), floor.pid ?? 0))
      ours.push(await load(collector.origin, collector.pid))
      commits.push(await commitOnly(folder))
    }
    const perSecond = median(ours.map(one => one.perSecond))
    const floorPerSecond = median(floors.map(one => one.perSecond))
    const commitPerSecond = median(commits)
    const whole = (value: number): number => Math.round(value)
    const ratio = (a: number, b: number): number => Math.round((1000 * a) / b) / 1000
    const metric = (name: string): string => `collector.sqlite.${name}`
    report({ metric: metric('floor_events_per_s'), value: whole(floorPerSecond), unit: 'events/s' })
    report({ metric: metric('commit_events_per_s'), value: whole(commitPerSecond), unit: 'events/s' })
    report({
      metric: metric('events_per_s'),
      value: whole(perSecond),
      unit: 'events/s',
      vs: 'floor',
      ratio: ratio(perSecond, floorPerSecond),
    })
    report({
      metric: metric('events_per_s_to_commit'),
      value: whole(perSecond),
      unit: 'events/s',
      vs: 'commit',
      ratio: ratio(perSecond, commitPerSecond),
    })
    const cpu = median(ours.map(one => one.cpuUs))
    report({
      metric: metric('cpu_us_per_event'),
      value: whole(cpu),
      unit: 'µs',
      vs: 'floor',
      ratio: ratio(cpu, median(floors.map(one => one.cpuUs))),
    })
    const p99 = median(ours.map(one => one.p99Ms))
    report({
      metric: metric('saturated_ack_ms.p99'),
      value: whole(p99),
      unit: 'ms',
      vs: 'floor',
      ratio: ratio(p99, median(floors.map(one => one.p99Ms))),
    })
    report({ metric: metric('rss_mb'), value: whole(await rssMb(collector.pid)), unit: 'MB' })
  } finally {
    floor.kill()
    await collector.stop('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  }
}
