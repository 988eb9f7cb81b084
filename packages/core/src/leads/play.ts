import type { LeadType, LifeStage, TouchAdvice, TouchMoment } from '../lead-api.ts'

/** What a type changes about a touch: what is said, by whom, and whether it waits or is left out. It hastens nothing. */
export interface Play {
  readonly who: NonNullable<TouchAdvice['who']>
  readonly what: string
  /** Not before this moment. */
  readonly from?: TouchMoment
  /** Why nobody steps in at all. */
  readonly cancels?: string
}

/** Source: “what to do” in the table of seven trial leads of the domain facts. */
export const PLAYS: Readonly<Record<LeadType, Play>> = {
  'golden-lead': {
    who: 'sales',
    what: 'Show the important, less obvious features that lead to their use case',
  },
  'silent-success': {
    who: 'success',
    what: 'Say once that you are there when asked, and offer the plan that fits',
    from: 'pql',
  },
  'contrary-converter': {
    who: 'support',
    what: 'Hear them out and help cheerfully: they may become the best advocates',
  },
  'positive-procrastinator': {
    who: 'sales',
    what: 'Agree an action plan to activation, with a date; without one, stop here',
  },
  fizzler: {
    who: 'success',
    what: 'Keep them on the marketing list',
    cancels: 'the timing was wrong, so the marketing list has to do',
  },
  incompatible: { who: 'success', what: 'Be kind and move on', cancels: 'resources or fit are missing' },
  heartbreaker: {
    who: 'sales',
    what: 'At most look for the right buyer',
    cancels: 'a famous name that does nothing is let go',
  },
}

/** Where no type is named, what fits the moment. */
export const UNNAMED: Readonly<Record<TouchMoment, Play>> = {
  'sign-up': { who: 'success', what: 'Welcome them, and ask for their use case' },
  'first-event': { who: 'success', what: 'Offer to set it up together' },
  'half-or-stuck': { who: 'success', what: 'Help them with the next step of the checklist' },
  'first-value': { who: 'sales', what: 'Ask what they want to achieve next, and show the way there' },
  pql: { who: 'sales', what: 'Offer the plan that fits what they do' },
  'hand-raise': { who: 'support', what: 'Answer' },
}

/** Each moment, to stand after “somebody steps in”. */
export const IN_WORDS: Readonly<Record<TouchMoment, string>> = {
  'sign-up': 'at sign-up',
  'first-event': 'at the first event',
  'half-or-stuck': 'at half of the checklist, or when stuck',
  'first-value': 'at first value',
  pql: 'once it is a PQL',
  'hand-raise': 'only when asked',
}

/** A spell of an account’s life in which somebody steps in whatever the grid says, or nobody does. */
export const playAfterSale = (stage: LifeStage): Play | undefined => {
  switch (stage) {
    case 'at-risk':
      return { who: 'success', what: 'Ask what changed, and show the next goal' }
    case 'expanding':
      return { who: 'sales', what: 'Offer what they are able to use and do not have yet' }
    case 'won':
      return { who: 'success', what: 'Nothing: a customer', cancels: 'it is a customer that does well' }
    case 'lost':
    case 'churned':
      return { who: 'sales', what: 'Nothing: this round is over', cancels: 'this round is over' }
    default:
      return undefined
  }
}
