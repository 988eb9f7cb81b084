import { accountKey, isObject, ok, userKey } from '@fireball/core'
import { type Context, Hono } from 'hono'
import { readJson } from '../body.ts'
import { INGEST_STATUS, type IngestPorts, ingest, MAX_BODY_BYTES } from '../ingest.ts'
import { createPeople } from '../people.ts'
import type { Access, Projects } from '../projects.ts'
import { headerKeyOf, isFromBrowser, secretInBrowser } from '../routes/ingest.ts'
import type { IngestLimits } from '../security/ingest-limits.ts'
import {
  type InboundError,
  type InboundMessage,
  inboundEvent,
  joiningEvent,
  messageIdOf,
  readInbound,
  subjectByEmail,
} from './inbound-message.ts'
import { placeToldBefore } from './told-before.ts'

/** What receiving messages needs beside what `ingest` does. */
export interface MessageRoutesPorts extends IngestPorts {
  readonly projects: Pick<Projects, 'findKey'>
  readonly limits: IngestLimits | undefined
  readonly networkOf: (c: Context) => string
}

/** Messages in one request. */
export const MAX_INBOUND = 500

interface Refused extends InboundError {
  readonly index: number
}

const messagesOf = (body: unknown): readonly unknown[] =>
  Array.isArray(body) ? body : isObject(body) && Array.isArray(body.messages) ? body.messages : [body]

const isSingle = (body: unknown): boolean =>
  !Array.isArray(body) && !(isObject(body) && Array.isArray(body.messages))

const failed = (c: Context, status: 400 | 401 | 403 | 413 | 429, error: object): Response =>
  c.json({ success: false, error }, status, { 'Cache-Control': 'no-store' })

interface Told {
  readonly index: number
  readonly event: object
  /** Not the message itself, but what it says of its user. */
  readonly isExtra?: boolean
}

/** Whom each message is of: by its user, else by its address of mail, else its account alone. */
const resolve = async (
  { store, now }: Pick<IngestPorts, 'store' | 'now'>,
  access: Access,
  raw: readonly unknown[],
): Promise<{
  readonly events: readonly Told[]
  readonly refused: readonly Refused[]
}> => {
  const events: Told[] = []
  const refused: Refused[] = []
  const { space } = access
  const people = createPeople(store)
  /** The account of each message, whichever telling of it in this request names one. */
  const accounts = new Map<string, string>()
  for (const one of raw) {
    const read = readInbound(one)
    if ('message' in read && read.message.account !== undefined && !accounts.has(read.message.id))
      accounts.set(read.message.id, read.message.account)
  }
  const known = new Map<string, string | undefined>()
  const subjectOf = async ({ user, email }: InboundMessage): Promise<string | undefined> => {
    if (user !== undefined || email === undefined) return undefined
    if (!known.has(email)) known.set(email, await subjectByEmail(store, access.space, email))
    return known.get(email)
  }
  for (const [index, one] of raw.entries()) {
    const read = readInbound(one)
    if ('error' in read) {
      refused.push({ index, ...read.error })
      continue
    }
    const account = accounts.get(read.message.id)
    const message = account === undefined ? read.message : { ...read.message, account }
    const subject = await subjectOf(message)
    if (subject === undefined && message.user === undefined && message.account === undefined)
      refused.push({
        index,
        code: 'unknown-email',
        path: 'email',
        expected: 'the address of somebody who was identified with it, or an account beside it',
        got: message.email ?? '',
      })
    else {
      const told = await placeToldBefore(store, people, {
        space,
        id: messageIdOf(message),
        subject: message.user === undefined ? subject : userKey(message.user),
        account: message.account === undefined ? undefined : accountKey(message.account),
        at: message.at === undefined ? now() : new Date(message.at).getTime(),
      })
      events.push({ index, event: inboundEvent(message, subject, told) })
      if (told?.joins !== undefined) events.push({ index, event: joiningEvent(message, told), isExtra: true })
    }
  }
  return { events, refused }
}

/**
 * `POST /v1/messages`: a help desk or mail tool reports messages; they become `Message Received` and `Message Sent`, once
 * each by their id, as if they had come to `/v1/batch`. Secret keys only.
 */
export const messageRoutes = (ports: MessageRoutesPorts): Hono =>
  new Hono().post('/v1/messages', async c => {
    const { limits, networkOf, projects } = ports
    const network = limits === undefined ? '' : networkOf(c)
    const key = headerKeyOf(c.req.header('authorization')) ?? ''
    if (key.startsWith('sk_') && isFromBrowser(c)) return secretInBrowser(c)
    const access = key === '' ? undefined : await projects.findKey(key)
    if (access?.kind === 'publishable' || (access !== undefined && !access.scopes.includes('ingest')))
      return failed(c, 403, {
        code: 'needs-secret-key',
        path: 'Authorization',
        expected: 'a secret key that may send events, as a Bearer token',
        got: 'another key',
      })
    const limited = limits?.before(network) ?? limits?.take({ network, key, access, body: undefined })
    if (limited !== undefined) {
      c.header('Retry-After', `${Math.ceil(limited.waitMs / 1000)}`)
      return failed(c, 429, { code: 'busy', path: limited.by, expected: 'fewer requests', got: 'more' })
    }
    if (access === undefined)
      return failed(c, 401, {
        code: 'unknown-key',
        path: 'Authorization',
        expected: 'a secret key as a Bearer token',
        got: key === '' ? 'none' : `${key.slice(0, 8)}…`,
      })
    const body = await readJson(c.req.raw, MAX_BODY_BYTES)
    if (!body.ok) return failed(c, body.error.code === 'too-large' ? 413 : 400, body.error)
    const raw = messagesOf(body.value)
    if (raw.length > MAX_INBOUND)
      return failed(c, 413, {
        code: 'too-large',
        path: 'messages',
        expected: `at most ${MAX_INBOUND} messages`,
        got: `${raw.length}`,
      })
    const { events, refused } = await resolve(ports, access, raw)
    const [first] = refused
    if (isSingle(body.value) && first !== undefined) {
      const { index: _, ...error } = first
      return failed(c, 400, error)
    }
    if (events.length === 0)
      return c.json({ success: true, at: ports.now(), accepted: 0, duplicates: 0, refused })
    const batch = events.map(({ event }) => event)
    const result = await ingest(ports, { body: ok({ batch }), type: undefined, headerKey: key })
    if (!result.ok) {
      const status = INGEST_STATUS[result.error.code]
      if (status === 429 || status === 503) c.header('Retry-After', '2')
      return c.json({ success: false, error: result.error }, status)
    }
    const { at, duplicates } = result.value
    const accepted = result.value.accepted - events.filter(one => one.isExtra).length
    const late = result.value.refused.map(({ index, ...error }) => ({
      index: events[index]?.index ?? index,
      ...error,
    }))
    return c.json({
      success: true,
      at,
      accepted,
      duplicates,
      refused: [...refused, ...late].sort((a, b) => a.index - b.index),
    })
  })
