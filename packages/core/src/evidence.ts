import { dayOf } from './day.ts'
import { type FireballEvent, QUOTA_USED } from './event.ts'
import { type Akey, akeyOf, type Link, linksOf, type Subject, subjectOf } from './identity.ts'
import type { Json } from './json.ts'
import { type CompiledSignal, interpret, type Reading } from './signal.ts'

/** What one (akey, subject, signal, context, day) adds up to. `…Assisted` counts are part of no other field. */
export interface Count {
  readonly success: number
  readonly successAssisted: number
  readonly failure: number
  readonly failureAssisted: number
  readonly none: number
  readonly noneAssisted: number
  /** Sum of the signal's declared number. */
  readonly sum: number
  /** First and last time, epoch ms. */
  readonly first: number
  readonly last: number
}

/** The latest value of a trait, quota or answer; later = greater (at, id). */
export interface Register {
  readonly value: Json
  readonly at: number
  readonly id: string
}

/**
 * Everything known, as one sum: events in any order or split give the same evidence. Repeated events must be
 * removed before (by akey and id). Records are keyed by the joined parts of their key.
 */
export interface Evidence {
  readonly counts: Readonly<Record<string, Count>>
  readonly registers: Readonly<Record<string, Register>>
  readonly links: Readonly<Record<string, Link>>
}

export interface CountKey {
  readonly akey: Akey
  readonly subject: Subject
  readonly signal: string
  readonly context: string
  /** UTC day number. */
  readonly day: number
}

export interface RegisterKey {
  readonly akey: Akey
  /** `''` for a fact about the account itself. */
  readonly subject: Subject
  readonly name: string
}

// Ids hold no control characters (wire.ts sees to it), so a tab separates.
export const joinCountKey = ({ akey, subject, signal, context, day }: CountKey): string =>
  `${akey}\t${subject}\t${signal}\t${context}\t${day}`

export const splitCountKey = (joined: string): CountKey => {
  const [akey, subject, signal, context, day] = joined.split('\t') as [Akey, Subject, string, string, string]
  return { akey, subject, signal, context, day: Number(day) }
}

export const joinRegisterKey = ({ akey, subject, name }: RegisterKey): string =>
  `${akey}\t${subject}\t${name}`

export const splitRegisterKey = (joined: string): RegisterKey => {
  const [akey, subject, name] = joined.split('\t') as [Akey, Subject, string]
  return { akey, subject, name }
}

/** A membership is kept once a day, every other link once. */
export const joinLinkKey = ({ kind, from, to, at }: Link): string =>
  `${kind}\t${from}\t${to}\t${kind === 'member' ? dayOf(at) : ''}`

export const NO_EVIDENCE: Evidence = { counts: {}, registers: {}, links: {} }

const isLater = (a: { at: number; id: string }, b: { at: number; id: string }): boolean =>
  a.at > b.at || (a.at === b.at && a.id > b.id)

export const addCount = (a: Count, b: Count): Count => ({
  success: a.success + b.success,
  successAssisted: a.successAssisted + b.successAssisted,
  failure: a.failure + b.failure,
  failureAssisted: a.failureAssisted + b.failureAssisted,
  none: a.none + b.none,
  noneAssisted: a.noneAssisted + b.noneAssisted,
  sum: a.sum + b.sum,
  first: Math.min(a.first, b.first),
  last: Math.max(a.last, b.last),
})

const addRegister = (a: Register, b: Register): Register => (isLater(b, a) ? b : a)

/** Of two facts under one key: the later membership of a day, the earlier of every other link. */
export const addLink = (a: Link, b: Link): Link => (isLater(a, b) === (a.kind === 'member') ? a : b)

const merge = <T>(
  parts: readonly Readonly<Record<string, T>>[],
  add: (a: T, b: T) => T,
): Record<string, T> => {
  const total: Record<string, T> = {}
  // Own keys only: a page may have given every object more.
  for (const part of parts)
    for (const key of Object.keys(part)) {
      const value = part[key] as T
      const known = total[key]
      total[key] = known === undefined ? value : add(known, value)
    }
  return total
}

/** Evidence about one person, who needs no links to be found. */
export type Facets = Pick<Evidence, 'counts' | 'registers'>

/** The sum of any number of parts, without links. */
export const addFacets = (...parts: readonly Facets[]): Facets => ({
  counts: merge(
    parts.map(part => part.counts),
    addCount,
  ),
  registers: merge(
    parts.map(part => part.registers),
    addRegister,
  ),
})

/** The sum of any number of parts; associative and commutative, with `NO_EVIDENCE` as its zero. */
export const addEvidence = (...parts: readonly Evidence[]): Evidence => ({
  ...addFacets(...parts),
  links: merge(
    parts.map(part => part.links),
    addLink,
  ),
})

const MAX_REGISTERS = 64
const MAX_REGISTER_LENGTH = 1000

/** The registers of one event, by joined key. */
export const registersOf = (event: FireballEvent, akey: Akey): Record<string, Register> => {
  const registers: Record<string, Register> = {}
  const put = (subject: Subject, name: string, value: Json) => {
    if (!/\p{Cc}/u.test(name) && JSON.stringify(value).length <= MAX_REGISTER_LENGTH)
      registers[joinRegisterKey({ akey, subject, name })] = { value, at: event.at, id: event.id }
  }
  const { type, name, properties } = event
  const owner = event.groupId === undefined ? subjectOf(event) : ''
  if (type === 'identify' || type === 'group')
    for (const [trait, value] of Object.entries(properties).slice(0, MAX_REGISTERS))
      put(type === 'group' ? '' : subjectOf(event), `traits.${trait}`, value)
  const { feature, used, limit, survey, answer } = properties
  if (name === QUOTA_USED && typeof feature === 'string')
    put(owner, `quota.${feature}`, { used: used ?? null, limit: limit ?? null })
  if (typeof survey === 'string' && answer !== undefined) put(subjectOf(event), `survey.${survey}`, answer)
  return registers
}

const NO_READINGS = {
  success: 0,
  successAssisted: 0,
  failure: 0,
  failureAssisted: 0,
  none: 0,
  noneAssisted: 0,
}

/** What one reading of an event counts. */
export const countOf = ({ at, assisted }: FireballEvent, { outcome, amount }: Reading): Count => ({
  ...NO_READINGS,
  [assisted ? `${outcome}Assisted` : outcome]: 1,
  sum: amount,
  first: at,
  last: at,
})

/** The counts of one event: a row for each signal that reads it. */
export const countsOf = (event: FireballEvent, signals: readonly CompiledSignal[]): Record<string, Count> => {
  const akey = akeyOf(event)
  const subject = subjectOf(event)
  const day = dayOf(event.at)
  const counts: Record<string, Count> = {}
  for (const reading of interpret(event, signals)) {
    const { signal, context } = reading
    // Two signals with one definition are one signal: the row is set, not added to.
    counts[joinCountKey({ akey, subject, signal, context, day })] = countOf(event, reading)
  }
  return counts
}

/** What one event adds, without links. */
export const facetsOf = (event: FireballEvent, signals: readonly CompiledSignal[]): Facets => ({
  counts: countsOf(event, signals),
  registers: registersOf(event, akeyOf(event)),
})

/** What one event adds. */
export const evidenceOf = (event: FireballEvent, signals: readonly CompiledSignal[]): Evidence => {
  const links: Record<string, Link> = {}
  for (const link of linksOf(event)) links[joinLinkKey(link)] = link
  return { ...facetsOf(event, signals), links }
}
