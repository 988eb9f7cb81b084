import { createHash } from 'node:crypto'
import type { KeyScope } from '@fireball/core'
import { scopesOf } from './key-scopes.ts'
import type { Space } from './store/akey.ts'
import type { Driver, Row } from './store/driver.ts'
import { integer, text } from './store/row.ts'

/** A product whose users are measured. */
export interface Project {
  readonly id: string
  readonly name: string
  readonly isDemo: boolean
  /** Everybody in it is made up. */
  readonly isSimulated: boolean
  /** The publishable key of live data, for the tag. */
  readonly publishableKey: string
}

/** What a presented key opens. */
export interface Access {
  readonly project: string
  readonly space: Space
  readonly kind: 'publishable' | 'secret'
  /** Of a secret key. */
  readonly scopes: readonly KeyScope[]
  /** Requests a second that it may make, where that was said. */
  readonly rate: number | undefined
  /** The project's secrets for signing user ids: the one in use, and, for a while, the one before. */
  readonly identitySecrets: readonly string[]
}

/** A project to be made. */
export interface NewProject extends Pick<Project, 'id' | 'name' | 'isDemo'> {
  readonly publishableKey?: string
  /** Default: false. */
  readonly isSimulated?: boolean
}

/** The secrets of a new project; they are shown once. */
export interface NewSecrets {
  readonly live: string
  readonly test: string
  readonly identity: string
}

export interface ProjectsPorts {
  readonly store: Driver
  readonly now: () => number
  /** A new secret: random, URL-safe, at least 128 bits. */
  readonly secret: () => string
}

/** Projects and their keys. */
export interface Projects {
  list(): Promise<readonly Project[]>
  /**
   * Makes the project when it is not there; then its secrets are in the answer, this once. `publishableKey`: of live
   * data, when it must be one that is known beforehand.
   */
  ensure(project: NewProject): Promise<NewSecrets | undefined>
  /** What a key opens; undefined for an unknown or revoked one. Remembered for a few seconds. */
  findKey(key: string): Promise<Access | undefined>
}

/** The form in which a secret is stored and looked up: SHA-256, hex. Secrets are random, so no slow hash is needed. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** So long may a revoked key still open. */
const REMEMBER_MS = 5000
const MAX_REMEMBERED = 1000

const toAccess = (row: Row, now: number): Access => {
  const project = text(row, 'project')
  const earlier = row.earlier_identity_until === null || integer(row, 'earlier_identity_until') <= now
  return {
    project,
    space: text(row, 'mode') === 'test' ? `${project}:test` : project,
    kind: text(row, 'kind') === 'secret' ? 'secret' : 'publishable',
    scopes: text(row, 'kind') === 'secret' ? scopesOf(row.scopes) : [],
    rate: row.rate === null ? undefined : integer(row, 'rate'),
    identitySecrets: [
      text(row, 'identity_secret'),
      ...(earlier ? [] : [text(row, 'earlier_identity_secret')]),
    ],
  }
}

const FIND = `SELECT k.project, k.kind, k.mode, k.scopes, k.rate, k.expires_at,
  p.identity_secret, p.earlier_identity_secret, p.earlier_identity_until
  FROM access_keys k JOIN projects p ON p.id = k.project
  WHERE k.lookup = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $2)`
const LIST = `SELECT p.id, p.name, p.is_demo, p.is_simulated, k.lookup
  FROM projects p LEFT JOIN access_keys k ON k.project = p.id
    AND k.kind = 'publishable' AND k.mode = 'live' AND k.revoked_at IS NULL AND k.expires_at IS NULL
  ORDER BY p.created_at, p.id, k.created_at`
const ADD_PROJECT = `INSERT INTO projects (id, name, is_demo, identity_secret, created_at, is_simulated)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (id) DO NOTHING`
const ADD_KEY = `INSERT INTO access_keys (lookup, project, kind, mode, hint, created_at)
  VALUES ($1, $2, $3, $4, $5, $6)`

export const createProjects = ({ store, now, secret }: ProjectsPorts): Projects => {
  const remembered = new Map<
    string,
    { readonly access: Access; readonly at: number; readonly until: number }
  >()
  return {
    list: async () => {
      const projects = new Map<string, Project>()
      for (const row of await store.all(LIST))
        projects.set(text(row, 'id'), {
          id: text(row, 'id'),
          name: text(row, 'name'),
          isDemo: integer(row, 'is_demo') === 1,
          isSimulated: integer(row, 'is_simulated') === 1,
          publishableKey: row.lookup === null ? '' : text(row, 'lookup'),
        })
      return [...projects.values()]
    },
    ensure: ({ id, name, isDemo, publishableKey, isSimulated = false }) =>
      store.transaction(async queries => {
        const secrets: NewSecrets = {
          live: `sk_live_${secret()}`,
          test: `sk_test_${secret()}`,
          identity: `is_${secret()}`,
        }
        const made = await queries.run(ADD_PROJECT, [
          id,
          name,
          Number(isDemo),
          secrets.identity,
          now(),
          Number(isSimulated),
        ])
        if (made === 0) return undefined
        const add = (key: string, kind: string, mode: string) =>
          queries.run(ADD_KEY, [
            kind === 'secret' ? hashSecret(key) : key,
            id,
            kind,
            mode,
            key.slice(-4),
            now(),
          ])
        await add(publishableKey ?? `pk_live_${secret()}`, 'publishable', 'live')
        await add(`pk_test_${secret()}`, 'publishable', 'test')
        await add(secrets.live, 'secret', 'live')
        await add(secrets.test, 'secret', 'test')
        return secrets
      }),
    findKey: async key => {
      const known = remembered.get(key)
      // A clock that was set back makes nothing young again.
      if (known !== undefined && known.until > now() && known.at <= now()) return known.access
      remembered.delete(key)
      // The hash of a secret key is no key: nobody who reads the store can present one.
      if (!/^[ps]k_[\x21-\x7e]{1,200}$/.test(key)) return undefined
      const [row] = await store.all(FIND, [key.startsWith('sk_') ? hashSecret(key) : key, now()])
      if (row === undefined) return undefined
      const access = toAccess(row, now())
      if (remembered.size >= MAX_REMEMBERED) remembered.clear()
      const expiresAt = row.expires_at === null ? Infinity : integer(row, 'expires_at')
      remembered.set(key, { access, at: now(), until: Math.min(expiresAt, now() + REMEMBER_MS) })
      return access
    },
  }
}
