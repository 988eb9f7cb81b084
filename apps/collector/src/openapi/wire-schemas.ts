import { EVENT_TYPES, type EventType, WIRE_LIMITS } from '@fireball/core'

/** A JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>

const id: Schema = {
  type: ['string', 'number', 'null'],
  maxLength: WIRE_LIMITS.idLength,
  description: 'Without control characters.',
}
const instant: Schema = {
  type: ['string', 'number'],
  description: 'ISO 8601, or epoch ms.',
  examples: ['2026-03-10T12:00:00.000Z'],
}
const object: Schema = { type: 'object', additionalProperties: true }

const COMMON: Readonly<Record<string, Schema>> = {
  messageId: {
    ...id,
    type: ['string', 'null'],
    description: 'The same message sent twice counts once by it.',
  },
  userId: id,
  anonymousId: id,
  timestamp: instant,
  originalTimestamp: instant,
  sentAt: instant,
  context: { ...object, description: '`groupId` names the account that the message counts in.' },
}

const OWN: Readonly<
  Record<EventType, { readonly properties: Schema; readonly required: readonly string[] }>
> = {
  identify: { properties: { traits: object }, required: [] },
  track: {
    properties: {
      event: { type: 'string', minLength: 1, maxLength: WIRE_LIMITS.nameLength },
      properties: { ...object, description: '`outcome` (success, failure) and `context` show ability.' },
    },
    required: ['event'],
  },
  page: {
    properties: { name: { type: ['string', 'null'], maxLength: WIRE_LIMITS.nameLength }, properties: object },
    required: [],
  },
  screen: {
    properties: { name: { type: ['string', 'null'], maxLength: WIRE_LIMITS.nameLength }, properties: object },
    required: [],
  },
  group: { properties: { groupId: id, traits: object }, required: ['groupId'] },
  alias: { properties: { previousId: id }, required: [] },
}

/** A message of one type, as a route of its own takes it: the type is in the path. */
export const messageSchema = (type: EventType): Schema => ({
  type: 'object',
  properties: {
    writeKey: { type: 'string', description: 'Unless a header names the key.' },
    ...COMMON,
    ...OWN[type].properties,
  },
  required: OWN[type].required,
  additionalProperties: true,
})

/** Any message, as a batch holds it. */
const inBatch: Schema = {
  oneOf: EVENT_TYPES.map(type => {
    const schema = messageSchema(type)
    return {
      ...schema,
      properties: { type: { const: type }, ...OWN[type].properties, ...COMMON },
      required: ['type', ...OWN[type].required],
    }
  }),
}

/** A batch; what is equal for all of its messages may stand on it once. */
export const batchSchema: Schema = {
  type: 'object',
  description: `At most ${WIRE_LIMITS.batchBytes} bytes, each message at most ${WIRE_LIMITS.eventBytes}.`,
  properties: {
    writeKey: { type: 'string', description: 'Unless a header names the key.' },
    sentAt: instant,
    userId: id,
    anonymousId: id,
    context: object,
    batch: { type: 'array', items: inBatch },
  },
  required: ['batch'],
  additionalProperties: true,
}

/** What a request of the tracking API answers once everything accepted in it is committed. */
export const batchAnswerSchema: Schema = {
  type: 'object',
  properties: {
    success: { const: true },
    at: { type: 'integer', description: 'The collector’s clock, epoch ms.' },
    accepted: { type: 'integer' },
    duplicates: { type: 'integer' },
    refused: { type: 'array', items: object, description: 'Messages that are refused for good, by index.' },
    warnings: { type: 'array', items: object },
    program: { type: 'string', description: 'Version of the public program in force.' },
    offers: { type: 'array', items: object },
    help: { type: 'array', items: object },
    snapshot: { ...object, description: 'Only for an identity that the host’s server has signed.' },
  },
  required: ['success', 'at', 'accepted', 'duplicates', 'refused', 'warnings'],
}

/** What `POST /v1/messages` answers. */
export const messagesAnswerSchema: Schema = {
  type: 'object',
  properties: {
    success: { const: true },
    at: { type: 'integer', description: 'The collector’s clock, epoch ms.' },
    accepted: { type: 'integer', description: 'Duplicates among them.' },
    duplicates: { type: 'integer' },
    refused: {
      type: 'array',
      items: object,
      description: 'Messages that are refused, by index: { index, code, path, expected, got }.',
    },
  },
  required: ['success', 'at', 'accepted', 'duplicates', 'refused'],
}

/** Why a whole request was refused. */
export const refusalSchema: Schema = {
  type: 'object',
  properties: {
    success: { const: false },
    error: {
      type: 'object',
      properties: {
        code: { type: 'string' },
        path: { type: 'string' },
        expected: { type: 'string' },
        got: { type: 'string' },
      },
      required: ['code'],
    },
  },
  required: ['success', 'error'],
}
