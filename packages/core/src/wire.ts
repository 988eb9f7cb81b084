import { EVENT_TYPES, type EventType, type FireballEvent } from './event.ts'
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
  | 'day-closed'
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
  /** The times in the batch are by the collector's clock, as its answers tell: `sentAt` corrects nothing. */
  readonly isOnTime?: boolean
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

/** Few keys are as long as one of them, so mostly a length is all that is looked at. */
const isDroppedKey = (key: string): boolean =>
  (key.length === 9 || key.length === 11) &&
  (key === '__proto__' || key === 'constructor' || key === 'prototype')

/** What a walk through a value found. */
interface Inspection {
  hasDroppedKey: boolean
  /** Its JSON is no longer than this, in UTF-8 bytes: an escape takes six for a character, a number at most 25. */
  maxBytes: number
}

/** Walks through a value; answers whether it is nested deeper than `limit`, and walks no further then. */
const isTooDeep = (value: object, limit: number, found: Inspection): boolean => {
  if (limit < 0) return true
  found.maxBytes += 2
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (isInnerTooDeep(value[i], limit, found)) return true
    return false
  }
  for (const key in value) {
    if (isDroppedKey(key)) found.hasDroppedKey = true
    found.maxBytes += 6 * key.length + 4
    if (isInnerTooDeep(value[key as keyof typeof value], limit, found)) return true
  }
  return false
}

const isInnerTooDeep = (inner: unknown, limit: number, found: Inspection): boolean => {
  if (typeof inner === 'string') found.maxBytes += 6 * inner.length + 3
  else if (typeof inner === 'object' && inner !== null) return isTooDeep(inner, limit - 1, found)
  else found.maxBytes += 26
  return false
}

const nothingFound = (): Inspection => ({ hasDroppedKey: false, maxBytes: 0 })

const withoutDroppedKeys = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(withoutDroppedKeys)
    : isObject(value)
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([key]) => !isDroppedKey(key))
            .map(([key, inner]) => [key, withoutDroppedKeys(inner)]),
        )
      : value

const show = (value: unknown): string => {
  // Far deeper values would overflow the stack of JSON.stringify.
  if (isInnerTooDeep(value, WIRE_LIMITS.depth + 1, nothingFound())) return 'a deeply nested value'
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? typeof value)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}

const wrong = (code: WireErrorCode, path: string, expected: string, got: unknown): WireError => ({
  code,
  path,
  expected,
  got: show(got),
})

/** The two digits at `from`; NaN when something else stands there. */
const twoDigits = (text: string, from: number): number => {
  const tens = text.charCodeAt(from) - 48
  const ones = text.charCodeAt(from + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN
}

const ISO = { '-': 45, T: 84, ':': 58, '.': 46, Z: 90 } as const

/**
 * The instant of `2026-03-10T12:00:00.000Z`, which is what every client sends: `Date.parse` alone costs as much as all
 * other checks. NaN for any other form, which is left to `Date.parse`.
 * Source for the day number: https://howardhinnant.github.io/date_algorithms.html#days_from_civil
 */
const instantOfIso = (text: string): number => {
  if (
    text.length !== 24 ||
    text.charCodeAt(4) !== ISO['-'] ||
    text.charCodeAt(7) !== ISO['-'] ||
    text.charCodeAt(10) !== ISO.T ||
    text.charCodeAt(13) !== ISO[':'] ||
    text.charCodeAt(16) !== ISO[':'] ||
    text.charCodeAt(19) !== ISO['.'] ||
    text.charCodeAt(23) !== ISO.Z
  )
    return NaN
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  const hour = twoDigits(text, 11)
  const minute = twoDigits(text, 14)
  const second = twoDigits(text, 17)
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60 && second < 60))
    return NaN
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2) - (month <= 2 ? 1 : 0)
  const era = Math.floor(year / 400)
  const yearOfEra = year - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  const hours = (era * 146_097 + dayOfEra - 719_468) * 24 + hour
  const milliseconds = twoDigits(text, 20) * 10 + (twoDigits(text, 21) % 10)
  return ((hours * 60 + minute) * 60 + second) * 1000 + milliseconds
}

const parseInstant = (text: string): number => {
  const at = instantOfIso(text)
  return Number.isNaN(at) ? Date.parse(text) : at
}

const toInstant = (raw: unknown): number | undefined => {
  const at = typeof raw === 'number' ? raw : typeof raw === 'string' ? parseInstant(raw) : NaN
  return Number.isFinite(at) && Math.abs(at) < 8.64e15 ? Math.floor(at) : undefined
}

const pick = <K extends string>(raw: Readonly<Record<string, unknown>>, keys: readonly K[]): JsonObject =>
  Object.fromEntries(keys.filter(key => raw[key] !== undefined).map(key => [key, raw[key] as Json]))

const toHandshake = (raw: unknown): Handshake => {
  if (!isObject(raw)) return {}
  const { signature, program, help, isOnTime } = raw
  return {
    ...(isOnTime === true ? { isOnTime } : {}),
    ...(typeof signature === 'string' ? { signature } : {}),
    ...(typeof program === 'string' ? { program } : {}),
    ...(Array.isArray(help) ? { help: help.filter(id => typeof id === 'string').slice(0, 20) } : {}),
  }
}

const NO_CONTEXT: Readonly<Record<string, unknown>> = {}

/** Our own client numbers its messages, and says only the first number where they are in a row. */
const numbered = (messages: readonly unknown[], { context }: JsonObject): readonly unknown[] => {
  const first = isObject(context) && isObject(context.fireball) ? context.fireball.seq : undefined
  if (typeof first !== 'number') return messages
  return messages.map((message, index) => {
    if (!isObject(message)) return message
    const own = isObject(message.context) ? message.context : NO_CONTEXT
    const fireball = isObject(own.fireball) ? own.fireball : NO_CONTEXT
    return { ...message, context: { ...own, fireball: { seq: first + index, ...fireball } } }
  })
}

/** Reads a request body. `type` is that of a single-message route (`/v1/track`); batches carry it in each message. */
export const parseEnvelope = (raw: unknown, type?: EventType): Result<Envelope, WireError> => {
  if (!isObject(raw)) return err(wrong('not-an-object', '', 'a JSON object', raw))
  const messages = type === undefined ? raw.batch : [{ ...raw, type }]
  if (!Array.isArray(messages)) return err(wrong('not-a-batch', 'batch', 'an array of messages', raw.batch))
  const handshake = toHandshake(raw.fireball)
  const sentAt = handshake.isOnTime ? undefined : toInstant(raw.sentAt)
  const shared =
    type === undefined ? pick(raw, ['anonymousId', 'userId', 'type', 'timestamp', 'context']) : {}
  // What is shared becomes part of every message, so it is bounded like one.
  const found = nothingFound()
  if (isTooDeep(shared, WIRE_LIMITS.depth, found))
    return err(wrong('too-deep', 'context', `at most ${WIRE_LIMITS.depth} levels`, 'more'))
  if (isTooLarge(shared, found))
    return err(wrong('too-large', 'context', `at most ${WIRE_LIMITS.eventBytes} bytes`, 'more'))
  return ok({
    messages: numbered(messages, shared),
    ...(typeof raw.writeKey === 'string' ? { writeKey: raw.writeKey } : {}),
    ...(sentAt === undefined ? {} : { sentAt }),
    shared: (found.hasDroppedKey ? withoutDroppedKeys(shared) : shared) as JsonObject,
    handshake,
  })
}

const toType = (said: unknown): EventType | undefined => {
  for (const type of EVENT_TYPES) if (type === said) return type
  return undefined
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

const isTooLarge = (message: unknown, { maxBytes }: Inspection): boolean => {
  if (maxBytes <= WIRE_LIMITS.eventBytes) return false
  const text = JSON.stringify(message)
  return text.length > WIRE_LIMITS.eventBytes || utf8Length(text) > WIRE_LIMITS.eventBytes
}

/** Whether a text holds a control character, which no id and no name may: a tab separates them in joined keys. */
const hasControl = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return true
  }
  return false
}

const isText = (value: unknown, maxLength: number): value is string =>
  typeof value === 'string' && value.length <= maxLength && !hasControl(value)

const LIMITED = '1–255 characters, none of them a control character'

/** The id that a message names; `''` when it names none, undefined when what it names is no id. */
const readId = (value: unknown, warnings: WireWarning[]): string | undefined => {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number') warnings.push('id-not-text')
  const id = typeof value === 'number' ? `${value}` : value
  return isText(id, WIRE_LIMITS.idLength) ? id : undefined
}

/** A skew below it may as well be transit time, and corrects nothing. */
const SKEW_MS = 60_000
const FUTURE_MS = 24 * 3_600_000

/** When it happened by the receiver's clock: the sender's own error is what `sentAt` differs by. */
const readInstant = (
  raw: Readonly<Record<string, unknown>>,
  shared: unknown,
  sentAt: number | undefined,
  receivedAt: number,
  warnings: WireWarning[],
): number => {
  const said = raw.originalTimestamp ?? raw.timestamp ?? shared
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

/** The message's context over what the batch says for all. */
const contextOf = (own: unknown, shared: unknown): Readonly<Record<string, unknown>> => {
  if (!isObject(shared)) return isObject(own) ? own : NO_CONTEXT
  if (!isObject(own)) return shared
  const context = { ...shared, ...own }
  // Our own client says its device once, and a number with each message.
  return isObject(shared.fireball) && isObject(own.fireball)
    ? { ...context, fireball: { ...shared.fireball, ...own.fireball } }
    : context
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
  const found = nothingFound()
  if (isTooDeep(raw, WIRE_LIMITS.depth, found))
    return err(wrong('too-deep', '', `at most ${WIRE_LIMITS.depth} levels`, 'more'))
  if (isTooLarge(raw, found))
    return err(wrong('too-large', '', `at most ${WIRE_LIMITS.eventBytes} bytes`, 'more'))
  const warnings: WireWarning[] = found.hasDroppedKey ? ['key-dropped'] : []
  const message = (found.hasDroppedKey ? withoutDroppedKeys(raw) : raw) as Readonly<Record<string, unknown>>
  const saidType = message.type ?? shared.type
  const type = toType(saidType)
  if (type === undefined) return err(wrong('unknown-type', 'type', EVENT_TYPES.join(', '), saidType))
  const context = contextOf(message.context, shared.context)
  const saidUser = message.userId === undefined ? shared.userId : message.userId
  const userId = readId(saidUser, warnings)
  if (userId === undefined) return err(wrong('bad-id', 'userId', LIMITED, saidUser))
  const saidAnonymous = message.anonymousId === undefined ? shared.anonymousId : message.anonymousId
  const anonymousId = readId(saidAnonymous, warnings)
  if (anonymousId === undefined) return err(wrong('bad-id', 'anonymousId', LIMITED, saidAnonymous))
  const previousId = readId(message.previousId, warnings)
  if (previousId === undefined) return err(wrong('bad-id', 'previousId', LIMITED, message.previousId))
  const saidGroup = type === 'group' ? message.groupId : (context.groupId ?? context.group_id)
  const groupId = readId(saidGroup, warnings)
  if (groupId === undefined) return err(wrong('bad-id', 'groupId', LIMITED, saidGroup))
  if (userId === '' && anonymousId === '' && !(type === 'alias' && previousId !== ''))
    return err(wrong('missing-id', 'userId', 'a userId or an anonymousId', undefined))
  if (type === 'group' && groupId === '')
    return err(wrong('missing-id', 'groupId', 'a groupId', message.groupId))
  const isTrack = type === 'track'
  const name = isTrack ? message.event : type === 'page' || type === 'screen' ? (message.name ?? '') : ''
  if (!isText(name, WIRE_LIMITS.nameLength) || (isTrack && name === ''))
    return err(wrong('bad-name', isTrack ? 'event' : 'name', LIMITED, name))
  const { messageId } = message
  if (messageId !== undefined && messageId !== null && !isText(messageId, WIRE_LIMITS.idLength))
    return err(wrong('bad-id', 'messageId', LIMITED, messageId))
  const properties = readObject(
    type === 'identify' || type === 'group' ? message.traits : message.properties,
    warnings,
  )
  const { fireball } = context
  // Set one by one: spreading them in costs more than all the checks above.
  const event: { -readonly [name in keyof FireballEvent]: FireballEvent[name] } = {
    id: messageId || fallbackId({ ...shared, ...message, context }),
    type,
    name,
    properties,
    context: context as JsonObject,
    at: readInstant(message, shared.timestamp, sentAt, receivedAt, warnings),
    assisted: properties.assisted === true || (isObject(fireball) && typeof fireball.assisted === 'string'),
  }
  if (userId !== '') event.userId = userId
  if (anonymousId !== '') event.anonymousId = anonymousId
  if (groupId !== '') event.groupId = groupId
  if (previousId !== '') event.previousId = previousId
  return ok({ warnings, event })
}
