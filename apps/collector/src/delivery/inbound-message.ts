import { isObject, RESERVED, type WireError } from '@fireball/core'
import * as v from 'valibot'
import { type Space, spaceOf } from '../store/akey.ts'
import type { Queries } from '../store/driver.ts'
import { integer, text } from '../store/row.ts'
import type { Place, Placed } from './told-before.ts'

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

// The indexes are on just this expression, of just these rows.
const BY_EMAIL = [
  `SELECT akey, subject, at FROM registers WHERE name = 'vouched.traits.email' AND LOWER(value) = $1`,
  `SELECT akey, subject, at FROM registers WHERE name = 'traits.email' AND LOWER(value) = $1`,
] as const

/**
 * Who has an address of mail: of whom a server or a signature said so last, else who said so last themselves; undefined when
 * nobody did.
 */
export const subjectByEmail = async (
  queries: Pick<Queries, 'all'>,
  space: Space,
  email: string,
): Promise<string | undefined> => {
  for (const sql of BY_EMAIL) {
    const rows = await queries.all(sql, [JSON.stringify(email.toLowerCase())])
    const own = rows.filter(row => spaceOf(text(row, 'akey')) === space && text(row, 'subject') !== '')
    const [latest] = [...own].sort(
      (a, b) => integer(b, 'at') - integer(a, 'at') || (text(a, 'subject') < text(b, 'subject') ? -1 : 1),
    )
    if (latest !== undefined) return text(latest, 'subject')
  }
  return undefined
}

/** Who a message is of when only its account is known: no user, one to an account. */
const nobodyOf = (account: string): string => `messages:${account}`.slice(0, 255)

/** Id of the event that a message becomes. */
export const messageIdOf = ({ id: of }: InboundMessage): string => `message:${of}`

const idsOf = (subject: string) =>
  subject.startsWith('u:') ? { userId: subject.slice(2) } : { anonymousId: subject.slice(2) }

/**
 * The message as an event of the tracking API. `subject`: who was found by the address of mail. `told`: where it was told
 * before; there it stays.
 */
export const inboundEvent = (
  message: InboundMessage,
  subject: string | undefined,
  told?: Place,
): Readonly<Record<string, unknown>> => {
  const { direction, user, thread, channel, sentiment, automated, at } = message
  const account = told === undefined ? message.account : told.account?.slice(2)
  const who =
    told !== undefined
      ? idsOf(told.subject)
      : user !== undefined
        ? { userId: user }
        : subject === undefined
          ? { anonymousId: nobodyOf(account ?? '') }
          : idsOf(subject)
  return {
    type: 'track',
    event: direction === 'in' ? RESERVED.messageReceived : RESERVED.messageSent,
    messageId: messageIdOf(message),
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

/** That its user belongs to the account which the message is told anew with. */
export const joiningEvent = (
  message: InboundMessage,
  { subject, joins = '' }: Placed,
): Readonly<Record<string, unknown>> => ({
  type: 'group',
  messageId: `${messageIdOf(message)}:account`,
  ...idsOf(subject),
  groupId: joins.slice(2),
  ...(message.at === undefined ? {} : { timestamp: message.at }),
  traits: {},
})
