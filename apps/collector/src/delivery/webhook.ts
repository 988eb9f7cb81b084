import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import type { Channel, ChannelPorts, Tested } from './channel.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import { type StoredDestination, secretsOf } from './stored-destination.ts'

const PREFIX = 'whsec_'

/** A new signing key. Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
export const newSigningKey = (): string => `${PREFIX}${randomBytes(32).toString('base64')}`

/** Whether it is one: 24 to 64 bytes in base64 behind its prefix. */
export const isSigningKey = (text: string): boolean => {
  if (!/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/.test(text)) return false
  const bytes = Buffer.from(text.slice(PREFIX.length), 'base64').length
  return bytes >= 24 && bytes <= 64
}

/** The headers of one try: the id stays the same, the time is that of the try, and each valid key signs. */
export const signedHeaders = (
  { secret, earlier }: Pick<StoredDestination, 'secret' | 'earlier'>,
  id: string,
  body: string,
  now: number,
): Readonly<Record<string, string>> => {
  const keys = [secret, ...(earlier !== undefined && earlier.until > now ? [earlier.secret] : [])]
  const at = new Date(now)
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': `${Math.floor(now / 1000)}`,
    'webhook-signature': keys.map(key => new Webhook(key).sign(id, at, body)).join(' '),
  }
}

/** What a test says of an outcome. */
export const sayTested = (outcome: Outcome | undefined, ms: number): Tested =>
  outcome === undefined || outcome.kind === 'sent'
    ? { ok: true, say: `Arrived within ${ms} ms.` }
    : { ok: false, say: `Did not arrive: ${outcome.say}` }

/** Signed webhooks, one message a call. */
export const webhookChannel = ({ caller, now, waitMs }: ChannelPorts): Channel => {
  const post = async (
    destination: StoredDestination,
    id: string,
    body: string,
    signal?: AbortSignal,
  ): Promise<Outcome> => {
    const headers = signedHeaders(destination, id, body, now())
    const called = await caller.call({ method: 'POST', url: destination.url, headers, body }, signal)
    return outcomeOf(called, secretsOf(destination), waitMs)
  }
  return {
    batch: 1,
    parallel: 8,
    send: (destination, messages, signal) =>
      Promise.all(messages.map(({ id, body }) => post(destination, id, body, signal))),
    test: async destination => {
      const startedAt = performance.now()
      const body = JSON.stringify({
        type: 'destination.test',
        timestamp: new Date(now()).toISOString(),
        data: { destination: destination.name },
      })
      const outcome = await post(destination, `test_${randomBytes(12).toString('hex')}`, body)
      return sayTested(outcome, Math.round(performance.now() - startedAt))
    },
  }
}
