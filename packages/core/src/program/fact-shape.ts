import { BUILT_IN_SIGNALS } from '../built-in-signal.ts'
import type { Program } from './program.ts'

/** What stands in one place of the facts document: anything (what the host told), one kind of value, or named parts. */
export type FactShape =
  | 'any'
  | 'number'
  | 'text'
  | 'boolean'
  | 'list'
  | { readonly of: Readonly<Record<string, FactShape>>; readonly named?: string }

const named = (what: string, items: readonly { readonly key: string }[], shape: FactShape): FactShape => ({
  named: what,
  of: Object.fromEntries(items.map(({ key }) => [key, shape])),
})

const TALLY: FactShape = {
  of: {
    count: 'number',
    d1: 'number',
    d7: 'number',
    d30: 'number',
    success: 'number',
    failure: 'number',
    sum: 'number',
    contexts: 'number',
    days: 'number',
    first: 'number',
    last: 'number',
  },
}

const QUOTA: FactShape = {
  of: { used: 'number', limit: 'number', pct: 'number', shape: 'text', holds: 'boolean' },
}

const SKILL: FactShape = {
  of: {
    key: 'text',
    state: 'text',
    able: 'boolean',
    p: 'number',
    low: 'number',
    high: 'number',
    fresh: 'number',
    successes: 'number',
    failures: 'number',
    assisted: 'number',
    contexts: 'number',
    needed: 'number',
    last: 'number',
    lacks: 'list',
    stuck: 'text',
  },
}

const FEATURE: FactShape = {
  of: {
    key: 'text',
    state: 'text',
    ready: 'boolean',
    missing: 'list',
    lockedAt: 'number',
    limitedAt: 'number',
    struggledAt: 'number',
    askedAt: 'number',
  },
}

const activation = (checklists: Program['checklists']): FactShape => ({
  of: {
    rate: 'number',
    done: 'number',
    total: 'number',
    isComplete: 'boolean',
    hasFirstValue: 'boolean',
    step: named(
      'step',
      checklists.flatMap(one => one.steps),
      'boolean',
    ),
  },
})

const numbers = (...names: readonly string[]): Record<string, FactShape> =>
  Object.fromEntries(names.map(name => [name, 'number']))

/** What only a collector knows of the account, as audiences and segments read it. */
const PRIVATE: Readonly<Record<'lead' | 'engagement' | 'communication' | 'propensity', FactShape>> = {
  lead: {
    of: {
      ...numbers('odds', 'cycle', 'since', 'deal', 'mqlAt', 'sqlAt', 'closesAt', 'urgency'),
      type: 'text',
      nearest: 'text',
      stage: 'text',
      size: 'text',
      touch: 'text',
      hasStarted: 'boolean',
      isQualified: 'boolean',
    },
  },
  engagement: {
    of: {
      ...numbers('score', 'raw', 'perActiveUser', 'activeUsers', 'last7', 'before7', 'best7', 'usual7'),
      trend: 'text',
      hasFallen: 'boolean',
    },
  },
  communication: {
    of: {
      ...numbers('inbound', 'outbound', 'lastInboundAt', 'lastOutboundAt', 'answeredShare', 'responseMs'),
      ...numbers('silentSince', 'positive', 'negative'),
      responsiveness: 'text',
    },
  },
  propensity: { of: { ...numbers('p', 'horizonDays'), source: 'text' } },
}

/** The document that a program's audiences, goals and steps read (`Facts.doc`), as far as the program tells. */
export const factShape = (program: Program): FactShape => ({
  of: {
    user: 'any',
    account: 'any',
    survey: 'any',
    page: { of: { url: 'text', path: 'text', title: 'text' } },
    events: named('signal', [...program.signals, ...BUILT_IN_SIGNALS], TALLY),
    quota: named('feature', program.features, QUOTA),
    skill: named('skill', program.skills, SKILL),
    feature: named('feature', program.features, FEATURE),
    activation: activation(program.checklists.slice(0, 1)),
    checklist: {
      named: 'checklist',
      of: Object.fromEntries(program.checklists.map(one => [one.key, activation([one])])),
    },
    ...PRIVATE,
    ability: 'any',
  },
})

/** The document of an account that segments, claims, deal sizes and the marketing facts read (`accountFacts`). */
export const accountShape = (program: Program): FactShape => ({
  of: {
    account: 'any',
    survey: 'any',
    events: named('signal', [...program.signals, ...BUILT_IN_SIGNALS], TALLY),
    quota: 'any',
    activation: activation(program.checklists.slice(0, 1)),
    ability: {
      of: {
        ...numbers('activeDays', 'users', 'able', 'share', 'depth', 'breadth', 'plateaus'),
        quadrant: 'text',
        plateau: 'boolean',
        skills: 'list',
      },
    },
    ...PRIVATE,
  },
})

const withParts = (shape: FactShape, parts: Readonly<Record<string, FactShape>>): FactShape =>
  typeof shape === 'object' ? { ...shape, of: { ...shape.of, ...parts } } : shape

const SKILL_TEXT: FactShape = { of: { name: 'text', why: 'text' } }

/** What the texts of a nudge are filled from: of a skill that it serves, the name and why it is worth it. */
export const nudgeTextShape = (facts: FactShape, servesSkill: boolean): FactShape =>
  servesSkill ? withParts(facts, { skill: SKILL_TEXT }) : facts

/** What the texts of a prompt are filled from. `skill` is the next one that is missing. */
export const promptTextShape = (facts: FactShape): FactShape =>
  withParts(facts, {
    feature: { of: { name: 'text', plan: 'text' } },
    skill: SKILL_TEXT,
    can: { of: { list: 'text' } },
    limit: { of: { used: 'text', limit: 'text', unit: 'text' } },
  })

/** What a signal's `where` reads. */
export const EVENT_SHAPE: FactShape = {
  of: { event: 'text', type: 'text', properties: 'any', context: 'any' },
}

/** A part that a path names and that is not there. */
export interface Missing {
  /** `signal`, `skill`…: what the program itself names; undefined for the fixed parts of the document. */
  readonly what: string | undefined
  readonly part: string
  readonly there: readonly string[]
}

/** What a dotted path leads to, or the part at which it leads nowhere. */
export const followPath = (
  shape: FactShape,
  path: string,
): { readonly found: FactShape } | { readonly missing: Missing } => {
  let at = shape
  for (const part of path.split('.')) {
    if (at === 'any' || at === 'list') return { found: 'any' }
    const next = typeof at === 'object' && Object.hasOwn(at.of, part) ? at.of[part] : undefined
    if (next === undefined) {
      const there = typeof at === 'object' ? Object.keys(at.of).filter(key => !key.startsWith('$')) : []
      return { missing: { what: typeof at === 'object' ? at.named : undefined, part, there } }
    }
    at = next
  }
  return { found: at }
}

/** The part of it that is not there, in words. */
export const sayMissing = ({ what, part, there }: Missing): string => {
  const known = there.length === 0 ? '' : `; there are: ${there.slice(0, 16).join(', ')}`
  return `there is no ${what === undefined ? '' : `${what} `}“${part}”${known}`
}
