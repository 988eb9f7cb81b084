import { type CompiledSignal, type FireballEvent, isNamedBy } from '@fireball/core'
import { FRICTION_NOTICED } from './friction-name.ts'

/**
 * What may leave the browser. `local`: nothing but anonymous GETs of script and program. `necessary`: also events that
 * a published signal names, with random ids and without traits. `full`: all.
 */
export type ConsentLevel = 'local' | 'necessary' | 'full'

/** The level in force, and who set it: the person's choice, a browser signal, the page, or nobody. */
export interface Consent {
  readonly level: ConsentLevel
  readonly why: 'choice' | 'GPC' | 'DNT' | 'host' | 'default'
}

/** The level that a value names; anything else is `undefined`. */
export const toLevel = (value: unknown): ConsentLevel | undefined =>
  value === 'local' || value === 'necessary' || value === 'full' ? value : undefined

/**
 * A choice that the person made on this site outranks the browser's general signal (GPC, DNT), which outranks what the
 * page says; without any of them nothing is sent.
 */
export const consentOf = (choice: unknown, signal: 'GPC' | 'DNT' | undefined, host: unknown): Consent => {
  const chosen = toLevel(choice)
  if (chosen) return { level: chosen, why: 'choice' }
  const level = toLevel(host)
  if (signal) return { level: 'local', why: signal }
  return level ? { level, why: 'host' } : { level: 'local', why: 'default' }
}

/**
 * Where an event goes that is recorded at a level: to be sent, never to be sent, or held until the program is there
 * to say which events it names.
 */
export const admission = (
  event: FireballEvent,
  level: ConsentLevel,
  signals: readonly CompiledSignal[] | undefined,
): 'queued' | 'held' | 'local' => {
  const { type, name } = event
  // What went against a person is for this browser to act on.
  if (name === FRICTION_NOTICED) return 'local'
  if (level === 'full') return 'queued'
  // Traits and account names are facts about people; an alias joins ids.
  if (level === 'local' || type === 'identify' || type === 'group' || type === 'alias') return 'local'
  if (!signals) return 'held'
  return signals.some(({ definition }) => isNamedBy(definition, event)) ? 'queued' : 'local'
}
