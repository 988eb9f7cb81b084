import { isObject, type Json, type JsonObject, TOPICS, type Topic } from '@fireball/core'
import type { People } from '../people.ts'
import { inSpace, projectOf, type Space, withoutSpace } from '../store/akey.ts'
import { createBulk } from '../store/bulk.ts'
import type { Driver, Value } from '../store/driver.ts'
import { integer, json, text } from '../store/row.ts'
import { type LeadValues, readLeadValues } from './lead-values.ts'
import type { StoredDestination } from './stored-destination.ts'

/** What sharing out needs. */
export interface FanOutPorts {
  readonly store: Driver
  readonly people: Pick<People, 'accountsOf'>
  readonly now: () => number
  /** Where people reach the collector, for links into the console. */
  readonly origin: () => string | undefined
}

/** So many messages of the outbox are shared out in one transaction. */
const SLICE = 100

const WAITING = `SELECT akey, id, space, topic, payload, at FROM outbox WHERE sent_at IS NULL ORDER BY at, id LIMIT ${SLICE}`
// Whoever marks a message shares it out; the test keeps a second collector from doing so once more.
const MARK = 'UPDATE outbox SET sent_at = $3 WHERE akey = $1 AND id = $2 AND sent_at IS NULL'
const OLD = `SELECT akey, id FROM outbox WHERE at < $1 ORDER BY at LIMIT 500`
const FORGET = 'DELETE FROM outbox WHERE akey = $1 AND id = $2'

const addDeliveries = createBulk({
  head: `INSERT INTO deliveries (akey, id, destination, project, topic, payload, at, due_at, attempts, leased_until)
    VALUES`,
  width: 10,
  key: ['akey', 'id', 'destination'],
  tail: 'ON CONFLICT (akey, id, destination) DO NOTHING',
})

interface Post {
  /** Under which it stands in the outbox. */
  readonly akey: string
  readonly account: string
  readonly id: string
  readonly space: Space
  readonly topic: Topic | undefined
  readonly payload: Json
  readonly at: number
}

/** A test key’s data never leave; a company is what CRMs know, so an account of one person is nothing for them. */
const isFor = (destination: StoredDestination, { space, topic, at, account }: Post): boolean =>
  destination.isEnabled &&
  destination.project === space &&
  topic !== undefined &&
  destination.topics.includes(topic) &&
  at >= destination.createdAt &&
  (destination.kind === 'webhook' || destination.kind === 'slack' || withoutSpace(account).startsWith('g:'))

/** The message with how its account stands beside what happened. */
const enriched = ({ payload, account }: Post, values: LeadValues | undefined): string => {
  if (!isObject(payload)) return JSON.stringify(payload)
  const data = isObject(payload.data) ? (payload.data as JsonObject) : {}
  const { id: _, domain: __, name, ...standing } = values ?? { id: '', domain: null, name: '' }
  return JSON.stringify({
    ...payload,
    data: { ...standing, ...(name === '' ? {} : { name }), ...data, account: withoutSpace(account) },
  })
}

/**
 * Shares messages of the outbox out: one row for each destination that wants it, in the transaction that marks it as
 * shared out. Answers whether there may be more.
 */
export const fanOut = async (
  { store, people, now, origin }: FanOutPorts,
  destinations: readonly StoredDestination[],
): Promise<boolean> => {
  const rows = await store.all(WAITING)
  if (rows.length === 0) return false
  const posts: Post[] = []
  for (const row of rows) {
    const akey = text(row, 'akey')
    const space = text(row, 'space')
    const topic = TOPICS.find(one => one === text(row, 'topic'))
    // What a person asked is told of their account, where they have one.
    const accounts = topic === 'help.asked' ? await people.accountsOf(space, withoutSpace(akey)) : []
    const account = inSpace(
      space,
      accounts.find(one => one.startsWith('g:')) ?? accounts[0] ?? withoutSpace(akey),
    )
    const payload = json(row, 'payload') as Json
    posts.push({ akey, account, id: text(row, 'id'), space, topic, payload, at: integer(row, 'at') })
  }
  const shared = posts.map(post => ({ post, to: destinations.filter(one => isFor(one, post)) }))
  const wanted = shared.filter(({ to }) => to.length > 0).map(({ post }) => post.account)
  const values = await readLeadValues(store, wanted, origin())
  await store.transaction(async queries => {
    const marked = await Promise.all(
      [...shared]
        .sort((a, b) => (`${a.post.akey}\t${a.post.id}` < `${b.post.akey}\t${b.post.id}` ? -1 : 1))
        .map(async one => ({
          one,
          changed: await queries.run(MARK, [one.post.akey, one.post.id, now()]),
        })),
    )
    const added = marked
      .filter(({ changed }) => changed > 0)
      .flatMap(({ one: { post, to } }) => {
        const body = enriched(post, values.get(post.account))
        return to.map((destination): readonly Value[] => [
          post.account,
          post.id,
          destination.id,
          projectOf(post.space),
          post.topic ?? '',
          body,
          post.at,
          now(),
          0,
          0,
        ])
      })
    const inOrder = added
      .map(row => ({ row, key: row.slice(0, 3).join('\t') }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ row }) => row)
    await addDeliveries.run(queries, inOrder)
  })
  return rows.length === SLICE
}

/** Forgets messages of the outbox of before `at`; some at a time. Answers how many. */
export const pruneOutbox = async (store: Driver, at: number): Promise<number> => {
  const rows = await store.all(OLD, [at])
  if (rows.length > 0)
    await store.transaction(queries =>
      Promise.all(rows.map(row => queries.run(FORGET, [text(row, 'akey'), text(row, 'id')]))),
    )
  return rows.length
}
