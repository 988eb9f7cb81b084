import { evaluate } from './condition.ts'
import type { Facts, FeatureView } from './facts.ts'
import type { Subject } from './identity.ts'
import { readPath } from './json.ts'
import { ableNames, list } from './present.ts'
import type { Feature, Program, Prompt } from './program/program.ts'
import { format } from './program/text.ts'
import type { Reason } from './reason.ts'

/** One member of an account, as a view reads them. */
export interface Member {
  readonly user: Subject
  readonly facts: Facts
}

export interface QualifyInput {
  readonly program: Program
  /** Whether the account reached first value: its own steps, or one of its users. */
  readonly hasFirstValue: boolean
  /** Engagement score 0–100 of the account. */
  readonly engagement: number
  readonly members: readonly Member[]
  readonly now: number
}

/**
 * How an account stands towards one target feature.
 * - `qualified`: a PQL of this kind. - `held`: something called for it, a guard holds it back.
 * - `help`: asked for help before first value; answered, no PQL.
 */
export interface Qualification {
  readonly kind: Prompt['kind']
  /** Key of the target feature. */
  readonly target: string
  readonly verdict: 'qualified' | 'held' | 'help'
  /** Who is to be spoken to: the one who ran into it and is furthest. */
  readonly user: Subject
  /** Whether that user has every skill that the feature needs. */
  readonly ready: boolean
  /** Names of the missing skills, prerequisites first. */
  readonly missing: readonly string[]
  /** What called for it, then each guard that passed or held, as sentences for the team. */
  readonly reasons: readonly Reason[]
}

/** Engagement at which an account counts as engaged when the program does not say. */
export const ENGAGED_FROM = 60

/** Asking is an act of its own: a question through the widget, or a signal that means support. */
const hasAsked = (prompt: Prompt, view: FeatureView, facts: Facts, { program, now }: QualifyInput): boolean =>
  view.askedAt !== null ||
  (prompt.when !== undefined &&
    evaluate(prompt.when, facts.doc, { now }) === true &&
    program.signals.some(
      ({ key, means }) =>
        means?.includes('support') && Number(readPath(facts.doc, `events.${key}.count`) ?? 0) > 0,
    ))

const wasCalledFor = (
  prompt: Prompt,
  feature: Feature,
  view: FeatureView,
  facts: Facts,
  input: QualifyInput,
): Reason | undefined => {
  if (prompt.kind === 'hand-raise')
    return hasAsked(prompt, view, facts, input)
      ? { code: 'asked', say: 'Asked for help.', facts: { at: view.askedAt } }
      : undefined
  // Who has it already is not asked to buy it.
  if (prompt.kind === 'upgrade' && feature.open !== undefined && view.state !== 'locked') return undefined
  if (prompt.when !== undefined)
    return evaluate(prompt.when, facts.doc, { now: input.now }) === true
      ? { code: 'when', say: `Showed interest in ${feature.name}.` }
      : undefined
  if (prompt.kind === 'upgrade')
    return view.lockedAt === null
      ? undefined
      : { code: 'lock-hit', say: 'Ran into the lock.', facts: { at: view.lockedAt } }
  const { quota } = view
  return quota === undefined || quota.pct < 1
    ? undefined
    : {
        code: `limit-${quota.shape}`,
        say: `Used ${format(quota.used)} of ${format(quota.limit)} ${feature.limit?.unit ?? ''}.`.replace(
          ' .',
          '.',
        ),
        facts: { ...quota },
      }
}

const reason = (isGood: boolean, code: string, good: string, bad: string): Reason & { isGood: boolean } => ({
  isGood,
  code: isGood ? code : `no-${code}`,
  say: isGood ? good : bad,
})

const guards = (prompt: Prompt, feature: Feature, view: FeatureView, facts: Facts, input: QualifyInput) => {
  const { program, hasFirstValue, engagement } = input
  const rule = program.qualify?.rule ?? 'value-and-engaged-or-intent'
  const engagedFrom = program.qualify?.engagedFrom ?? ENGAGED_FROM
  const isEngaged = engagement >= engagedFrom
  const score = `Engagement ${Math.round(engagement)} of 100`
  const able = ableNames(program.skills, facts, feature.skills ?? [])
  // A lock, a limit, a question, or the prompt's own condition is intent by itself. A question before first value is help.
  const value =
    rule === 'value-or-engaged' && prompt.kind !== 'hand-raise'
      ? reason(
          hasFirstValue || isEngaged,
          'value',
          hasFirstValue ? 'Reached first value.' : `${score}.`,
          `No first value yet, and ${score.toLowerCase()} is under ${engagedFrom}.`,
        )
      : reason(
          hasFirstValue,
          'value',
          'Reached first value, and showed intent.',
          'Showed intent, but has not reached first value yet.',
        )
  const readiness = reason(
    view.ready,
    'ready',
    able.length === 0
      ? 'Nothing is needed to benefit from it.'
      : `Able to ${list(able.map(name => `“${name}”`))}, in more than one context, unassisted.`,
    `Not yet able to ${list(view.missing.map(skill => `“${skill.name}”`))}, which ${feature.name} builds on.`,
  )
  switch (prompt.kind) {
    case 'upgrade':
      return [value, readiness]
    case 'usage':
      return [
        value,
        readiness,
        reason(
          view.quota?.shape === 'growth' || view.quota?.holds === true,
          'growth',
          view.quota?.shape === 'growth' ? 'Usage grew over time.' : 'The level has held for 7 days.',
          view.quota?.shape === 'spike'
            ? 'A spike: most of the usage fell on two days; it counts once the level has held for 7 days.'
            : 'Under 7 days of history; it counts once the level has held for 7 days.',
        ),
      ]
    case 'hand-raise':
      return [value]
  }
}

const qualifyPrompt = (prompt: Prompt, feature: Feature, input: QualifyInput): Qualification | undefined => {
  const candidates = input.members.flatMap(({ user, facts }) => {
    const view = facts.features[feature.key]
    const call = view && wasCalledFor(prompt, feature, view, facts, input)
    if (view === undefined || call === undefined) return []
    const checked = guards(prompt, feature, view, facts, input)
    return [{ user, view, call, checked, passed: checked.filter(one => one.isGood).length }]
  })
  candidates.sort(
    (a, b) =>
      b.passed - a.passed || a.view.missing.length - b.view.missing.length || (a.user < b.user ? -1 : 1),
  )
  const best = candidates[0]
  if (best === undefined) return undefined
  const isQualified = best.checked.every(one => one.isGood)
  return {
    kind: prompt.kind,
    target: feature.key,
    verdict: isQualified ? 'qualified' : prompt.kind === 'hand-raise' ? 'help' : 'held',
    user: best.user,
    ready: best.view.ready,
    missing: best.view.missing.map(skill => skill.name),
    reasons: [best.call, ...best.checked.map(({ code, say }) => ({ code, say }))],
  }
}

/** Every target that something called for, once per kind and feature; the better of two prompts about the same. */
export const qualify = (input: QualifyInput): readonly Qualification[] => {
  const found = new Map<string, Qualification>()
  for (const prompt of input.program.prompts) {
    const feature = input.program.features.find(one => one.key === prompt.feature)
    const one = feature && qualifyPrompt(prompt, feature, input)
    if (one === undefined) continue
    const key = `${one.kind}\t${one.target}`
    if (found.get(key)?.verdict !== 'qualified') found.set(key, one)
  }
  return [...found.values()]
}

/** A change of an account's standing, to be written once. */
export type Transition =
  | { readonly kind: 'qualified' | 'helped'; readonly qualification: Qualification }
  | { readonly kind: 'withdrawn'; readonly of: WithdrawnQualification }

/** Which records are withdrawn: every one that qualified it for this, or those of one verdict and cycle alone. */
export interface WithdrawnQualification {
  readonly kind: string
  readonly target: string
  readonly only?: { readonly verdict: string; readonly cycle: number }
}

/**
 * What is new against the transitions written before (in this cycle). What time alone takes away (a limit that was
 * lifted, an old lock) withdraws nothing; evidence that is no longer the account's does.
 */
export const transitions = (
  written: readonly { readonly kind: string; readonly target: string; readonly verdict: string }[],
  now: readonly Qualification[],
  isStillTheirs: (kind: string, target: string) => boolean,
): readonly Transition[] => [
  ...now
    .filter(
      one =>
        one.verdict !== 'held' &&
        !written.some(
          old => old.kind === one.kind && old.target === one.target && old.verdict === one.verdict,
        ),
    )
    .map(qualification => ({
      kind: qualification.verdict === 'help' ? ('helped' as const) : ('qualified' as const),
      qualification,
    })),
  ...written
    .filter(
      old =>
        old.verdict === 'qualified' &&
        !now.some(one => one.kind === old.kind && one.target === old.target && one.verdict === 'qualified') &&
        !isStillTheirs(old.kind, old.target),
    )
    .map(({ kind, target }) => ({ kind: 'withdrawn' as const, of: { kind, target } })),
]
