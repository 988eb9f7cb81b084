import { evaluate } from './condition.ts'
import type { FireballEvent } from './event.ts'
import { hash53 } from './hash.ts'
import { isContainer, type Json, readPath } from './json.ts'
import type { Signal } from './program/program.ts'

export type Outcome = 'success' | 'failure' | 'none'

/** What one signal reads in one event. */
export interface Reading {
  /** Hash of the signal's definition: a changed signal is a new key. */
  readonly signal: string
  readonly outcome: Outcome
  /** Hash of what it was done on; `''` when the event does not say. */
  readonly context: string
  /** The declared number, a whole one; 0 when there is none. */
  readonly amount: number
}

/** A signal made ready to read events; the only place where a raw event is interpreted. */
export interface CompiledSignal {
  readonly key: string
  readonly hash: string
  readonly definition: Signal
  /** Whether its events can fail; when none of a skill's can, nothing proves the ability. */
  readonly canFail: boolean
}

const canonical = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(canonical).join()}]`
    : isContainer(value)
      ? `{${Object.entries(value)
          .filter(([, inner]) => inner !== undefined)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`)
          .join()}}`
      : JSON.stringify(value)

/** Names, order and meanings of a signal may change freely; what it reads makes its hash. */
export const signalHash = ({ on, where, outcome, context, sum }: Signal): string =>
  hash53(canonical({ on, where, outcome, context, sum }))

export const compileSignals = (signals: readonly Signal[]): readonly CompiledSignal[] =>
  signals.map(definition => ({
    key: definition.key,
    hash: signalHash(definition),
    definition,
    canFail: typeof definition.outcome !== 'string',
  }))

/** Whether a signal looks at events of such a type and name. */
export const isNamedBy = ({ on }: Signal, { type, name }: Pick<FireballEvent, 'type' | 'name'>): boolean =>
  'event' in on
    ? type === 'track' && name === on.event
    : type === on.type && (on.name === undefined || name === on.name)

const isAbout = (signal: Signal, event: FireballEvent): boolean =>
  isNamedBy(signal, event) &&
  (signal.where === undefined ||
    evaluate(
      signal.where,
      { event: event.name, type: event.type, properties: event.properties, context: event.context },
      { now: event.at },
    ) === true)

const outcomeOf = ({ outcome = { path: 'properties.outcome' } }: Signal, event: FireballEvent): Outcome => {
  if (typeof outcome === 'string') return outcome
  const { path, success = ['success'], failure = ['failure'], successFrom } = outcome
  const value = readPath(event, path)
  if (successFrom !== undefined)
    return typeof value !== 'number' ? 'none' : value >= successFrom ? 'success' : 'failure'
  const isIn = (values: readonly unknown[]) => values.includes(value)
  return isIn(success) ? 'success' : isIn(failure) ? 'failure' : 'none'
}

const contextOf = ({ context = {} }: Signal, event: FireballEvent): string => {
  const value = readPath(event, context.path ?? 'properties.context') as Json | undefined
  if (value === undefined || value === null || value === '') return ''
  const hash = hash53(typeof value === 'string' ? value : canonical(value))
  return context.buckets === undefined ? hash : `b${parseInt(hash, 36) % context.buckets}`
}

const amountOf = ({ sum }: Signal, event: FireballEvent): number => {
  if (sum === undefined) return 0
  const value = Number(readPath(event, sum.path))
  const scaled = Math.round(value * (sum.scale ?? 1))
  return Number.isSafeInteger(scaled) ? scaled : 0
}

/**
 * Everything that the program's signals read in one event; it looks at no other event. In what somebody does who is logged
 * in as the user they read nothing.
 */
export const interpret = (event: FireballEvent, signals: readonly CompiledSignal[]): readonly Reading[] =>
  signals
    .filter(({ definition }) => event.context.impersonated !== true && isAbout(definition, event))
    .map(({ hash, definition }) => ({
      signal: hash,
      outcome: outcomeOf(definition, event),
      context: contextOf(definition, event),
      amount: amountOf(definition, event),
    }))
