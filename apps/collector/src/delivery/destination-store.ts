import {
  type Delivery,
  type Destination,
  type DestinationInput,
  isObject,
  type JsonObject,
  TOPICS,
} from '@fireball/core'
import { withoutSpace } from '../store/akey.ts'
import type { Driver, Row, Value } from '../store/driver.ts'
import { integer, json, maybeInteger, text } from '../store/row.ts'
import { DESTINATION_COLUMNS, type StoredDestination, toDestination } from './stored-destination.ts'

/** What is written of a new destination. */
export type NewDestination = Pick<
  StoredDestination,
  'project' | 'kind' | 'name' | 'url' | 'secret' | 'topics' | 'fields' | 'isEnabled'
>

/** What of a destination may change; `earlier` is the signing key that a new one takes the place of. */
export type DestinationChange = Pick<
  StoredDestination,
  'name' | 'url' | 'secret' | 'earlier' | 'topics' | 'fields' | 'isEnabled'
>

/** The destinations of all projects. */
export interface DestinationStore {
  /** Of one project, or of all. */
  all(project?: string): Promise<readonly StoredDestination[]>
  find(project: string, id: string): Promise<StoredDestination | undefined>
  /** As they are told: with figures, without secrets. */
  list(project: string): Promise<readonly Destination[]>
  add(destination: NewDestination): Promise<string>
  change(project: string, id: string, change: DestinationChange): Promise<void>
  /** With everything that waits for it and was ever sent there. */
  remove(project: string, id: string): Promise<void>
  /** Newest first, at most a hundred. */
  deliveries(id: string, state: Delivery['state'] | undefined): Promise<readonly Delivery[]>
  /** How many messages wait, by kind of destination. */
  waiting(): Promise<ReadonlyMap<string, number>>
  /** Somebody wants it tried now. */
  resume(project: string, id: string): Promise<void>
}

const ALL = `SELECT ${DESTINATION_COLUMNS} FROM destinations ORDER BY project, created_at, id`
const OF_PROJECT = `SELECT ${DESTINATION_COLUMNS} FROM destinations WHERE project = $1 ORDER BY created_at, id`
const FIND = `SELECT ${DESTINATION_COLUMNS} FROM destinations WHERE project = $1 AND id = $2`
const ADD = `INSERT INTO destinations (project, id, kind, name, url, secret, topics, fields, is_enabled, created_at, sent)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0)`
const CHANGE = `UPDATE destinations SET name = $3, url = $4, secret = $5, earlier_secret = $6, earlier_until = $7,
  topics = $8, fields = $9, is_enabled = $10, resumes_at = NULL WHERE project = $1 AND id = $2`
const REMOVE = 'DELETE FROM destinations WHERE project = $1 AND id = $2'
const REMOVE_DELIVERIES = 'DELETE FROM deliveries WHERE destination = $1'
const RESUME =
  'UPDATE destinations SET resumes_at = NULL, failing_since = NULL WHERE project = $1 AND id = $2'
const WAITING = `SELECT COUNT(*) AS n, MIN(due_at) AS next FROM deliveries
  WHERE destination = $1 AND sent_at IS NULL AND dead_at IS NULL`
const WAITING_BY_KIND = `SELECT d.kind, COUNT(*) AS n FROM destinations d JOIN deliveries w ON w.destination = d.id
  WHERE w.sent_at IS NULL AND w.dead_at IS NULL GROUP BY d.kind`
const DEAD = 'SELECT COUNT(*) AS n FROM deliveries WHERE destination = $1 AND dead_at IS NOT NULL'

const DELIVERY = 'SELECT akey, id, topic, payload, at, attempts, sent_at, dead_at, last_error FROM deliveries'
const NEWEST = 'ORDER BY at DESC, id DESC LIMIT 100'
const DELIVERIES = {
  all: `${DELIVERY} WHERE destination = $1 ${NEWEST}`,
  waiting: `${DELIVERY} WHERE destination = $1 AND sent_at IS NULL AND dead_at IS NULL ${NEWEST}`,
  sent: `${DELIVERY} WHERE destination = $1 AND sent_at IS NOT NULL ORDER BY sent_at DESC, id DESC LIMIT 100`,
  dead: `${DELIVERY} WHERE destination = $1 AND dead_at IS NOT NULL ORDER BY dead_at DESC, id DESC LIMIT 100`,
} as const

const HINTED = 4

const toDelivery = (row: Row): Delivery => {
  const value = json(row, 'payload')
  const payload = isObject(value) ? (value as JsonObject) : {}
  const name = isObject(payload.data) ? payload.data.name : undefined
  const akey = withoutSpace(text(row, 'akey'))
  const sentAt = maybeInteger(row, 'sent_at')
  return {
    id: text(row, 'id'),
    topic: TOPICS.find(topic => topic === text(row, 'topic')) ?? 'lead.stage',
    akey,
    name: typeof name === 'string' && name !== '' ? name : akey.slice(2),
    at: integer(row, 'at'),
    attempts: integer(row, 'attempts'),
    state: sentAt !== null ? 'sent' : row.dead_at === null ? 'waiting' : 'dead',
    lastError: text(row, 'last_error') || null,
    sentAt,
    payload,
  }
}

/** The slots of a statement that are the same for making and changing. */
const written = ({
  topics,
  fields,
  isEnabled,
}: Pick<DestinationInput, 'topics' | 'fields' | 'isEnabled'>): readonly Value[] => [
  topics.join(' '),
  JSON.stringify(fields ?? {}),
  Number(isEnabled ?? true),
]

export const createDestinationStore = ({
  store,
  now,
  newId,
}: {
  readonly store: Driver
  readonly now: () => number
  readonly newId: () => string
}): DestinationStore => {
  const toTold = async (destination: StoredDestination): Promise<Destination> => {
    const { id, kind, name, url, secret, topics, fields, isEnabled, createdAt } = destination
    const { sent, lastSentAt, lastError, resumesAt } = destination
    const [[waiting], [dead]] = await Promise.all([store.all(WAITING, [id]), store.all(DEAD, [id])])
    const count = waiting === undefined ? 0 : integer(waiting, 'n')
    const dueAt = waiting === undefined ? null : maybeInteger(waiting, 'next')
    const nextAt = Math.max(dueAt ?? 0, resumesAt ?? 0)
    return {
      id,
      kind,
      name,
      url,
      topics,
      fields,
      isEnabled,
      createdAt,
      hint: secret === '' ? null : `…${secret.slice(-HINTED)}`,
      waiting: count,
      sent,
      dead: dead === undefined ? 0 : integer(dead, 'n'),
      lastSentAt,
      lastError,
      nextAt: lastError !== null && isEnabled && count > 0 ? nextAt : null,
    }
  }
  return {
    all: async project =>
      (await (project === undefined ? store.all(ALL) : store.all(OF_PROJECT, [project]))).map(toDestination),
    find: async (project, id) => {
      const [row] = await store.all(FIND, [project, id])
      return row === undefined ? undefined : toDestination(row)
    },
    list: async project =>
      Promise.all((await store.all(OF_PROJECT, [project])).map(row => toTold(toDestination(row)))),
    add: async destination => {
      const { project, kind, name, url, secret } = destination
      const id = newId()
      await store.run(ADD, [project, id, kind, name, url, secret, ...written(destination), now()])
      return id
    },
    change: async (project, id, change) => {
      const { name, url, secret, earlier } = change
      await store.run(CHANGE, [
        project,
        id,
        name,
        url,
        secret,
        earlier?.secret ?? null,
        earlier?.until ?? null,
        ...written(change),
      ])
    },
    remove: (project, id) =>
      store.transaction(async queries => {
        if ((await queries.run(REMOVE, [project, id])) > 0) await queries.run(REMOVE_DELIVERIES, [id])
      }),
    deliveries: async (id, state) => (await store.all(DELIVERIES[state ?? 'all'], [id])).map(toDelivery),
    waiting: async () =>
      new Map((await store.all(WAITING_BY_KIND)).map(row => [text(row, 'kind'), integer(row, 'n')] as const)),
    resume: async (project, id) => {
      await store.run(RESUME, [project, id])
    },
  }
}
