import type { Akey } from '@fireball/core'

/** Whose data it is: a project id for what came by a live key, `<project id>:test` for what came by a test key. */
export type Space = string

/** A core akey as the store keys it: `app/g:acme`. */
export const inSpace = (space: Space, akey: Akey): string => `${space}/${akey}`

/** The core akey of a stored one. */
export const withoutSpace = (stored: string): Akey => stored.slice(stored.indexOf('/') + 1)

/** The project of a space: test data follow the same program. */
export const projectOf = (space: Space): string => space.replace(/:test$/, '')

/** The space of a stored akey. */
export const spaceOf = (stored: string): Space => stored.slice(0, stored.indexOf('/'))
