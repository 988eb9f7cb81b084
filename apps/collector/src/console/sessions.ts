import type { Role } from '@fireball/core'
import { hashSecret } from '../projects.ts'
import type { Driver } from '../store/driver.ts'
import { text } from '../store/row.ts'

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

/** Whose session it is: a member, or '' for who came by a link of the command line. */
export interface Signed {
  readonly role: Role
  readonly member: string
}

/** Who may use the console. Secrets are kept as hashes alone. */
export interface Sessions {
  /** A token for one sign-in, within `SESSION_LIMITS.tokenMs`. */
  issue(role: Role, member?: string): Promise<string>
  /** Gives a session's secret for a token, once; undefined when it is used, old or unknown. */
  exchange(token: string): Promise<string | undefined>
  /** Begins a session of a member, and gives its secret. */
  begin(member: { readonly id: string; readonly role: Role }): Promise<string>
  /**
   * Whose session it is; undefined when it is over or unknown. A member has the role that they have now, and one who is
   * not let in any more has none.
   */
  find(secret: string): Promise<Signed | undefined>
  end(secret: string): Promise<void>
  /** Ends every session of a member, and their links; `but`: the secret of one that stays. */
  endAll(member: string, but?: string): Promise<void>
}

const ADD_TOKEN =
  'INSERT INTO sign_in_tokens (hash, role, member, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)'
// The test of `used_at` stands in the statement that sets it: of two at once, one finds it set.
const USE_TOKEN = `UPDATE sign_in_tokens SET used_at = $2
  WHERE hash = $1 AND used_at IS NULL AND expires_at > $2 RETURNING role, member`
const DROP_TOKENS = 'DELETE FROM sign_in_tokens WHERE expires_at <= $1'
const DROP_TOKENS_OF = 'DELETE FROM sign_in_tokens WHERE member = $1'
const ADD_SESSION =
  'INSERT INTO sessions (hash, role, member, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)'
const FIND_SESSION = `SELECT CASE WHEN s.member = '' THEN s.role ELSE m.role END AS role, s.member
  FROM sessions s LEFT JOIN members m ON m.id = s.member
  WHERE s.hash = $1 AND s.expires_at > $2 AND (s.member = '' OR (m.id IS NOT NULL AND m.disabled_at IS NULL))`
const DROP_SESSIONS = 'DELETE FROM sessions WHERE hash = $1 OR expires_at <= $2'
const DROP_SESSIONS_OF = 'DELETE FROM sessions WHERE member = $1 AND hash <> $2'

export const createSessions = ({ store, now, secret }: SessionsPorts): Sessions => {
  const begin = async (queries: Pick<Driver, 'run'>, role: string, member: string): Promise<string> => {
    const session = secret()
    const until = now() + SESSION_LIMITS.sessionMs
    await queries.run(ADD_SESSION, [hashSecret(session), role, member, now(), until])
    return session
  }
  return {
    issue: async (role, member = '') => {
      const token = secret()
      await store.run(DROP_TOKENS, [now()])
      await store.run(ADD_TOKEN, [hashSecret(token), role, member, now(), now() + SESSION_LIMITS.tokenMs])
      return token
    },
    exchange: token =>
      store.transaction(async queries => {
        const [used] = await queries.all(USE_TOKEN, [hashSecret(token), now()])
        return used === undefined ? undefined : begin(queries, text(used, 'role'), text(used, 'member'))
      }),
    begin: ({ id, role }) => begin(store, role, id),
    find: async session => {
      const [row] = await store.all(FIND_SESSION, [hashSecret(session), now()])
      const role = row && ROLES.find(one => one === text(row, 'role'))
      return row === undefined || role === undefined ? undefined : { role, member: text(row, 'member') }
    },
    end: async session => {
      await store.run(DROP_SESSIONS, [hashSecret(session), now()])
    },
    endAll: async (member, but) => {
      await store.run(DROP_SESSIONS_OF, [member, but === undefined ? '' : hashSecret(but)])
      await store.run(DROP_TOKENS_OF, [member])
    },
  }
}
