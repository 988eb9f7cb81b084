import type { DestinationKind } from '@fireball/core'
import type { People } from '../people.ts'
import type { Driver } from '../store/driver.ts'
import type { Caller } from './call.ts'
import type { Channel, ChannelPorts } from './channel.ts'
import type { DestinationStore } from './destination-store.ts'
import { fanOut, pruneOutbox } from './fan-out.ts'
import { hubspot } from './hubspot.ts'
import { createLane, type DeliveryResult, type Lane } from './lane.ts'
import { readLeadValues } from './lead-values.ts'
import { createQueue, type Queue } from './queue.ts'
import { DELIVERY_LIMITS, type DeliveryLimits, retryAfterMs } from './retry.ts'
import { salesforce } from './salesforce.ts'
import { createSettler } from './settler.ts'
import { slackChannel } from './slack.ts'
import { crmChannel } from './upsert.ts'
import { webhookChannel } from './webhook.ts'

/** What delivering needs of the world. */
export interface DeliveryPorts {
  readonly store: Driver
  readonly destinations: DestinationStore
  readonly people: Pick<People, 'accountsOf'>
  readonly caller: Caller
  readonly now: () => number
  /** [0, 1) */
  readonly random: () => number
  /** Where people reach the collector, for links into the console. */
  readonly origin: () => string | undefined
  readonly limits?: Partial<DeliveryLimits> | undefined
  readonly onResult?: ((kind: DestinationKind, result: DeliveryResult) => void) | undefined
  readonly onError: (error: unknown) => void
}

/** Takes messages out of the outbox and to their destinations, at least once each, under ids that never change. */
export interface Delivery {
  readonly channels: Readonly<Record<DestinationKind, Channel>>
  readonly queue: Queue
  /** There may be something in the outbox, or a destination was changed. */
  wake(): void
  /** Settles when nothing is due any more. */
  settled(): Promise<void>
  /** Forgets what is long over. */
  prune(): Promise<void>
  /** Lets what is on its way arrive, for some seconds; the rest is due at the next start. */
  dispose(): Promise<void>
}

/** Looks are so far apart at least, ms: a busy collector commits far more often. */
const PAUSE_MS = 50
/** Other collectors put messages there as well. */
const POLL_MS = 5000
const GRACE_MS = 5000
/** A timer holds no more than this. */
const MAX_TIMER_MS = 3_600_000

const createChannels = (ports: ChannelPorts, { store, origin }: DeliveryPorts): Delivery['channels'] => {
  const readLeads = (akeys: readonly string[]) => readLeadValues(store, akeys, origin())
  return {
    webhook: webhookChannel(ports),
    slack: slackChannel(ports),
    hubspot: crmChannel(hubspot(ports), readLeads),
    salesforce: crmChannel(salesforce(ports), readLeads),
  }
}

export const createDelivery = (ports: DeliveryPorts): Delivery => {
  const { store, destinations, caller, now, random, onResult, onError } = ports
  const limits: DeliveryLimits = { ...DELIVERY_LIMITS, ...ports.limits }
  const queue = createQueue(store, now, limits)
  const settler = createSettler(store, queue, now)
  const waitMs = (header: unknown): number => retryAfterMs(header, now(), limits.maxWaitMs)
  const channels = createChannels({ caller, now, waitMs }, ports)
  const lanes = new Map<string, Lane>()
  let isWanted = false
  let isStopped = false
  let running: Promise<void> | undefined
  let hurry: (() => void) | undefined
  let isHurried = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let timerAt = Infinity

  const wakeAt = (at: number): void => {
    if (isStopped || at >= timerAt) return
    clearTimeout(timer)
    timerAt = at
    timer = setTimeout(
      () => {
        timerAt = Infinity
        wake()
      },
      Math.min(MAX_TIMER_MS, Math.max(PAUSE_MS, at - now())),
    )
    timer.unref()
  }

  const laneOf = (project: string, id: string): Lane => {
    const known = lanes.get(id)
    if (known !== undefined) return known
    const lane = createLane({
      channels,
      queue,
      settler,
      limits,
      now,
      random,
      read: () => destinations.find(project, id),
      onNext: wakeAt,
      onResult: (kind, result) => onResult?.(kind, result),
      onError,
    })
    lanes.set(id, lane)
    return lane
  }

  const look = async (): Promise<void> => {
    const all = await destinations.all()
    if (all.length === 0) return
    while (!isStopped && (await fanOut(ports, all)));
    for (const { project, id } of all) laneOf(project, id).wake()
    wakeAt(now() + POLL_MS)
  }

  /** Between two looks; nobody who waits for the end waits for it. */
  const rest = (): Promise<void> =>
    isHurried || isStopped
      ? Promise.resolve()
      : new Promise(resolve => {
          const pause = setTimeout(resolve, PAUSE_MS)
          pause.unref()
          hurry = () => {
            clearTimeout(pause)
            resolve()
          }
        })

  const run = async (): Promise<void> => {
    while (isWanted && !isStopped) {
      isWanted = false
      try {
        await look()
      } catch (error) {
        onError(error)
        wakeAt(now() + POLL_MS)
      }
      await rest()
    }
    running = undefined
  }

  const wake = (): void => {
    isWanted = true
    if (!isStopped) running ??= run()
  }

  return {
    channels,
    queue,
    wake,
    settled: async () => {
      isHurried = true
      hurry?.()
      while (running !== undefined) await running
      for (const lane of lanes.values()) await lane.settled()
      isHurried = false
    },
    prune: async () => {
      const all = await destinations.all()
      const before = now() - limits.keepSentMs
      while (!isStopped && (await pruneOutbox(store, before)) > 0);
      for (const { id } of all) while (!isStopped && (await queue.prune(id)) > 0);
    },
    dispose: async () => {
      isStopped = true
      clearTimeout(timer)
      hurry?.()
      await running
      await Promise.all([...lanes.values()].map(lane => lane.dispose(GRACE_MS)))
      await caller.close()
    },
  }
}
