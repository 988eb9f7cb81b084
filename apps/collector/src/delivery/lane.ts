import type { DestinationKind } from '@fireball/core'
import type { Channel } from './channel.ts'
import type { Outcome } from './outcome.ts'
import type { Claimed, Queue, Settlement } from './queue.ts'
import { backoffMs, type DeliveryLimits } from './retry.ts'
import type { Settler } from './settler.ts'
import type { StoredDestination } from './stored-destination.ts'

/** What became of one message, for the figures. */
export type DeliveryResult = 'sent' | 'failed' | 'dead'

/** What one lane needs of the world. */
export interface LanePorts {
  readonly channels: Readonly<Record<DestinationKind, Channel>>
  readonly queue: Queue
  readonly settler: Settler
  readonly limits: DeliveryLimits
  readonly now: () => number
  /** [0, 1) */
  readonly random: () => number
  /** The destination as it stands; undefined when it is gone. */
  readonly read: () => Promise<StoredDestination | undefined>
  /** There may be more to do then. */
  readonly onNext: (at: number) => void
  readonly onResult: (kind: DestinationKind, result: DeliveryResult) => void
  readonly onError: (error: unknown) => void
}

/** Sends what waits for one destination. Each has a lane of its own, so that none waits for another. */
export interface Lane {
  wake(): void
  /** Settles when nothing is due and nothing is on its way. */
  settled(): Promise<void>
  /** Takes no more, lets what is on its way arrive for a moment, and gives the rest back. */
  dispose(graceMs: number): Promise<void>
}

/** Claimed ahead, for calls that are over in no time. */
const AHEAD = 4

const nextTurn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

const sayHours = (ms: number): string => `${Math.round(ms / 3_600_000)} hours`

/** What is to be written of a message, after what became of it. */
export const settlementOf = (
  of: Claimed,
  outcome: Outcome,
  { now, random, limits }: { readonly now: number; readonly random: number; readonly limits: DeliveryLimits },
): Settlement => {
  if (outcome.kind === 'sent') return { kind: 'sent', of }
  if (outcome.kind === 'refused') return { kind: 'dead', of, say: outcome.say }
  if (now - of.triedAt >= limits.giveUpMs)
    return { kind: 'dead', of, say: `Given up after ${sayHours(limits.giveUpMs)}. ${outcome.say}` }
  const wait = Math.max(outcome.waitMs, backoffMs(of.attempts, random, limits))
  return { kind: 'again', of, say: outcome.say, dueAt: now + wait }
}

const BROKEN: Outcome = {
  kind: 'failed',
  say: 'A mistake of ours; the log says which.',
  isAll: false,
  waitMs: 0,
}

export const createLane = (ports: LanePorts): Lane => {
  const { channels, queue, settler, limits, now, random, read, onNext, onResult, onError } = ports
  const flights = new Set<Promise<void>>()
  const abort = new AbortController()
  let ready: readonly Claimed[] = []
  let failures = 0
  /** Calls of before a pause say nothing new about it. */
  let epoch = 0
  let isWanted = false
  let isStopped = false
  let running: Promise<void> | undefined
  let kick: (() => void) | undefined

  /** Until a call is over, or there is news. */
  const pause = (): Promise<void> =>
    isWanted
      ? Promise.resolve()
      : Promise.race([
          ...flights,
          new Promise<void>(resolve => {
            kick = resolve
          }),
        ])

  /** What the outcomes of one call say of the whole destination: when it may be called again; 0 for at once. */
  const judge = (outcomes: readonly Outcome[], of: number): number => {
    if (outcomes.some(one => one.kind !== 'failed' || !one.isAll)) {
      failures = 0
      return 0
    }
    const asked = Math.max(0, ...outcomes.map(one => (one.kind === 'failed' ? one.waitMs : 0)))
    if (of === epoch) failures++
    const own =
      of === epoch && failures >= limits.failuresToPause
        ? backoffMs(failures - limits.failuresToPause + 1, random(), {
            ...limits,
            maxDelayMs: limits.maxPauseMs,
          })
        : 0
    const wait = Math.max(asked, own)
    if (wait === 0) return 0
    epoch++
    return now() + wait
  }

  const fly = async (
    destination: StoredDestination,
    batch: readonly Claimed[],
    of: number,
  ): Promise<void> => {
    let outcomes: readonly Outcome[]
    try {
      outcomes = await channels[destination.kind].send(destination, batch, abort.signal)
    } catch (error) {
      onError(error)
      outcomes = []
    }
    if (abort.signal.aborted && outcomes.every(one => one.kind === 'failed')) return queue.release(batch)
    const settlements = batch.map((one, i) =>
      settlementOf(one, outcomes[i] ?? BROKEN, { now: now(), random: random(), limits }),
    )
    const resumesAt = judge(
      batch.map((_, i) => outcomes[i] ?? BROKEN),
      of,
    )
    const isAllFailing = outcomes.length > 0 && outcomes.every(one => one.kind === 'failed' && one.isAll)
    const { project, id } = destination
    await settler.write({ project, destination: id, settlements, isAllFailing, resumesAt })
    for (const { kind } of settlements) onResult(destination.kind, kind === 'again' ? 'failed' : kind)
  }

  const start = (destination: StoredDestination, batch: readonly Claimed[]): void => {
    const flight = fly(destination, batch, epoch)
      .catch(onError) // not written: the lease ends by itself, and it is sent again
      .finally(() => flights.delete(flight))
    flights.add(flight)
  }

  const giveBack = async (): Promise<void> => {
    const left = ready
    ready = []
    await queue.release(left)
  }

  /** Whether a claim still holds for as long as a call may take. */
  const isFresh = ({ leasedUntil }: Claimed): boolean => leasedUntil - now() > limits.timeoutMs * 1.5

  /** Starts what may be started; answers whether to look again. */
  const round = async (): Promise<boolean> => {
    const destination = await read()
    if (destination === undefined || !destination.isEnabled) {
      await giveBack()
      return false
    }
    const { id, resumesAt, failingSince, lastError } = destination
    if ((resumesAt ?? 0) > now()) {
      if (resumesAt !== null) onNext(resumesAt)
      await giveBack()
      if (flights.size === 0) return false
      await pause()
      return true
    }
    if (failingSince !== null && failingSince <= now() - limits.giveUpMs)
      await queue.giveUp(
        id,
        now() - limits.giveUpMs,
        `Given up after ${sayHours(limits.giveUpMs)}. ${lastError ?? ''}`,
      )
    const channel = channels[destination.kind]
    const isProbing = failures >= limits.failuresToPause
    const free = (isProbing ? 1 : channel.parallel) - flights.size
    const stale = ready.filter(one => !isFresh(one))
    ready = ready.filter(isFresh)
    await queue.release(stale)
    if (free > 0 && ready.length === 0)
      ready = await queue.claim(id, isProbing ? 1 : free * channel.batch * (channel.batch === 1 ? AHEAD : 1))
    for (let n = 0; n < free && ready.length > 0 && !isStopped; n++) {
      start(destination, ready.slice(0, channel.batch))
      ready = ready.slice(channel.batch)
    }
    if (flights.size < free) {
      const nextAt = await queue.nextAt(id)
      if (nextAt !== undefined) onNext(nextAt)
    }
    if (flights.size === 0) return false
    await pause()
    await nextTurn() // those that end together are followed by one claim
    return true
  }

  const run = async (): Promise<void> => {
    try {
      while (isWanted && !isStopped) {
        do isWanted = false
        while ((await round()) && !isStopped)
      }
    } catch (error) {
      onError(error)
    } finally {
      running = undefined
    }
  }

  return {
    wake: () => {
      isWanted = true
      kick?.()
      if (!isStopped) running ??= run()
    },
    settled: async () => {
      while (running !== undefined) await running
      await Promise.all(flights)
    },
    dispose: async graceMs => {
      isStopped = true
      kick?.()
      const timer = setTimeout(() => abort.abort(), graceMs)
      await running
      await Promise.all(flights)
      clearTimeout(timer)
      await giveBack().catch(onError)
    },
  }
}
