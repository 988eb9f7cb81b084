import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { quantile } from '@fireball/core'
import { uuidv7 } from 'uuidv7'
import { build } from '../../../scripts/build.ts'
import { load } from '../../collector-load.ts'
import { startCollector } from '../../collector-process.ts'
import type { Say } from './evaluation.ts'

const KEY = 'pk_test_demo'
const PER_SECOND = 1000
const ASKERS = 60
const EVERY_MS = 150
const GIVE_UP_MS = 5000

const wait = (ms: number): Promise<void> => new Promise(settle => setTimeout(settle, ms))

type Message = Readonly<Record<string, unknown>>

/** Successes that make somebody able to compare reports, past first value: a lock then qualifies. */
const LEARNED = ['Campaign Sent', 'Report Read', 'Reports Compared'].flatMap(event =>
  ['a', 'b', 'c', 'd'].map(context => ({ event, properties: { outcome: 'success', context } })),
)

/** From the commit of a lock, which its 200 tells, to the answer that holds the offer, while others send 1,000 events/s. */
export const benchLag = async (say: Say): Promise<void> => {
  await build()
  const folder = await mkdtemp(join(tmpdir(), 'fireball-bench-'))
  const collector = await startCollector(join(folder, 'data'), 'apps/collector/dist/main.js')
  const post = async (userId: string, batch: readonly Message[]): Promise<readonly { key: string }[]> => {
    const answer = await fetch(`${collector.origin}/v1/batch`, {
      method: 'POST',
      body: JSON.stringify({
        writeKey: KEY,
        userId,
        batch: batch.map(one => ({
          type: 'track',
          userId,
          messageId: uuidv7(),
          context: { groupId: `lag-${userId}` },
          ...one,
        })),
      }),
    })
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`)
    return ((await answer.json()) as { offers: readonly { key: string }[] }).offers
  }
  try {
    const users = Array.from({ length: ASKERS }, (_, i) => `asker-${i}`)
    for (const user of users)
      await post(user, [
        ...LEARNED,
        { type: 'group', groupId: `lag-${user}`, traits: { plan: 'free' }, event: undefined },
      ])
    const loading = load({
      origin: collector.origin,
      key: KEY,
      ms: ASKERS * EVERY_MS + 4000,
      clients: 16,
      users: 500,
      perSecond: PER_SECOND,
    })
    await wait(2000)
    const lags: number[] = []
    for (const user of users) {
      await post(user, [{ event: 'Feature Locked', properties: { feature: 'advanced-reports' } }])
      const committedAt = performance.now()
      let lag = GIVE_UP_MS
      while (performance.now() - committedAt < GIVE_UP_MS) {
        const offers = await post(user, [])
        lag = performance.now() - committedAt
        if (offers.some(one => one.key === 'unlock-reports')) break
        await wait(4)
      }
      lags.push(lag)
      await wait(EVERY_MS - Math.min(EVERY_MS, lag))
    }
    const { events, seconds } = await loading
    say('lag_events_per_s', events / seconds, 'events/s')
    say('lag_ms.p50', quantile(lags, 0.5) ?? 0, 'ms')
    say('lag_ms.p95', quantile(lags, 0.95) ?? 0, 'ms')
    say('lag_ms.max', Math.max(...lags), 'ms')
  } finally {
    await collector.stop('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  }
}
