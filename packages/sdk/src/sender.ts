import type { BatchAnswer } from '@fireball/core'
import { BATCH_BYTES, nextBatch } from './batch.ts'
import type { Entry } from './queue.ts'
import { RETRY, retryDelayMs, verdictOf } from './retry.ts'

/** What a request came to; status 0: no answer. */
export interface Answer {
  readonly status: number
  /** What `Retry-After` asks for, in ms. */
  readonly waitMs: number
  readonly body?: unknown
}

/** What the sender needs of its surroundings. */
export interface SenderPorts {
  /** Whether this page is the one that sends, may, and is online. */
  maySend(): boolean
  pending(): readonly Entry[]
  /** Something to ask the collector even though nothing waits. */
  hasQuestion(): boolean
  post(batch: readonly Entry[]): Promise<Answer>
  accepted(batch: readonly Entry[], answer: BatchAnswer): void
  refused(batch: readonly Entry[], answer: Answer): void
  /** Nothing more is sent from this page: wrong key or address. */
  halted(answer: Answer): void
  /** Until when no page may send; shared by all tabs. */
  blockedUntil(): number
  block(until: number): void
  now(): number
  random(): number
  /** Calls once, later; returns how to prevent it. */
  wait(ms: number, then: () => void): () => void
}

/** Delivers what waits, one request at a time, until it is acknowledged. */
export interface Sender {
  /** Soon, so that events that happen together go together. */
  schedule(): void
  /** Now, as far as it is allowed to; settles when nothing more can be done at present. */
  flush(): Promise<void>
  /** The page may be about to go: everything that fits leaves at once, and stays queued until acknowledged. */
  handOff(entries: readonly Entry[]): void
  /** Settles when no request is under way. */
  idle(): Promise<unknown>
  dispose(): void
}

/** How long events are gathered. */
export const GATHER_MS = 250

const isAnswer = (body: unknown): body is BatchAnswer =>
  typeof body === 'object' && body !== null && (body as { success?: unknown }).success === true

export const createSender = (ports: SenderPorts): Sender => {
  const underWay = new Set<Entry['event']['id']>()
  let bytesUnderWay = 0
  let attempt = 0
  let count = Number.POSITIVE_INFINITY
  let isHalted = false
  let running: Promise<void> | undefined
  let handing: Promise<void> | undefined
  let stopWaiting: (() => void) | undefined

  const waiting = (): readonly Entry[] => ports.pending().filter(({ event }) => !underWay.has(event.id))

  /** Whether to go on at once. */
  const settle = (batch: readonly Entry[], answer: Answer): boolean => {
    const verdict = verdictOf(answer.status)
    if (verdict === 'accepted' && isAnswer(answer.body)) {
      attempt = 0
      count *= 2
      ports.accepted(batch, answer.body)
      return true
    }
    if (verdict === 'refused' && batch.length < 2) {
      ports.refused(batch, answer)
      return batch.length > 0
    }
    if (verdict === 'refused') {
      // One bad message must not take its neighbours along: halves are tried until it stands alone.
      count = Math.ceil(batch.length / 2)
      return true
    }
    if (verdict === 'halted') {
      isHalted = true
      ports.halted(answer)
      return false
    }
    const delay = Math.max(answer.waitMs, retryDelayMs(attempt++, ports.random()), RETRY.firstDelayMs / 10)
    ports.block(ports.now() + delay)
    return false
  }

  const post = async (batch: readonly Entry[]): Promise<boolean> => {
    const bytes = batch.reduce((sum, entry) => sum + entry.bytes, 0)
    bytesUnderWay += bytes
    for (const { event } of batch) underWay.add(event.id)
    const answer = await ports.post(batch)
    bytesUnderWay -= bytes
    for (const { event } of batch) underWay.delete(event.id)
    return settle(batch, answer)
  }

  const deliver = async (): Promise<void> => {
    while (!isHalted && ports.maySend()) {
      const delay = ports.blockedUntil() - ports.now()
      if (delay > 0) {
        waitFor(delay)
        return
      }
      const batch = nextBatch(waiting(), { bytes: BATCH_BYTES - bytesUnderWay, count })
      if (batch.length === 0 && !(underWay.size === 0 && ports.hasQuestion())) return
      await post(batch)
    }
  }

  const run = (): Promise<void> => {
    stopWaiting?.()
    stopWaiting = undefined
    running ??= deliver().finally(() => {
      running = undefined
    })
    return running
  }

  const waitFor = (ms: number) => {
    stopWaiting ??= ports.wait(ms, () => void run())
  }

  return {
    schedule() {
      if (!isHalted) waitFor(GATHER_MS)
    },
    flush: run,
    handOff(entries) {
      if (isHalted || ports.blockedUntil() > ports.now()) return
      const free = entries.filter(({ event }) => !underWay.has(event.id))
      const batch = nextBatch(free, { bytes: BATCH_BYTES - bytesUnderWay })
      if (batch.length > 0) {
        handing = post(batch).then(isDone => {
          if (isDone) void run()
        })
      }
    },
    idle: () => Promise.all([running, handing]),
    dispose() {
      isHalted = true
      stopWaiting?.()
    },
  }
}
