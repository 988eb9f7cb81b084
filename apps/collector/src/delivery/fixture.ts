import type { DestinationInput } from '@fireball/core'
import { createTestCollector } from '../fixture.ts'
import { inSpace, type Space } from '../store/akey.ts'
import type { Row } from '../store/driver.ts'
import type { Call, Called } from './call.ts'
import { createDelivery, type DeliveryPorts } from './delivery.ts'
import { createDestinationStore } from './destination-store.ts'
import { newSigningKey } from './webhook.ts'

/** An answer of a destination. */
export const answered = (status: number, text = '', headers: Record<string, string> = {}): Called => ({
  kind: 'answered',
  status,
  headers,
  text,
})

/** What a destination in a test does with a call. */
export type Answer = (call: Call) => Called | Promise<Called>

const POST = `INSERT INTO outbox (akey, id, space, topic, payload, at, due_at, attempts, leased_until)
  VALUES ($1, $2, $3, $4, $5, $6, $6, 0, 0)`
const DELIVERIES = `SELECT id, destination, attempts, sent_at, dead_at, due_at, last_error FROM deliveries ORDER BY id, destination`

/** An outbox over a store of its own, on the engine of the run; time stands still until it is moved. */
export const createOutbox = async () => {
  const collector = await createTestCollector()
  const { store, now, errors } = collector
  let made = 0
  const destinations = createDestinationStore({
    store,
    now,
    newId: () => `d${++made}`,
  })
  const started: { dispose(): Promise<void> }[] = []
  return {
    store,
    destinations,
    errors,
    now,
    later: collector.later,
    people: collector.people,
    /** A destination; a webhook unless it is said otherwise. Answers its id. */
    add: (more: Partial<DestinationInput> & { readonly name?: string } = {}): Promise<string> =>
      destinations.add({
        project: 'app',
        kind: 'webhook',
        name: 'Test',
        url: 'https://hooks.example.com/a',
        secret: newSigningKey(),
        topics: ['qualification.qualified', 'lead.stage'],
        fields: {},
        isEnabled: true,
        ...more,
      }),
    /** Puts a message into the outbox, as an evaluation does. */
    post: async (
      id: string,
      akey = 'g:acme',
      more: { readonly topic?: string; readonly space?: Space; readonly data?: object } = {},
    ): Promise<void> => {
      const { topic = 'qualification.qualified', space = 'app', data = {} } = more
      const payload = {
        type: topic,
        timestamp: new Date(now()).toISOString(),
        data: { account: akey, name: akey.slice(2), ...data },
      }
      await store.run(POST, [inSpace(space, akey), id, space, topic, JSON.stringify(payload), now()])
    },
    /** A deliverer as each collector has one. `answer` stands for every destination there is. */
    deliverer: (answer: Answer, more: Partial<DeliveryPorts> = {}) => {
      const delivery = createDelivery({
        store,
        destinations,
        people: collector.people,
        caller: { call: async call => answer(call), close: async () => undefined },
        now,
        random: () => 0.5,
        origin: () => 'https://fireball.example.com',
        onError: error => errors.push(error),
        ...more,
      })
      started.push(delivery)
      return {
        ...delivery,
        /** Does everything that is due now. */
        run: async (): Promise<void> => {
          delivery.wake()
          await delivery.settled()
        },
      }
    },
    /** What became of each message: `waiting 2: why`, `sent 1`, `dead 1: why`. */
    states: async (): Promise<Readonly<Record<string, string>>> => {
      const say = (row: Row): string => {
        const state = row.sent_at !== null ? 'sent' : row.dead_at !== null ? 'dead' : 'waiting'
        return `${state} ${row.attempts}${row.last_error === null ? '' : `: ${row.last_error}`}`
      }
      const rows = await store.all(DELIVERIES)
      return Object.fromEntries(rows.map(row => [`${row.id}→${row.destination}`, say(row)]))
    },
    close: async (): Promise<void> => {
      for (const one of started) await one.dispose()
      await collector.close()
    },
  }
}

/** What `createOutbox` gives. */
export type Outbox = Awaited<ReturnType<typeof createOutbox>>
