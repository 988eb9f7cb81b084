import { EVENT_TYPES, type EventIds, type EventType, type FireballEvent } from './event.ts'
import { isObject, type Json, type JsonObject } from './json.ts'
import { err, ok, type Result } from './result.ts'

/** Bounds of the tracking API. Source: https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/ */
export const WIRE_LIMITS = {
  eventBytes: 32 * 1024,
  batchBytes: 500 * 1024,
  depth: 32,
  idLength: 255,
  nameLength: 255,
} as const

export type WireErrorCode =
  | 'not-json'
  | 'not-an-object'
  | 'not-a-batch'
  | 'unknown-type'
  | 'missing-id'
  | 'bad-id'
  | 'bad-name'
  | 'too-large'
  | 'too-deep'
  | 'unknown-key'
  | 'needs-secret-key'

/** Why a request or one message of it was refused: at which path, what was expected, what came. */
export interface WireError {
  readonly code: WireErrorCode
  readonly path: string
  readonly expected: string
  readonly got: string
}

/** Accepted, but not quite as sent. */
export type WireWarning =
  | 'bad-timestamp'
  | 'clock-corrected'
  | 'clock-ahead'
  | 'key-dropped'
  | 'id-not-text'
  | 'properties-not-an-object'

/** What the SDK and a collector say to each other beside the messages; other clients send none of it. */
export interface Handshake {
  /** HMAC-SHA256 of the user id under the project's identity secret, hex: the host's server vouches for the user. */
  readonly signature?: string
  /** Version of the public program that the browser has. */
  readonly program?: string
  /** Ids of help requests whose state is asked for. */
  readonly help?: readonly string[]
}

/** A request body: the messages as they came, and what is equal for all of them. */
export interface Envelope {
  readonly writeKey?: string
  /** The sender's clock when it sent, epoch ms. */
  readonly sentAt?: number
  readonly messages: readonly unknown[]
  readonly shared: JsonObject
  readonly handshake: Handshake
}

export interface ParsedMessage {
  readonly event: FireballEvent
  readonly warnings: readonly WireWarning[]
}

const DROPPED_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype']

/** Nesting depth, stopping past `limit`; and whether a key is there that could reach an object's prototype. */
const inspect = (root: unknown, limit: number): { isTooDeep: boolean; hasDroppedKey: boolean } => {
  let hasDroppedKey = false
  let level: readonly unknown[] = [root]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return { isTooDeep: true, hasDroppedKey }
    const next: unknown[] = []
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue
      for (const [key, inner] of Object.entries(value)) {
        if (DROPPED_KEYS.includes(key)) hasDroppedKey = true
        if (typeof inner === 'object' && inner !== null) next.push(inner)
      }
    }
    level = next
  }
  return { isTooDeep: false, hasDroppedKey }
}

const withoutDroppedKeys = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(withoutDroppedKeys)
    : isObject(value)
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([key]) => !DROPPED_KEYS.includes(key))
            .map(([key, inner]) => [key, withoutDroppedKeys(inner)]),
        )
      : value

const show = (value: unknown): string => {
  // Far deeper values would overflow the stack of JSON.stringify.
  if (inspect(value, WIRE_LIMITS.depth).isTooDeep) return 'a deeply nested value'
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? typeof value)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}

const wrong = (code: WireErrorCode, path: string, expected: string, got: unknown): WireError => ({
  code,
  path,
  expected,
  got: show(got),
})

const toInstant = (raw: unknown): number | undefined => {
  const at = typeof raw === 'number' ? raw : typeof raw === 'string' ? Date.parse(raw) : NaN
  return Number.isFinite(at) && Math.abs(at) < 8.64e15 ? Math.floor(at) : undefined
}

const pick = <K extends string>(raw: Readonly<Record<string, unknown>>, keys: readonly K[]): JsonObject =>
  Object.fromEntries(keys.filter(key => raw[key] !== undefined).map(key => [key, raw[key] as Json]))

const toHandshake = (raw: unknown): Handshake => {
  if (!isObject(raw)) return {}
  const { signature, program, help } = raw
  return {
    ...(typeof signature === 'string' ? { signature } : {}),
    ...(typeof program === 'string' ? { program } : {}),
    ...(Array.isArray(help) ? { help: help.filter(id => typeof id === 'string').slice(0, 20) } : {}),
  }
}

/** Reads a request body. `type` is that of a single-message route (`/v1/track`); batches carry it in each message. */
export const parseEnvelope = (raw: unknown, type?: EventType): Result<Envelope, WireError> => {
  if (!isObject(raw)) return err(wrong('not-an-object', '', 'a JSON object', raw))
  const messages = type === undefined ? raw.batch : [{ ...raw, type }]
  if (!Array.isArray(messages)) return err(wrong('not-a-batch', 'batch', 'an array of messages', raw.batch))
  const sentAt = toInstant(raw.sentAt)
  const shared = type === undefined ? pick(raw, ['anonymousId', 'userId', 'context']) : {}
  // What is shared becomes part of every message, so it is bounded like one.
  const { isTooDeep, hasDroppedKey } = inspect(shared, WIRE_LIMITS.depth)
  if (isTooDeep) return err(wrong('too-deep', 'context', `at most ${WIRE_LIMITS.depth} levels`, 'more'))
  if (isTooLarge(shared))
    return err(wrong('too-large', 'context', `at most ${WIRE_LIMITS.eventBytes} bytes`, 'more'))
  return ok({
    messages,
    ...(typeof raw.writeKey === 'string' ? { writeKey: raw.writeKey } : {}),
    ...(sentAt === undefined ? {} : { sentAt }),
    shared: (hasDroppedKey ? withoutDroppedKeys(shared) : shared) as JsonObject,
    handshake: toHandshake(raw.fireball),
  })
}

/** Length of a text in UTF-8 bytes. */
export const utf8Length = (text: string): number => {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 0x7ff) bytes += code >= 0xd800 && code <= 0xdfff ? 1 : 2
    else if (code > 0x7f) bytes += 1
  }
  return bytes
}

const isTooLarge = (message: unknown): boolean => {
  const text = JSON.stringify(message)
  return text.length > WIRE_LIMITS.eventBytes || utf8Length(text) > WIRE_LIMITS.eventBytes
}

const CONTROL = /\p{Cc}/u

const readIds = (
  raw: Readonly<Record<string, unknown>>,
  type: EventType,
  warnings: WireWarning[],
): Result<EventIds, WireError> => {
  const ids: Record<string, string> = {}
  const { groupId, ...context } = isObject(raw.context) ? raw.context : {}
  const named = {
    userId: raw.userId,
    anonymousId: raw.anonymousId,
    previousId: raw.previousId,
    groupId: type === 'group' ? raw.groupId : (groupId ?? context.group_id),
  }
  for (const [name, value] of Object.entries(named)) {
    if (value === undefined || value === null || value === '') continue
    if (typeof value === 'number') warnings.push('id-not-text')
    const id = typeof value === 'number' ? `${value}` : value
    if (typeof id !== 'string' || id.length > WIRE_LIMITS.idLength || CONTROL.test(id))
      return err(wrong('bad-id', name, '1–255 characters, none of them a control character', value))
    ids[name] = id
  }
  if (
    ids.userId === undefined &&
    ids.anonymousId === undefined &&
    !(type === 'alias' && ids.previousId !== undefined)
  )
    return err(wrong('missing-id', 'userId', 'a userId or an anonymousId', undefined))
  if (type === 'group' && ids.groupId === undefined)
    return err(wrong('missing-id', 'groupId', 'a groupId', raw.groupId))
  return ok(ids)
}

/** A skew below it may as well be transit time, and corrects nothing. */
const SKEW_MS = 60_000
const FUTURE_MS = 24 * 3_600_000

/** When it happened by the receiver's clock: the sender's own error is what `sentAt` differs by. */
const readInstant = (
  raw: Readonly<Record<string, unknown>>,
  sentAt: number | undefined,
  receivedAt: number,
  warnings: WireWarning[],
): number => {
  const said = raw.originalTimestamp ?? raw.timestamp
  const at = toInstant(said)
  if (at === undefined) {
    if (said !== undefined && said !== null) warnings.push('bad-timestamp')
    return receivedAt
  }
  const own = sentAt ?? toInstant(raw.sentAt)
  const skew = own === undefined ? 0 : receivedAt - own
  const isSkewed = Math.abs(skew) > SKEW_MS
  const corrected = isSkewed ? at + skew : at
  if (isSkewed) warnings.push('clock-corrected')
  if (corrected <= receivedAt + FUTURE_MS) return corrected
  warnings.push('clock-ahead')
  return receivedAt
}

const nameOf = (raw: Readonly<Record<string, unknown>>, type: EventType): Result<string, WireError> => {
  const name = type === 'track' ? raw.event : type === 'page' || type === 'screen' ? (raw.name ?? '') : ''
  const isGood =
    typeof name === 'string' &&
    name.length <= WIRE_LIMITS.nameLength &&
    !CONTROL.test(name) &&
    (type !== 'track' || name !== '')
  return isGood
    ? ok(name)
    : err(
        wrong(
          'bad-name',
          type === 'track' ? 'event' : 'name',
          '1–255 characters, none of them a control character',
          name,
        ),
      )
}

const readObject = (value: unknown, warnings: WireWarning[]): JsonObject => {
  if (isObject(value)) return value as JsonObject
  if (value !== undefined && value !== null) warnings.push('properties-not-an-object')
  return {}
}

/**
 * Reads one message of an envelope: `unknown` in, an event or a coded error out. `fallbackId` makes the id of a
 * message that brings none (it should depend on the content, so that a resend counts once).
 */
export const parseMessage = (
  raw: unknown,
  { shared, sentAt }: Pick<Envelope, 'shared' | 'sentAt'>,
  receivedAt: number,
  fallbackId: (message: unknown) => string,
): Result<ParsedMessage, WireError> => {
  if (!isObject(raw)) return err(wrong('not-an-object', '', 'a message object', raw))
  const { isTooDeep, hasDroppedKey } = inspect(raw, WIRE_LIMITS.depth)
  if (isTooDeep) return err(wrong('too-deep', '', `at most ${WIRE_LIMITS.depth} levels`, 'more'))
  if (isTooLarge(raw)) return err(wrong('too-large', '', `at most ${WIRE_LIMITS.eventBytes} bytes`, 'more'))
  const warnings: WireWarning[] = hasDroppedKey ? ['key-dropped'] : []
  const own = (hasDroppedKey ? withoutDroppedKeys(raw) : raw) as Readonly<Record<string, unknown>>
  const context = {
    ...(isObject(shared.context) ? shared.context : {}),
    ...(isObject(own.context) ? own.context : {}),
  }
  const message: Readonly<Record<string, unknown>> = { ...shared, ...own, context }
  const type = EVENT_TYPES.find(one => one === message.type)
  if (type === undefined) return err(wrong('unknown-type', 'type', EVENT_TYPES.join(', '), message.type))
  const ids = readIds(message, type, warnings)
  if (!ids.ok) return ids
  const name = nameOf(message, type)
  if (!name.ok) return name
  const { messageId } = message
  if (
    messageId !== undefined &&
    messageId !== null &&
    (typeof messageId !== 'string' || messageId.length > WIRE_LIMITS.idLength || CONTROL.test(messageId))
  )
    return err(wrong('bad-id', 'messageId', '1–255 characters, none of them a control character', messageId))
  const properties = readObject(
    type === 'identify' || type === 'group' ? message.traits : message.properties,
    warnings,
  )
  const { fireball } = context
  return ok({
    warnings,
    event: {
      ...ids.value,
      id: typeof messageId === 'string' && messageId !== '' ? messageId : fallbackId(message),
      type,
      name: name.value,
      properties,
      context: context as JsonObject,
      at: readInstant(message, sentAt, receivedAt, warnings),
      assisted: properties.assisted === true || (isObject(fireball) && typeof fireball.assisted === 'string'),
    },
  })
}
