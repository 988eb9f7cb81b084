import { createHash } from 'node:crypto'
import {
  type BatchAnswer,
  type Envelope,
  type EventType,
  err,
  isObject,
  ok,
  parseEnvelope,
  parseMessage,
  RESERVED,
  type Result,
  readPath,
  WIRE_LIMITS,
  type WireError,
  type WireErrorCode,
} from '@fireball/core'
import { type AnswerPorts, type Asker, readAnswer } from './answer.ts'
import type { CommitError, Committer } from './committer.ts'
import { deviceOf } from './coverage.ts'
import type { ProgramStore } from './program-store.ts'
import type { Access, Projects } from './projects.ts'
import { wellFormed, withCleanNames } from './stored-event.ts'
import type { Accepted, Refused } from './submission.ts'
import { createTrust } from './trust.ts'

/** Why a whole request fails. */
export type IngestError = WireError | { readonly code: CommitError }

/** The status of each failure of a whole request. */
export const INGEST_STATUS = {
  'not-json': 400,
  'not-an-object': 400,
  'not-a-batch': 400,
  'unknown-type': 400,
  'missing-id': 400,
  'bad-id': 400,
  'bad-name': 400,
  'too-large': 413,
  'too-deep': 400,
  'unknown-key': 401,
  'needs-secret-key': 403,
  'day-closed': 400,
  busy: 429,
  unavailable: 503,
} as const satisfies Record<WireErrorCode | CommitError, number>

export interface IngestPorts extends AnswerPorts {
  readonly projects: Pick<Projects, 'findKey'>
  readonly programs: Pick<ProgramStore, 'live'>
  readonly committer: Pick<Committer, 'submit'>
  readonly newId: () => string
}

/** One request as it came: its body as JSON or why it is none, and the key that its headers name. */
export interface IngestRequest {
  readonly body: Result<unknown, WireError>
  readonly type: EventType | undefined
  readonly headerKey: string | undefined
  /** Its `User-Agent`. */
  readonly agent?: string | undefined
}

/** What one request may grow to when what is shared is put into each of its messages. */
const MAX_MESSAGES = 20_000
const MAX_EXPANDED = 32 * 1024 * 1024
/** Characters kept of a refused message. */
const MAX_SHOWN = 400

const BILLING: readonly string[] = [RESERVED.subscriptionStarted, RESERVED.subscriptionCancelled]

/** The same content gets the same id, so that a resend counts once; without a time two messages are never the same. */
export const contentId =
  (newId: () => string) =>
  (message: unknown): string =>
    isObject(message) && (message.timestamp ?? message.originalTimestamp) !== undefined
      ? createHash('sha256').update(JSON.stringify(message)).digest('hex').slice(0, 32)
      : newId()

const startOf = (message: unknown): string => {
  try {
    return wellFormed((JSON.stringify(message) ?? '').slice(0, MAX_SHOWN))
  } catch {
    return '' // nested deeper than the stack
  }
}

const isTooMuch = ({ messages, shared }: Envelope): boolean =>
  messages.length > MAX_MESSAGES || messages.length * JSON.stringify(shared).length > MAX_EXPANDED

interface Read {
  readonly accepted: readonly Accepted[]
  /** Where in the request each of them stood. */
  readonly places: readonly number[]
  readonly refused: readonly Refused[]
  readonly answer: Pick<BatchAnswer, 'refused' | 'warnings'>
}

const readMessages = (envelope: Envelope, access: Access, receivedAt: number, newId: () => string): Read => {
  const trustOf = createTrust(access, envelope.handshake.signature)
  const fallbackId = contentId(newId)
  const accepted: Accepted[] = []
  const places: number[] = []
  const refused: Refused[] = []
  const answer = {
    refused: [] as (WireError & { index: number })[],
    warnings: [] as BatchAnswer['warnings'][number][],
  }
  for (const [index, message] of envelope.messages.entries()) {
    const parsed = parseMessage(message, envelope, receivedAt, fallbackId)
    const error = parsed.ok
      ? parsed.value.event.type === 'track' &&
        access.kind !== 'secret' &&
        BILLING.includes(parsed.value.event.name)
        ? {
            code: 'needs-secret-key' as const,
            path: 'event',
            expected: 'a secret key for billing facts',
            got: parsed.value.event.name,
          }
        : undefined
      : parsed.error
    if (error !== undefined) {
      answer.refused.push({ ...error, index })
      refused.push({ error, message: startOf(message) })
    } else if (parsed.ok) {
      const event = withCleanNames(parsed.value.event)
      const { warnings } = parsed.value
      for (const code of warnings) answer.warnings.push({ index, code })
      accepted.push({ event, warnings, trust: trustOf(event.userId) })
      places.push(index)
    }
  }
  return { accepted, places, refused, answer }
}

/** What is told of messages for days whose events may be gone: counting them would change what was frozen. */
const refusedAsLate = (
  { accepted, places, answer }: Read,
  late: readonly number[],
): Pick<BatchAnswer, 'refused'> => ({
  refused: [
    ...answer.refused,
    ...late.map(place => ({
      code: 'day-closed' as const,
      path: 'timestamp',
      expected: 'a day that is not closed yet',
      got: new Date(accepted[place]?.event.at ?? 0).toISOString().slice(0, 10),
      index: places[place] ?? 0,
    })),
  ].sort((a, b) => a.index - b.index),
})

const asText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** The person a browser speaks of: the latest message, else what the batch shares. Servers speak of many: nobody. */
const askerOf = (envelope: Envelope, access: Access, { accepted }: Read): Asker => {
  const event = accepted.at(-1)?.event
  const { shared, handshake } = envelope
  const help = handshake.help ?? []
  if (access.kind === 'secret') return { space: access.space, isSigned: false, help: [] }
  const userId = event === undefined ? asText(shared.userId) : event.userId
  const anonymousId = event === undefined ? asText(shared.anonymousId) : event.anonymousId
  const device = event === undefined ? readPath(shared.context, 'fireball.device') : deviceOf(event)?.device
  return {
    space: access.space,
    userId,
    anonymousId,
    isSigned: createTrust(access, handshake.signature)(userId) === 'signed',
    device: asText(device),
    help,
  }
}

const refuseAll = async (ports: IngestPorts, access: Access | undefined, error: WireError): Promise<void> => {
  await ports.committer.submit({
    project: access?.project ?? '',
    space: access?.space ?? '',
    receivedAt: ports.now(),
    accepted: [],
    refused: [{ error, message: '' }],
  })
}

/** Receives one request of the tracking API; a good answer means that everything accepted in it is committed. */
export const ingest = async (
  ports: IngestPorts,
  { body, type, headerKey, agent }: IngestRequest,
): Promise<Result<BatchAnswer, IngestError>> => {
  const receivedAt = ports.now()
  const envelope = body.ok ? parseEnvelope(body.value, type) : body
  const key = headerKey ?? (envelope.ok ? envelope.value.writeKey : undefined) ?? ''
  const access = key === '' ? undefined : await ports.projects.findKey(key)
  const fail = async (error: WireError): Promise<Result<BatchAnswer, IngestError>> => {
    await refuseAll(ports, access, error)
    return err(error)
  }
  if (!envelope.ok) return fail(envelope.error)
  if (access === undefined)
    return fail({
      code: 'unknown-key',
      path: 'writeKey',
      expected: 'a key of this collector',
      got: key === '' ? 'none' : `${key.slice(0, 12)}…`,
    })
  if (isTooMuch(envelope.value))
    return fail({
      code: 'too-large',
      path: 'batch',
      expected: `at most ${MAX_MESSAGES} messages`,
      got: 'more',
    })
  const read = readMessages(envelope.value, access, receivedAt, ports.newId)
  const { accepted, refused } = read
  const { project, space } = access
  const committed = await ports.committer.submit({
    project,
    space,
    receivedAt,
    accepted,
    refused,
    // A server speaks for its users with an agent of its own; a browser is the user's.
    ...(access.kind === 'secret' || agent === undefined ? {} : { agent }),
  })
  if (!committed.ok) return err({ code: committed.error })
  const { duplicates, late } = committed.value
  const asked = await readAnswer(
    ports,
    askerOf(envelope.value, access, read),
    await ports.programs.live(project),
  )
  return ok({
    success: true,
    at: receivedAt,
    accepted: accepted.length - late.length,
    duplicates,
    ...read.answer,
    ...(late.length === 0 ? {} : refusedAsLate(read, late)),
    ...asked,
  })
}

/** The bound of a request's body, before and after inflating. */
export const MAX_BODY_BYTES = WIRE_LIMITS.batchBytes
