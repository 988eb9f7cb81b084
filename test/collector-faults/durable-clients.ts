import type { CollectorProcess } from '../collector-process.ts'

/** Messages in a body. */
export const BATCH = 10

const bodyOf = (key: string, client: string, n: number): string =>
  JSON.stringify({
    writeKey: key,
    batch: Array.from({ length: BATCH }, (_, i) => ({
      type: 'track',
      event: 'Test Sent',
      userId: `user-${(n * 7 + i) % 20}`,
      messageId: `${client}-${n}-${i}`,
      timestamp: Date.now(),
      properties: { outcome: 'success', context: `c${i % 3}` },
    })),
  })

/** Clients that send each batch until it is acknowledged, as a durable queue does. */
export interface DurableClients {
  /** Ids of the messages whose batch was answered with a good answer. */
  readonly acknowledged: ReadonlySet<string>
  /** Settles once so many more are acknowledged. */
  more(messages: number): Promise<void>
  /** Ends after the batches at hand. */
  stop(): Promise<void>
  /** Ends at once: what was not acknowledged is given up. */
  abandon(): void
}

export interface DurableOptions {
  readonly key: string
  readonly clients: number
  /** Where the collector is just now. */
  readonly collector: () => CollectorProcess
  /** Sets the ids of these clients apart from those of others. */
  readonly prefix?: string
}

const pause = (ms: number): Promise<void> => new Promise(settle => setTimeout(settle, ms))

export const startDurableClients = ({
  key,
  clients,
  collector,
  prefix = '',
}: DurableOptions): DurableClients => {
  const acknowledged = new Set<string>()
  let isOver = false
  let isAbandoned = false
  const run = async (client: string): Promise<void> => {
    for (let n = 0; !isOver; n++) {
      const body = bodyOf(key, client, n)
      while (!isAbandoned) {
        const response = await fetch(`${collector().origin}/v1/b`, { method: 'POST', body }).catch(
          () => undefined,
        )
        const answer = await response?.json().catch(() => undefined)
        if (response?.status === 200 && answer?.accepted === BATCH) {
          for (let i = 0; i < BATCH; i++) acknowledged.add(`${client}-${n}-${i}`)
          break
        }
        await pause(20)
      }
    }
  }
  const running = Array.from({ length: clients }, (_, client) => run(`${prefix}/${client}`))
  return {
    acknowledged,
    more: async messages => {
      const before = acknowledged.size
      while (acknowledged.size < before + messages) await pause(10)
    },
    stop: async () => {
      isOver = true
      await Promise.all(running)
    },
    abandon: () => {
      isOver = true
      isAbandoned = true
    },
  }
}
