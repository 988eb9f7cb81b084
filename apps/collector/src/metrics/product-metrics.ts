import { dayOf, type ProductMetrics } from '@fireball/core'
import type { Pace } from '../pace.ts'
import type { People } from '../people.ts'
import type { LiveProgram } from '../program-store.ts'
import type { Space } from '../store/akey.ts'
import type { Queries } from '../store/driver.ts'
import { integer } from '../store/row.ts'
import { computeMetrics } from './compute.ts'
import type { MetricsAsk } from './range.ts'

export interface ProductMetricsPorts {
  readonly store: Pick<Queries, 'all'>
  readonly people: Pick<People, 'whoAre'>
  readonly now: () => number
  readonly onError: (error: unknown) => void
  /** How much of the process’s time counting may take; without one it takes what it needs. */
  readonly pace?: Pace | undefined
}

/** Figures of products, counted in the background and remembered. */
export interface ProductMetricsDesk {
  /**
   * The figures of a range: at once where they are known, and then counted anew behind the answer when there is new
   * evidence; only the first time is waited for. `computedAt` says of when they are.
   */
  of(live: LiveProgram, space: Space, ask: MetricsAsk): Promise<ProductMetrics>
  /** Settles when nothing is counted. */
  settled(): Promise<void>
  /** Stops counting; who waits for it gets an error. */
  dispose(): Promise<void>
}

/** Ranges remembered at once, of all projects. */
const REMEMBERED = 20
/** Figures that are wanted again and again are counted at most so often. */
const REST_MS = 10_000

const NEWEST = 'SELECT MAX(received) AS received FROM events WHERE space = $1'
const PENDING = 'SELECT akey FROM touched WHERE akey >= $1 AND akey < $2 AND touched > evaluated LIMIT 1'

interface Entry {
  readonly basis: string
  readonly metrics: ProductMetrics
}

export const createProductMetrics = ({
  store,
  people,
  now,
  onError,
  pace,
}: ProductMetricsPorts): ProductMetricsDesk => {
  const entries = new Map<string, Entry>()
  const running = new Map<string, Promise<ProductMetrics>>()
  let isStopped = false

  /** What figures rest on: the evidence, the program, the day; while accounts wait to be evaluated, nothing lasts. */
  const basisOf = async ({ basis }: LiveProgram, space: Space): Promise<string> => {
    const [newest = {}] = await store.all(NEWEST, [space])
    const waiting = await store.all(PENDING, [`${space}/`, `${space}0`])
    const today = dayOf(now())
    return `${integer(newest, 'received')} ${basis} ${today} ${waiting.length > 0 ? now() : ''}`
  }

  const count = async (key: string, live: LiveProgram, space: Space, ask: MetricsAsk) => {
    const basis = await basisOf(live, space)
    let startedAt = pace?.startWork() ?? 0
    const rest = async (): Promise<void> => {
      const ms = pace?.restMs(startedAt) ?? 0
      await new Promise<void>(settle => (ms < 1 ? setImmediate(settle) : setTimeout(settle, ms)))
      startedAt = pace?.startWork() ?? 0
      if (isStopped) throw new Error('The collector stops: the figures were not counted to their end.')
    }
    const metrics = await computeMetrics({ store, people, space, rest }, live, ask, now())
    entries.delete(key)
    entries.set(key, { basis, metrics })
    for (const oldest of [...entries.keys()].slice(0, Math.max(0, entries.size - REMEMBERED)))
      entries.delete(oldest)
    return metrics
  }

  const start = (key: string, live: LiveProgram, space: Space, ask: MetricsAsk): Promise<ProductMetrics> => {
    const known = running.get(key)
    if (known !== undefined) return known
    const work = count(key, live, space, ask).finally(() => running.delete(key))
    running.set(key, work)
    return work
  }

  const settled = async (): Promise<void> => {
    while (running.size > 0) await Promise.allSettled(running.values())
  }

  return {
    of: async (live, space, ask) => {
      const key = `${space} ${ask.range.from} ${ask.range.to} ${ask.alone}`
      const known = entries.get(key)
      if (known === undefined) return start(key, live, space, ask)
      const isYoung = Math.abs(now() - known.metrics.computedAt) < REST_MS
      if (!isYoung && known.basis !== (await basisOf(live, space)))
        start(key, live, space, ask).catch(error => {
          if (!isStopped) onError(error)
        })
      return known.metrics
    },
    settled,
    dispose: () => {
      isStopped = true
      return settled()
    },
  }
}
