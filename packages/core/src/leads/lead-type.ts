import { type Band, LEAD_TYPES, type LeadType, type LeadTypeView, type Responsiveness } from '../lead-api.ts'
import { cutsOf } from '../program/cuts.ts'
import type { Program } from '../program/program.ts'
import { bandOf, CENTRES, positionOf } from './band.ts'
import type { Claims } from './claims.ts'
import { asksOf, isObserved, observedOf } from './observed.ts'
import { LEAD_NAMES } from './type-odds.ts'

export interface LeadTypeInput {
  readonly program: Pick<Program, 'leads'>
  /** Share of the first checklist’s steps done, 0–1. */
  readonly activation: number
  /** Score 0–100. */
  readonly engagement: number
  readonly responsiveness: Responsiveness
  readonly claims: Claims
  /** Whether anything was ever done in it. */
  readonly hasStarted: boolean
  /** Posterior means, 0–1 (`oddsByType`). */
  readonly odds: Readonly<Record<LeadType, number>>
}

interface Centre {
  readonly activation: Band
  readonly engagement: Band
  readonly isActive: boolean
}

const centre = (activation: Band, engagement: Band, isActive: boolean): Centre => ({
  activation,
  engagement,
  isActive,
})

/** Where each type stands. Source: the table of seven trial leads in the domain facts. */
const TYPE_CENTRES: Readonly<Record<LeadType, Centre>> = {
  'golden-lead': centre('high', 'high', true),
  'silent-success': centre('high', 'high', false),
  'contrary-converter': centre('medium', 'medium', true),
  'positive-procrastinator': centre('low', 'low', true),
  fizzler: centre('high', 'low', false),
  incompatible: centre('low', 'low', true),
  heartbreaker: centre('low', 'low', false),
}

/** How fast membership falls with distance: half a band. Ours. */
const SPREAD = 1 / 6
/** Distances nearer to each other than rounding can tell are equal. */
const SAME = 1e-9

/** Talking or not is as far apart as a low band from a high one. */
const communicationAt = (isActive: boolean): number => (isActive ? CENTRES.high : CENTRES.low)

const squaredDistances = (input: LeadTypeInput): Readonly<Record<LeadType, number>> => {
  const { program, responsiveness } = input
  const activation = positionOf(input.activation, cutsOf(program, 'activation'))
  const engagement = positionOf(input.engagement, cutsOf(program, 'engagement'))
  const to = (type: LeadType): number => {
    const at = TYPE_CENTRES[type]
    const squares = (activation - CENTRES[at.activation]) ** 2 + (engagement - CENTRES[at.engagement]) ** 2
    if (responsiveness === 'unknown') return squares
    return squares + (communicationAt(responsiveness === 'active') - communicationAt(at.isActive)) ** 2
  }
  return byType(to)
}

const byType = <T>(of: (type: LeadType) => T): Readonly<Record<LeadType, T>> => ({
  'golden-lead': of('golden-lead'),
  'silent-success': of('silent-success'),
  'contrary-converter': of('contrary-converter'),
  'positive-procrastinator': of('positive-procrastinator'),
  fizzler: of('fizzler'),
  incompatible: of('incompatible'),
  heartbreaker: of('heartbreaker'),
})

/** What part of the centre that two types share falls to one: resources and fit decide before motivation does. */
const shareOf = (type: LeadType, { excuses, brokenPlan, noResources, noFit }: Claims): number => {
  if (type !== 'positive-procrastinator' && type !== 'incompatible') return 1
  const isIncompatible = noResources || noFit
  if (!isIncompatible && !excuses && !brokenPlan) return 0.5
  return isIncompatible === (type === 'incompatible') ? 1 : 0
}

/**
 * Which of the seven leads an account resembles. Membership falls with the squared distance to each type’s centre; the
 * nearest type is named if its claim was observed, of equally near ones the one with the lower odds. Total: every input
 * has an answer.
 */
export const leadTypeView = (input: LeadTypeInput): LeadTypeView => {
  const { program, claims, responsiveness, hasStarted, odds } = input
  const distances = squaredDistances(input)
  const weights = byType(type => shareOf(type, claims) * Math.exp(-distances[type] / (2 * SPREAD * SPREAD)))
  const total = LEAD_TYPES.reduce((sum, type) => sum + weights[type], 0)
  const membership = byType(type => weights[type] / total)
  const candidates = LEAD_TYPES.filter(type => shareOf(type, claims) > 0)
  const least = Math.min(...candidates.map(type => distances[type]))
  const [nearest = 'heartbreaker'] = candidates
    .filter(type => distances[type] <= least + SAME)
    .sort((a, b) => odds[a] - odds[b])
  const bands = {
    activation: bandOf(input.activation, cutsOf(program, 'activation')),
    engagement: bandOf(input.engagement, cutsOf(program, 'engagement')),
    communication: responsiveness,
  }
  const type = isObserved(nearest, input) ? nearest : null
  const inBands = `${bands.activation} · ${bands.engagement} · ${responsiveness}`
  const blend = LEAD_TYPES.reduce((sum, one) => sum + membership[one] * odds[one], 0)
  const all = LEAD_TYPES.map(one => odds[one])
  return {
    type,
    nearest,
    bands,
    say: type === null ? `${inBands}${hasStarted ? '' : ': not started'}` : LEAD_NAMES[type],
    membership,
    // Rounding must not leave the range of what is blended.
    odds: Math.min(Math.max(blend, Math.min(...all)), Math.max(...all)),
    observed: observedOf(claims),
    asks: asksOf(input, nearest),
    hasStarted,
  }
}
