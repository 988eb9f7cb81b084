import { atom, type ReadableAtom } from 'nanostores'
import { createIn, type FireballOptions } from './create.ts'
import type { Fireball as AnyFireball } from './fireball.ts'
import { NO_PROGRESS, type Progress } from './standing.ts'

export type { Consent, ConsentLevel } from './consent.ts'
export type { FireballOptions } from './create.ts'
export type { Fault, Handler, Happenings } from './emitter.ts'
export type { Explanation, FeatureState } from './fireball.ts'
export type { Progress } from './standing.ts'

/** The client of a page; `progress` is a nanostore. */
export type Fireball = AnyFireball<ReadableAtom<Progress>>

/**
 * Starts Fireball in a page. In effect at once: calls are kept while what is stored is being read. On a server, call it
 * in an effect or not at all.
 *
 * @example
 * const fireball = createFireball({ key: 'pk_live_…', origin: 'https://fireball.example.com', consent: 'full' })
 * fireball.identify('user-1')
 * fireball.track('Report Built', { outcome: 'success', context: 'sales' })
 */
export const createFireball = (options: FireballOptions): Fireball => createIn(options, atom(NO_PROGRESS))
