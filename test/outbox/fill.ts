import { createDestinationStore } from '../../apps/collector/src/delivery/destination-store.ts'
import { newSigningKey } from '../../apps/collector/src/delivery/webhook.ts'
import type { Driver } from '../../apps/collector/src/store/driver.ts'
import type { Receiver } from './receiver.ts'

/** The project that messages of trials are of. */
export const PROJECT = 'demo'

const POST = `INSERT INTO outbox (akey, id, space, topic, payload, at, due_at, attempts, leased_until)
  VALUES ($1, $2, '${PROJECT}', 'lead.stage', $3, $4, $4, 0, 0)`

/** Makes a webhook for each receiver, in their order. */
export const addReceivers = async (
  store: Driver,
  receivers: readonly Receiver[],
): Promise<readonly string[]> => {
  let made = 0
  const destinations = createDestinationStore({ store, now: () => 0, newId: () => `receiver-${++made}` })
  const ids: string[] = []
  for (const { url } of receivers)
    ids.push(
      await destinations.add({
        project: PROJECT,
        kind: 'webhook',
        name: url,
        url,
        secret: newSigningKey(),
        topics: ['lead.stage'],
        fields: {},
        isEnabled: true,
      }),
    )
  return ids
}

/** Puts numbered messages into the outbox, spread over accounts, in one transaction. */
export const postMessages = async (
  store: Driver,
  numbers: readonly number[],
  accounts: number,
  now: () => number,
): Promise<void> => {
  await store.transaction(async queries => {
    for (const n of numbers) {
      const account = `g:account-${n % accounts}`
      const at = now()
      const payload = {
        type: 'lead.stage',
        timestamp: new Date(at).toISOString(),
        data: { account, name: account, n, stage: 'pql' },
      }
      const id = `m${`${n}`.padStart(8, '0')}`
      queries.run(POST, [`${PROJECT}/${account}`, id, JSON.stringify(payload), at])
    }
  })
}

/** How many messages wait for these destinations; Infinity while some are still in the outbox. */
export const countWaiting = async (store: Driver, ids: readonly string[]): Promise<number> => {
  const [kept] = await store.all('SELECT COUNT(*) AS n FROM outbox WHERE sent_at IS NULL')
  if (Number(kept?.n) > 0) return Infinity
  const rows = await store.all(
    'SELECT destination, COUNT(*) AS n FROM deliveries WHERE sent_at IS NULL AND dead_at IS NULL GROUP BY destination',
  )
  return rows.reduce((sum, row) => sum + (ids.includes(String(row.destination)) ? Number(row.n) : 0), 0)
}

/** What receivers say of so many messages that each of them was to get. */
export const judge = (
  receivers: readonly Receiver[],
  messages: number,
): {
  readonly lost: number
  readonly duplicates: number
  readonly outOfOrder: number
  readonly copies: number
} => {
  let lost = 0
  let duplicates = 0
  let outOfOrder = 0
  let copies = 0
  for (const { effects, order, copies: came } of receivers) {
    lost += messages - effects.size
    copies += came()
    for (const ids of effects.values()) duplicates += ids.length - 1
    for (const numbers of order.values())
      outOfOrder += numbers.filter((n, i) => n < Math.max(-1, ...numbers.slice(0, i))).length
  }
  return { lost, duplicates, outOfOrder, copies }
}
