import { type DestinationKind, isObject, TOPICS, type Topic } from '@fireball/core'
import type { Row } from '../store/driver.ts'
import { integer, json, maybeInteger, text } from '../store/row.ts'

/** A destination with what only the collector itself may see. */
export interface StoredDestination {
  readonly project: string
  readonly id: string
  readonly kind: DestinationKind
  readonly name: string
  /** As it is shown; of Slack without what is secret about it. */
  readonly url: string
  /** Signing key of a webhook, the whole address of Slack, token of HubSpot and Salesforce. */
  readonly secret: string
  /** The signing key before this one, and until when it still signs. */
  readonly earlier: { readonly secret: string; readonly until: number } | undefined
  readonly topics: readonly Topic[]
  readonly fields: Readonly<Record<string, string>>
  readonly isEnabled: boolean
  readonly createdAt: number
  readonly sent: number
  readonly lastSentAt: number | null
  readonly lastError: string | null
  readonly failingSince: number | null
  readonly resumesAt: number | null
}

/** The kinds of destination. */
export const DESTINATION_KINDS = [
  'webhook',
  'slack',
  'hubspot',
  'salesforce',
] as const satisfies readonly DestinationKind[]

/** The columns that `toDestination` reads. */
export const DESTINATION_COLUMNS = `project, id, kind, name, url, secret, earlier_secret, earlier_until, topics, fields,
  is_enabled, created_at, sent, last_sent_at, last_error, failing_since, resumes_at`

const toFields = (value: unknown): Readonly<Record<string, string>> =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      )
    : {}

const orNull = (value: string): string | null => (value === '' ? null : value)

/** Reads a row. */
export const toDestination = (row: Row): StoredDestination => {
  const earlier = text(row, 'earlier_secret')
  return {
    project: text(row, 'project'),
    id: text(row, 'id'),
    kind: DESTINATION_KINDS.find(kind => kind === text(row, 'kind')) ?? 'webhook',
    name: text(row, 'name'),
    url: text(row, 'url'),
    secret: text(row, 'secret'),
    earlier: earlier === '' ? undefined : { secret: earlier, until: integer(row, 'earlier_until') },
    topics: TOPICS.filter(topic => text(row, 'topics').split(' ').includes(topic)),
    fields: toFields(json(row, 'fields')),
    isEnabled: integer(row, 'is_enabled') === 1,
    createdAt: integer(row, 'created_at'),
    sent: integer(row, 'sent'),
    lastSentAt: maybeInteger(row, 'last_sent_at'),
    lastError: orNull(text(row, 'last_error')),
    failingSince: maybeInteger(row, 'failing_since'),
    resumesAt: maybeInteger(row, 'resumes_at'),
  }
}

/** Every text by which it is opened: nothing of it is told to anybody. */
export const secretsOf = ({ secret, earlier }: StoredDestination): readonly string[] => [
  secret,
  ...secret.split(':').filter(part => part.length >= 8),
  ...(earlier === undefined ? [] : [earlier.secret]),
]
