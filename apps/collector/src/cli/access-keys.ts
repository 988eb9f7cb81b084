import { hashSecret } from '../projects.ts'
import type { Driver } from '../store/driver.ts'
import { integer, text } from '../store/row.ts'

/** What a key may do, and to which data. */
export interface KeyKind {
  readonly kind: 'publishable' | 'secret'
  readonly mode: 'live' | 'test'
}

/** A key as it is listed; of a secret one only its end is known. */
export interface ListedKey extends KeyKind {
  readonly project: string
  readonly shown: string
  readonly createdAt: number
  readonly isRevoked: boolean
}

const LIST = `SELECT lookup, project, kind, mode, hint, created_at, revoked_at FROM access_keys
  ORDER BY project, kind, mode, created_at`
const ADD =
  'INSERT INTO access_keys (lookup, project, kind, mode, hint, created_at) VALUES ($1, $2, $3, $4, $5, $6)'

const prefix = ({ kind, mode }: KeyKind): string => `${kind === 'secret' ? 'sk' : 'pk'}_${mode}_`

/** All keys of all projects. */
export const listKeys = async (store: Driver): Promise<readonly ListedKey[]> =>
  (await store.all(LIST)).map(row => {
    const kind = text(row, 'kind') === 'secret' ? 'secret' : 'publishable'
    const mode = text(row, 'mode') === 'test' ? 'test' : 'live'
    return {
      kind,
      mode,
      project: text(row, 'project'),
      shown: kind === 'secret' ? `${prefix({ kind, mode })}…${text(row, 'hint')}` : text(row, 'lookup'),
      createdAt: integer(row, 'created_at'),
      isRevoked: row.revoked_at !== null,
    }
  })

/** Makes a further key; of a secret one the store keeps a hash, so the answer is its only copy. */
export const addKey = async (
  store: Driver,
  project: string,
  what: KeyKind,
  secret: string,
  now: number,
): Promise<string> => {
  const key = `${prefix(what)}${secret}`
  const lookup = what.kind === 'secret' ? hashSecret(key) : key
  await store.run(ADD, [lookup, project, what.kind, what.mode, key.slice(-4), now])
  return key
}
