import type { Session } from '@fireball/core'
import { hashSecret } from '../projects.ts'
import type { Driver } from '../store/driver.ts'
import { text } from '../store/row.ts'

/** What someone signed in may do: look, also change, also manage. */
export type Role = Session['role']

const ROLES: readonly Role[] = ['viewer', 'editor', 'admin']

/** How long a sign-in link and a session are good for. */
export const SESSION_LIMITS = { tokenMs: 60 * 60_000, sessionMs: 14 * 86_400_000 } as const

/** What sessions need of the world. */
export interface SessionsPorts {
  readonly store: Driver
  readonly now: () => number
  /** A new secret: random, URL-safe, at least 128 bits. */
  readonly secret: () => string
}

/** Who may use the console. Secrets are kept as hashes alone. */
export interface Sessions {
  /** A token for one sign-in, within `SESSION_LIMITS.tokenMs`. */
  issue(role: Role): Promise<string>
  /** Gives a session's secret for a token, once; undefined when it is used, old or unknown. */
  exchange(token: string): Promise<string | undefined>
  /** The role of a session; undefined when it is over or unknown. */
  find(secret: string): Promise<Role | undefined>
  end(secret: string): Promise<void>
}

const ADD_TOKEN = 'INSERT INTO sign_in_tokens (hash, role, created_at, expires_at) VALUES ($1, $2, $3, $4)'
// The test of `used_at` stands in the statement that sets it: of two at once, one finds it set.
const USE_TOKEN = `UPDATE sign_in_tokens SET used_at = $2
  WHERE hash = $1 AND used_at IS NULL AND expires_at > $2 RETURNING role`
const DROP_TOKENS = 'DELETE FROM sign_in_tokens WHERE expires_at <= $1'
const ADD_SESSION = 'INSERT INTO sessions (hash, role, created_at, expires_at) VALUES ($1, $2, $3, $4)'
const FIND_SESSION = 'SELECT role FROM sessions WHERE hash = $1 AND expires_at > $2'
const DROP_SESSIONS = 'DELETE FROM sessions WHERE hash = $1 OR expires_at <= $2'

export const createSessions = ({ store, now, secret }: SessionsPorts): Sessions => ({
  issue: async role => {
    const token = secret()
    await store.run(DROP_TOKENS, [now()])
    await store.run(ADD_TOKEN, [hashSecret(token), role, now(), now() + SESSION_LIMITS.tokenMs])
    return token
  },
  exchange: token =>
    store.transaction(async queries => {
      const [used] = await queries.all(USE_TOKEN, [hashSecret(token), now()])
      if (used === undefined) return undefined
      const session = secret()
      const expiresAt = now() + SESSION_LIMITS.sessionMs
      await queries.run(ADD_SESSION, [hashSecret(session), text(used, 'role'), now(), expiresAt])
      return session
    }),
  find: async session => {
    const [row] = await store.all(FIND_SESSION, [hashSecret(session), now()])
    return row === undefined ? undefined : ROLES.find(role => role === text(row, 'role'))
  },
  end: async session => {
    await store.run(DROP_SESSIONS, [hashSecret(session), now()])
  },
})
