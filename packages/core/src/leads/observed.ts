import type { LeadType, Responsiveness } from '../lead-api.ts'
import type { Claims } from './claims.ts'

interface Observed {
  readonly claims: Claims
  readonly responsiveness: Responsiveness
}

/** Whether what the name says was seen. */
export const isObserved = (type: LeadType, { claims, responsiveness }: Observed): boolean => {
  switch (type) {
    case 'golden-lead':
      return responsiveness === 'active'
    case 'silent-success':
      return responsiveness === 'silent'
    case 'contrary-converter':
      return claims.negative
    case 'positive-procrastinator':
      return claims.excuses || claims.brokenPlan
    case 'fizzler':
      return claims.fell
    case 'incompatible':
      return claims.noResources || claims.noFit
    case 'heartbreaker':
      return claims.famous
  }
}

const SAY: Readonly<Record<keyof Claims, string>> = {
  negative: 'What they write is mostly negative.',
  excuses: 'They say that now is not the time.',
  brokenPlan: 'A plan was agreed and not kept.',
  noResources: 'They have no resources for it.',
  noFit: 'It is not what they need.',
  famous: 'A target account.',
  fell: 'The last 7 days are at half or less of its own best.',
}

/** What would tell more, as questions for the team. */
export const asksOf = (input: Observed, nearest: LeadType): readonly string[] => {
  const { claims, responsiveness } = input
  const isUndecided =
    !claims.excuses &&
    !claims.brokenPlan &&
    !claims.noResources &&
    !claims.noFit &&
    nearest === 'incompatible'
  return [
    ...(responsiveness === 'unknown'
      ? ['Connect a source of messages: nobody knows whether this account answers.']
      : []),
    ...(isUndecided
      ? [
          'Ask what is in the way: a Positive Procrastinator lacks the motivation, an Incompatible the resources or the fit.',
        ]
      : []),
    ...(nearest === 'contrary-converter' && !claims.negative
      ? ['Send the sentiment of messages: only negative ones tell a Contrary Converter.']
      : []),
  ]
}

/** What was observed, one sentence each. */
export const observedOf = (claims: Claims): readonly string[] => [
  ...(claims.negative ? [SAY.negative] : []),
  ...(claims.excuses ? [SAY.excuses] : []),
  ...(claims.brokenPlan ? [SAY.brokenPlan] : []),
  ...(claims.noResources ? [SAY.noResources] : []),
  ...(claims.noFit ? [SAY.noFit] : []),
  ...(claims.famous ? [SAY.famous] : []),
  ...(claims.fell ? [SAY.fell] : []),
]
