import { isObject, RESERVED, type WireError } from '@fireball/core'
import * as v from 'valibot'
import { type Space, spaceOf } from '../store/akey.ts'
import type { Queries } from '../store/driver.ts'
import { integer, text } from '../store/row.ts'

/** Without control characters, as every id. */
const id = (maxLength: number) =>
  v.pipe(
    v.string(),
    v.regex(/^[^\p{Cc}]+$/u, 'expected text without control characters'),
    v.maxLength(maxLength),
  )
const idOrNumber = v.pipe(
  v.union([id(255), v.number()]),
  v.transform(value => `${value}`),
)

/** Seconds, and what no clock shows, are no times: between 2001 and 2286 in epoch ms. */
const isTime = (at: string | number): boolean => {
  const ms = typeof at === 'number' ? at : Date.parse(at)
  return ms >= 1e12 && ms < 1e13
}

/** One message that passed between the team and somebody, as a help desk or mail tool reports it. What it said is not asked for. */
export const INBOUND_MESSAGE = v.pipe(
  v.object({
    id: id(240),
    direction: v.picklist(['in', 'out']),
    user: v.optional(idOrNumber),
    email: v.optional(
      v.pipe(
        v.string(),
        v.trim(),
        v.regex(/^[^\s@]+@[^\s@]+$/, 'expected an address of mail'),
        v.maxLength(254),
      ),
    ),
    account: v.optional(idOrNumber),
    thread: v.optional(id(255)),
    channel: v.optional(id(100)),
    sentiment: v.optional(v.picklist(['positive', 'neutral', 'negative'])),
    automated: v.optional(v.boolean()),
    at: v.optional(
      v.pipe(v.union([v.string(), v.number()]), v.check(isTime, 'expected a time: ISO 8601 or epoch ms')),
    ),
  }),
  v.check(
    ({ user, email, account }) => user !== undefined || email !== undefined || account !== undefined,
    'expected a user, an email or an account',
  ),
)
export type InboundMessage = v.InferOutput<typeof INBOUND_MESSAGE>

/** Why one message is refused; `unknown-email`: nobody was ever identified by that address, and no account is named. */
export type InboundError = Omit<WireError, 'code'> & { readonly code: 'bad-message' | 'unknown-email' }

/** Reads one message; or says what is wrong with it. */
export const readInbound = (
  raw: unknown,
): { readonly message: InboundMessage } | { readonly error: InboundError } => {
  const parsed = v.safeParse(INBOUND_MESSAGE, raw)
  if (parsed.success) return { message: parsed.output }
  const [issue] = parsed.issues
  const path = v.getDotPath(issue) ?? ''
  const value = path !== '' && isObject(raw) ? raw[path] : raw
  const got = (JSON.stringify(value) ?? 'nothing').slice(0, 80)
  return { error: { code: 'bad-message', path, expected: issue.message.replace(/^expected /, ''), got } }
}

// The index is on just this expression, of just these rows.
const BY_EMAIL = `SELECT akey, subject, at FROM registers WHERE name = 'traits.email' AND LOWER(value) = $1`

/** Who has an address of mail: the one who said so last; undefined when nobody did. */
export const subjectByEmail = async (
  queries: Pick<Queries, 'all'>,
  space: Space,
  email: string,
): Promise<string | undefined> => {
  const rows = await queries.all(BY_EMAIL, [JSON.stringify(email.toLowerCase())])
  const own = rows.filter(row => spaceOf(text(row, 'akey')) === space && text(row, 'subject') !== '')
  const [latest] = [...own].sort(
    (a, b) => integer(b, 'at') - integer(a, 'at') || (text(a, 'subject') < text(b, 'subject') ? -1 : 1),
  )
  return latest === undefined ? undefined : text(latest, 'subject')
}

/** Who a message is of when only its account is known: no user, one to an account. */
const nobodyOf = (account: string): string => `messages:${account}`.slice(0, 255)

/** The message as an event of the tracking API. `subject`: who was found by the address of mail. */
export const inboundEvent = (
  message: InboundMessage,
  subject: string | undefined,
): Readonly<Record<string, unknown>> => {
  const { id: messageId, direction, user, account, thread, channel, sentiment, automated, at } = message
  const who =
    user !== undefined
      ? { userId: user }
      : subject === undefined
        ? { anonymousId: nobodyOf(account ?? '') }
        : subject.startsWith('u:')
          ? { userId: subject.slice(2) }
          : { anonymousId: subject.slice(2) }
  return {
    type: 'track',
    event: direction === 'in' ? RESERVED.messageReceived : RESERVED.messageSent,
    messageId: `message:${messageId}`,
    ...who,
    ...(at === undefined ? {} : { timestamp: at }),
    context: account === undefined ? {} : { groupId: account },
    properties: {
      ...(thread === undefined ? {} : { thread }),
      ...(channel === undefined ? {} : { channel }),
      ...(sentiment === undefined ? {} : { sentiment }),
      ...(automated === undefined ? {} : { automated }),
    },
  }
}
