import { isObject } from '@fireball/core'

type Properties = Readonly<Record<string, unknown>>

/** What their client sends beside events, and what is none of it: their own housekeeping. */
const GROUP_TYPES: readonly string[] = ['account', 'company', 'organization', 'workspace', 'team']

const objectOf = (value: unknown): Properties => (isObject(value) ? value : {})
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** The account among an event’s groups: by the usual names of such a group, else the first. */
const groupIn = (groups: unknown): string | undefined => {
  const named = objectOf(groups)
  const type = GROUP_TYPES.find(one => textOf(named[one]) !== undefined) ?? Object.keys(named)[0] ?? ''
  return textOf(named[type])
}

/** An id that their clients made up for somebody who was not identified. */
const isAnonymous = (properties: Properties, distinctId: unknown): boolean =>
  properties.$is_identified === false ||
  properties.$process_person_profile === false ||
  (properties.$is_identified === undefined && properties.$device_id === distinctId)

/** Names that mean something else here; `undefined`: a plain event. */
const TYPES: Readonly<Record<string, 'identify' | 'alias' | 'group' | 'page' | 'screen' | undefined>> = {
  $identify: 'identify',
  $set: 'identify',
  $create_alias: 'alias',
  $groupidentify: 'group',
  $pageview: 'page',
  $screen: 'screen',
}

/** What a message of theirs says of its own, by what it becomes. */
const bodyOf = (type: string | undefined, raw: Properties, properties: Properties): Properties => {
  switch (type) {
    case 'identify': {
      const { $anon_distinct_id: before } = properties
      const traits = {
        ...objectOf(raw.$set_once ?? properties.$set_once),
        ...objectOf(raw.$set ?? properties.$set),
      }
      return { type, traits, ...(textOf(before) === undefined ? {} : { anonymousId: before }) }
    }
    case 'alias':
      return { type, previousId: properties.alias }
    case 'group':
      return { type, groupId: properties.$group_key, traits: objectOf(properties.$group_set) }
    case 'page':
    case 'screen': {
      const { title, $pathname: path, $current_url: url, $referrer: referrer } = properties
      const name = properties.$screen_name ?? title ?? path ?? ''
      const known = { ...properties, title, path, url, referrer }
      return { type, name, properties: known }
    }
    default:
      return { type: 'track', event: raw.event, properties }
  }
}

const toMessage = (event: unknown, sharedId: unknown): unknown => {
  // What is no event is refused with its place in the batch, like any other.
  if (!isObject(event)) return event
  const properties = objectOf(event.properties)
  const distinctId = event.distinct_id ?? properties.distinct_id ?? properties.$distinct_id ?? sharedId
  const name = typeof event.event === 'string' ? event.event : ''
  const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined
  const account = groupIn(properties.$groups)
  const isNobody =
    type === 'group' && distinctId === `$${String(properties.$group_type)}_${String(properties.$group_key)}`
  const who =
    type !== 'identify' && type !== 'alias' && (isNobody || isAnonymous(properties, distinctId))
      ? { anonymousId: distinctId }
      : { userId: distinctId }
  const { timestamp, uuid } = event
  return {
    ...who,
    ...bodyOf(type, event, properties),
    ...(account === undefined ? {} : { context: { groupId: account } }),
    ...(timestamp === undefined ? {} : { timestamp }),
    messageId: uuid ?? properties.$insert_id,
  }
}

/**
 * What PostHog’s clients send, as a batch of ours: `{ api_key, batch }`, `{ api_key, event, … }` or a list of events.
 * Their ids of events keep a resend from counting twice; their groups name the account. What is none of that comes back
 * as it is, to be refused.
 */
export const fromPostHog = (raw: unknown): unknown => {
  const body = Array.isArray(raw) ? { batch: raw } : objectOf(raw)
  const events = Array.isArray(body.batch) ? body.batch : body.event === undefined ? undefined : [body]
  if (events === undefined) return raw
  const [first] = events
  const key =
    textOf(body.api_key) ??
    textOf(body.token) ??
    textOf(objectOf(objectOf(first).properties).token) ??
    textOf(objectOf(first).api_key)
  return {
    ...(key === undefined ? {} : { writeKey: key }),
    ...(body.sent_at === undefined ? {} : { sentAt: body.sent_at }),
    batch: events.map(event => toMessage(event, body.distinct_id)),
  }
}
