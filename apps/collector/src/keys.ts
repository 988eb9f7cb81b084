import { createHash } from 'node:crypto'
import { err, type KeyInfo, type KeyScope, ok, type Result } from '@fireball/core'
import { scopesOf } from './key-scopes.ts'
import { hashSecret } from './projects.ts'
import type { Driver, Row } from './store/driver.ts'
import { integer, text } from './store/row.ts'

/** What a new key may do, and to which data. */
export interface NewKeyInput extends Pick<KeyInfo, 'kind' | 'mode'> {
  /** Of a secret key; default: to send events. */
  readonly scopes?: readonly KeyScope[] | undefined
  readonly rate?: number | undefined
}

/** A key as it is listed, with the project that it is of. */
export interface ListedKey extends KeyInfo {
  readonly project: string
}

/** What keys need of the world. */
export interface KeysPorts {
  readonly store: Driver
  readonly now: () => number
  /** A new secret: random, URL-safe, at least 128 bits. */
  readonly secret: () => string
}

/** The keys of projects, to be managed. Of a secret one the store keeps a hash: what makes one is told it once. */
export interface Keys {
  /** Of one project, or of all. */
  list(project?: string): Promise<readonly ListedKey[]>
  add(project: string, input: NewKeyInput): Promise<string>
  /** Makes a key that may do the same; the old one works for `overlapMs` more. */
  rotate(project: string, id: string, overlapMs: number): Promise<Result<string, 'no-such-key'>>
  revoke(project: string, id: string): Promise<Result<undefined, 'no-such-key'>>
  /** A new secret for signing user ids; what the one before signed holds for `overlapMs` more. */
  rotateIdentity(project: string, overlapMs: number): Promise<string>
}

const LIST = `SELECT lookup, project, kind, mode, hint, created_at, revoked_at, expires_at, scopes, rate FROM access_keys
  ORDER BY project, kind, mode, created_at, lookup`
const ADD = `INSERT INTO access_keys (lookup, project, kind, mode, hint, created_at, scopes, rate)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
const EXPIRE = 'UPDATE access_keys SET expires_at = $2 WHERE lookup = $1'
const REVOKE = 'UPDATE access_keys SET revoked_at = $2 WHERE lookup = $1 AND revoked_at IS NULL'
const ROTATE_IDENTITY = `UPDATE projects SET earlier_identity_secret = identity_secret, earlier_identity_until = $3,
  identity_secret = $2 WHERE id = $1`

const prefix = ({ kind, mode }: Pick<KeyInfo, 'kind' | 'mode'>): string =>
  `${kind === 'secret' ? 'sk' : 'pk'}_${mode}_`

const idOfLookup = (lookup: string): string => createHash('sha256').update(lookup).digest('hex').slice(0, 16)

const toKey = (row: Row): ListedKey & { readonly lookup: string } => {
  const kind = text(row, 'kind') === 'secret' ? 'secret' : 'publishable'
  const mode = text(row, 'mode') === 'test' ? 'test' : 'live'
  const lookup = text(row, 'lookup')
  return {
    id: idOfLookup(lookup),
    lookup,
    kind,
    mode,
    project: text(row, 'project'),
    shown: kind === 'secret' ? `${prefix({ kind, mode })}…${text(row, 'hint')}` : lookup,
    scopes: kind === 'secret' ? scopesOf(row.scopes) : [],
    rate: row.rate === null ? null : integer(row, 'rate'),
    createdAt: integer(row, 'created_at'),
    expiresAt: row.expires_at === null ? null : integer(row, 'expires_at'),
    isRevoked: row.revoked_at !== null,
  }
}

export const createKeys = ({ store, now, secret }: KeysPorts): Keys => {
  const all = async (project?: string) =>
    (await store.all(LIST)).map(toKey).filter(key => project === undefined || key.project === project)
  const find = async (project: string, id: string) =>
    (await all(project)).find(key => key.id === id && !key.isRevoked)
  const add = async (project: string, { kind, mode, scopes, rate }: NewKeyInput): Promise<string> => {
    const key = `${prefix({ kind, mode })}${secret()}`
    const lookup = kind === 'secret' ? hashSecret(key) : key
    const written = kind === 'secret' ? (scopes ?? ['ingest']).join(' ') : null
    await store.run(ADD, [lookup, project, kind, mode, key.slice(-4), now(), written, rate ?? null])
    return key
  }
  return {
    list: async project => (await all(project)).map(({ lookup: _, ...key }) => key),
    add,
    rotate: async (project, id, overlapMs) => {
      const old = await find(project, id)
      if (old === undefined) return err('no-such-key')
      const { kind, mode, scopes, rate } = old
      const key = await add(project, { kind, mode, scopes, rate: rate ?? undefined })
      await store.run(EXPIRE, [old.lookup, now() + overlapMs])
      return ok(key)
    },
    revoke: async (project, id) => {
      const old = await find(project, id)
      if (old === undefined) return err('no-such-key')
      await store.run(REVOKE, [old.lookup, now()])
      return ok(undefined)
    },
    rotateIdentity: async (project, overlapMs) => {
      const made = `is_${secret()}`
      await store.run(ROTATE_IDENTITY, [project, made, now() + overlapMs])
      return made
    },
  }
}
