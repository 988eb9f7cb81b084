import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Access } from './projects.ts'
import type { Trust } from './stored-event.ts'

/** The signature of a user id that a host's server makes: HMAC-SHA256 under the project's identity secret, hex. */
export const signUser = (userId: string, identitySecret: string): string =>
  createHmac('sha256', identitySecret).update(userId).digest('hex')

/** Whether a signature vouches for the user id; takes the same time whatever is wrong with it. */
export const isSignedUser = (
  userId: string | undefined,
  signature: string | undefined,
  identitySecrets: readonly string[],
): boolean => {
  if (userId === undefined || signature === undefined) return false
  const given = Buffer.from(signature.toLowerCase())
  return identitySecrets
    .map(secret => Buffer.from(signUser(userId, secret)))
    .map(expected => expected.length === given.length && timingSafeEqual(expected, given))
    .includes(true)
}

/** Judges each user id of one request, once. */
export const createTrust = (
  { kind, identitySecrets }: Pick<Access, 'kind' | 'identitySecrets'>,
  signature: string | undefined,
): ((userId: string | undefined) => Trust) => {
  if (kind === 'secret') return () => 'secret'
  if (signature === undefined) return () => 'claimed'
  const judged = new Map<string | undefined, Trust>()
  return userId => {
    const known = judged.get(userId)
    if (known !== undefined) return known
    const trust = isSignedUser(userId, signature, identitySecrets) ? 'signed' : 'claimed'
    judged.set(userId, trust)
    return trust
  }
}
