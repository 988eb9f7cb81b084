import { LEAD_TYPES, type LeadType, type TypeOdds } from '../lead-api.ts'
import type { Program } from '../program/program.ts'

/** The types’ names, as people read them. */
export const LEAD_NAMES: Readonly<Record<LeadType, string>> = {
  'golden-lead': 'Golden Lead',
  'silent-success': 'Silent Success',
  'contrary-converter': 'Contrary Converter',
  'positive-procrastinator': 'Positive Procrastinator',
  fizzler: 'Fizzler',
  incompatible: 'Incompatible',
  heartbreaker: 'Heartbreaker',
}

/** Odds to convert where neither the program nor ended trials say otherwise, and how many trials they weigh. */
export const ODDS_DEFAULTS = {
  odds: {
    'golden-lead': 0.9,
    'silent-success': 0.75,
    'contrary-converter': 0.6,
    'positive-procrastinator': 0.3,
    fizzler: 0.1,
    incompatible: 0.05,
    heartbreaker: 0.05,
  },
  priorWeight: 20,
} as const satisfies { odds: Record<LeadType, number>; priorWeight: number }

/** Membership weights of ended trials, by type. */
export type TypeData = Readonly<Partial<Record<LeadType, { readonly won: number; readonly lost: number }>>>

/** `TypeOdds` with the posterior as Beta(won, lost) and its mean; whoever shows an interval adds it. */
export interface TypeMeans extends Omit<TypeOdds, 'posterior'> {
  readonly posterior: { readonly odds: number; readonly won: number; readonly lost: number }
}

/** What each type’s odds rest on: the prior Beta(odds · weight, (1 − odds) · weight), ended trials, and their sum. */
export const typeOdds = ({ leads }: Pick<Program, 'leads'>, data: TypeData = {}): readonly TypeMeans[] => {
  const weight = leads?.priorWeight ?? ODDS_DEFAULTS.priorWeight
  return LEAD_TYPES.map(type => {
    const odds = leads?.odds?.[type] ?? ODDS_DEFAULTS.odds[type]
    const prior = { won: odds * weight, lost: weight - odds * weight, odds }
    const seen = data[type] ?? { won: 0, lost: 0 }
    const won = prior.won + seen.won
    const lost = prior.lost + seen.lost
    return {
      type,
      name: LEAD_NAMES[type],
      prior,
      data: seen,
      posterior: { odds: won / (won + lost), won, lost },
    }
  })
}

/** The posterior means alone. */
export const oddsByType = (means: readonly TypeMeans[]): Readonly<Record<LeadType, number>> => {
  const byType: Record<LeadType, number> = { ...ODDS_DEFAULTS.odds }
  for (const { type, posterior } of means) byType[type] = posterior.odds
  return byType
}
