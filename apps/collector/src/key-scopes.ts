import { KEY_SCOPES, type KeyScope } from '@fireball/core'

/** The scopes that are written in a key’s row; a key without any sends events, and does nothing else. */
export const scopesOf = (written: unknown): readonly KeyScope[] =>
  typeof written === 'string' ? KEY_SCOPES.filter(scope => written.split(' ').includes(scope)) : ['ingest']
