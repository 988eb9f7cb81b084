import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import { createCaller } from '../../apps/collector/src/delivery/call.ts'
import { createDelivery, type Delivery } from '../../apps/collector/src/delivery/delivery.ts'
import { createDestinationStore } from '../../apps/collector/src/delivery/destination-store.ts'
import { DELIVERY_LIMITS } from '../../apps/collector/src/delivery/retry.ts'
import type { Driver } from '../../apps/collector/src/store/driver.ts'
import { migrate } from '../../apps/collector/src/store/migrate.ts'
import { openPostgres } from '../../apps/collector/src/store/postgres.ts'
import { openSqliteThread } from '../../apps/collector/src/store/sqlite-thread.ts'
import type { Bench } from '../../scripts/bench.ts'
import { findPostgres, startPostgres } from '../../scripts/postgres.ts'
import { type CollectorProcess, startCollector } from '../collector-process.ts'
import { addReceivers, countWaiting, judge, postMessages } from '../outbox/fill.ts'
import { type Receiver, startReceiver } from '../outbox/receiver.ts'

const RECEIVERS = 4
/** 10,000 deliveries in all, and as many again of them as one receiver would get that never answers. */
const MESSAGES = 2500
const ACCOUNTS = 500
const KILLS = 10
/** Of a thousand first copies. */
const FAULTS = { error: 30, reset: 10, 'lost-answer': 20, mute: 2, busy: 3, slow: 50 } as const
const DEADLINE_MS = 15 * 60_000

const wait = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
const numbers = (count: number, from = 0): readonly number[] =>
  Array.from({ length: count }, (_, n) => from + n)
const round = (value: number, digits = 1): number => Math.round(value * 10 ** digits) / 10 ** digits

interface Trial {
  readonly lost: number
  readonly duplicates: number
  readonly copies: number
  readonly outOfOrder: number
  readonly kills: number
  readonly seconds: number
}

/** Whole collectors on one store, killed and started again and again while they deliver. */
const killedAgainAndAgain = async (
  store: Driver,
  collectors: number,
  start: () => Promise<CollectorProcess>,
): Promise<Trial> => {
  const healthy: Receiver[] = []
  for (let n = 0; n < RECEIVERS; n++) healthy.push(await startReceiver(FAULTS))
  const dead = await startReceiver({}, true)
  const ids = await addReceivers(store, [...healthy, dead])
  await postMessages(store, numbers(MESSAGES), ACCOUNTS, Date.now)
  const taken = (): number => healthy.reduce((sum, { effects }) => sum + effects.size, 0)

  const startedAt = Date.now()
  const running: CollectorProcess[] = []
  for (let n = 0; n < collectors; n++) running.push(await start())
  let kills = 0
  const wanted = MESSAGES * RECEIVERS
  while (Date.now() - startedAt < DEADLINE_MS) {
    await wait(20)
    if (kills < KILLS && taken() >= ((kills + 1) * wanted) / (KILLS + 2)) {
      await running[kills % collectors]?.stop('SIGKILL')
      running[kills % collectors] = await start()
      kills++
      continue
    }
    if (taken() >= wanted && (await countWaiting(store, ids.slice(0, RECEIVERS))) === 0) break
  }
  const seconds = (Date.now() - startedAt) / 1000
  for (const one of running) await one.stop('SIGTERM')
  const judged = judge(healthy, MESSAGES)
  for (const one of [...healthy, dead]) await one.close()
  return { ...judged, kills, seconds }
}

const deliverer = (store: Driver): Delivery =>
  createDelivery({
    store,
    destinations: createDestinationStore({ store, now: Date.now, newId: uuidv7 }),
    people: { accountsOf: async (_, akey) => [akey] },
    caller: createCaller({ allowsPrivate: true, timeoutMs: DELIVERY_LIMITS.timeoutMs }),
    now: Date.now,
    random: Math.random,
    origin: () => undefined,
    onError: error => console.error(error),
  })

const inFile = async <T>(work: (store: Driver) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'fireball-bench-outbox-'))
  const store = openSqliteThread(join(folder, 'test.db'))
  await migrate(store, Date.now())
  try {
    return await work(store)
  } finally {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** How long messages take to two healthy receivers, at a steady rate, alone or beside one that never answers; ms. */
const delays = (withDead: boolean): Promise<readonly number[]> =>
  inFile(async store => {
    const healthy = [await startReceiver({}), await startReceiver({})]
    const dead = await startReceiver({}, true)
    const ids = await addReceivers(store, withDead ? [...healthy, dead] : healthy)
    const delivery = deliverer(store)
    const postedAt: number[] = []
    const count = 500
    for (let n = 0; n < count; n++) {
      postedAt[n] = Date.now()
      await postMessages(store, [n], count, Date.now)
      delivery.wake()
      await wait(10)
    }
    while ((await countWaiting(store, ids.slice(0, 2))) > 0) await wait(20)
    await delivery.dispose()
    for (const one of [...healthy, dead]) await one.close()
    return healthy.flatMap(({ takenAt }) => [...takenAt].map(([n, at]) => at - (postedAt[n] ?? at)))
  })

/** Deliveries a second to one receiver that takes everything, in one process. */
const cleanRate = (): Promise<number> =>
  inFile(async store => {
    const receiver = await startReceiver({})
    const ids = await addReceivers(store, [receiver])
    await postMessages(store, numbers(MESSAGES), ACCOUNTS, Date.now)
    const delivery = deliverer(store)
    const startedAt = performance.now()
    delivery.wake()
    while ((await countWaiting(store, ids)) > 0) await wait(5)
    const seconds = (performance.now() - startedAt) / 1000
    await delivery.dispose()
    await receiver.close()
    return MESSAGES / seconds
  })

const p95 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0

/** Delivery to destinations: nothing lost, nothing twice, nobody delayed by a neighbour. */
export const run: Bench = async report => {
  const trials: [engine: string, trial: Trial][] = []
  const folder = await mkdtemp(join(tmpdir(), 'fireball-bench-outbox-'))
  const env = { ALLOW_PRIVATE_DESTINATIONS: 'yes', LEARN_EVERY_HOURS: '0' }
  const file = openSqliteThread(join(folder, 'fireball.db'))
  await migrate(file, Date.now())
  const main = 'apps/collector/src/main.ts'
  trials.push(['sqlite', await killedAgainAndAgain(file, 1, () => startCollector(folder, main, env))])
  await file.close()
  if (!('missing' in findPostgres())) {
    const server = await startPostgres([])
    const address = await server.createDatabase()
    const store = openPostgres(address, error => console.error(error))
    await migrate(store, Date.now())
    const withDatabase = { ...env, DATABASE_URL: address }
    trials.push([
      'postgres',
      await killedAgainAndAgain(store, 3, () => startCollector(folder, main, withDatabase)),
    ])
    await store.close()
    await server.stop()
  }
  await rm(folder, { recursive: true, force: true })
  const total = (read: (trial: Trial) => number): number =>
    trials.reduce((sum, [, one]) => sum + read(one), 0)
  report({ metric: 'outbox.lost', value: total(one => one.lost), unit: 'messages' })
  report({ metric: 'outbox.duplicate_effects', value: total(one => one.duplicates), unit: 'effects' })
  for (const [engine, trial] of trials) {
    const line = (name: string, value: number, unit: string) =>
      report({ metric: `outbox.${engine}.${name}`, value, unit })
    line('lost', trial.lost, 'messages')
    line('duplicate_effects', trial.duplicates, 'effects')
    line('kills', trial.kills, 'kill -9')
    line('copies_sent', trial.copies, `copies of ${MESSAGES * RECEIVERS}`)
    line('out_of_order', trial.outOfOrder, 'messages within an account')
    line('seconds', round(trial.seconds), 's')
    line('deliveries_per_s', round((MESSAGES * RECEIVERS) / trial.seconds), 'deliveries/s')
  }
  report({ metric: 'outbox.clean_per_s', value: round(await cleanRate()), unit: 'deliveries/s' })
  const alone: number[] = []
  const beside: number[] = []
  for (let round = 0; round < 3; round++) {
    alone.push(...(await delays(false)))
    beside.push(...(await delays(true)))
  }
  report({ metric: 'outbox.healthy_ms.p95', value: p95(alone), unit: 'ms' })
  report({
    metric: 'outbox.healthy_beside_dead_ms.p95',
    value: p95(beside),
    unit: 'ms',
    vs: 'outbox.healthy_ms.p95',
    ratio: round(p95(beside) / Math.max(1, p95(alone)), 2),
  })
}
