import type { BatchAnswer, Result } from '@fireball/core'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { IngestError } from './ingest.ts'

/** What the collector counts about itself, in a registry of its own. */
export interface Metrics {
  /** Starts the clock of one ingest request; call the answer with what became of it. */
  startIngest(): (result: Result<BatchAnswer, IngestError>) => void
  /** One group was committed together. */
  committed(messages: number): void
  /** A request had to wait, because this allowance was used up. */
  limited(by: string): void
  /** One request was answered, of whatever route. */
  answered(status: number): void
  /** A message to a destination was sent, failed for now, or was given up. */
  delivered(kind: string, result: string): void
  /** The Prometheus text, and its content type. */
  text(): Promise<{ readonly body: string; readonly contentType: string }>
}

/**
 * `isProcess`: also the figures of the whole process; for the one collector that owns it. `waiting`: messages that were
 * received and are not committed yet. `waitingDeliveries`: messages that wait for destinations, by kind.
 */
export const createMetrics = ({
  isProcess = false,
  waiting,
  waitingDeliveries,
}: {
  readonly isProcess?: boolean
  readonly waiting?: () => number
  readonly waitingDeliveries?: () => Promise<ReadonlyMap<string, number>>
} = {}): Metrics => {
  const registry = new Registry()
  if (isProcess) collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const messages = new Counter({
    name: 'fireball_messages_total',
    help: 'Messages received, by what became of them: accepted, duplicate, or the code of their refusal.',
    labelNames: ['result'],
    registers,
  })
  const requests = new Counter({
    name: 'fireball_ingest_requests_total',
    help: 'Requests to the tracking API, by code: ok, or why the whole request failed.',
    labelNames: ['code'],
    registers,
  })
  const seconds = new Histogram({
    name: 'fireball_ingest_seconds',
    help: 'Time from a request to its answer; an accepted one is committed by then.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  })
  const groups = new Histogram({
    name: 'fireball_commit_messages',
    help: 'Messages that were committed together in one transaction.',
    buckets: [1, 5, 20, 50, 100, 200, 500, 1000, 2000, 4000],
    registers,
  })
  if (waiting !== undefined)
    new Gauge({
      name: 'fireball_waiting_messages',
      help: 'Messages that were received and are not committed yet.',
      registers,
      collect() {
        this.set(waiting())
      },
    })
  const deliveries = new Counter({
    name: 'fireball_deliveries_total',
    help: 'Tries to deliver to destinations, by kind and what became of them: sent, failed for now, or dead.',
    labelNames: ['kind', 'result'],
    registers,
  })
  if (waitingDeliveries !== undefined)
    new Gauge({
      name: 'fireball_waiting_deliveries',
      help: 'Messages that wait for a destination, by kind.',
      labelNames: ['kind'],
      registers,
      async collect() {
        this.reset()
        for (const [kind, count] of await waitingDeliveries()) this.set({ kind }, count)
      },
    })
  const limited = new Counter({
    name: 'fireball_limited_requests_total',
    help: 'Requests that had to wait, by the allowance that was used up: address, key or account.',
    labelNames: ['by'],
    registers,
  })
  const responses = new Counter({
    name: 'fireball_http_responses_total',
    help: 'Answers of all routes, by the first digit of their status.',
    labelNames: ['class'],
    registers,
  })
  return {
    limited: by => limited.inc({ by }),
    delivered: (kind, result) => deliveries.inc({ kind, result }),
    answered: status => responses.inc({ class: `${Math.floor(status / 100)}xx` }),
    committed: messages => groups.observe(messages),
    startIngest: () => {
      const stop = seconds.startTimer()
      return result => {
        stop()
        requests.inc({ code: result.ok ? 'ok' : result.error.code })
        if (!result.ok) return
        const { accepted, duplicates, refused } = result.value
        if (accepted > duplicates) messages.inc({ result: 'accepted' }, accepted - duplicates)
        if (duplicates > 0) messages.inc({ result: 'duplicate' }, duplicates)
        for (const { code } of refused) messages.inc({ result: code })
      }
    },
    text: async () => ({ body: await registry.metrics(), contentType: registry.contentType }),
  }
}
