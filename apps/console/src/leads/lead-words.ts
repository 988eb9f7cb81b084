import type {
  Complexity,
  DealSize,
  EngagementView,
  LeadType,
  LifeStage,
  Responsiveness,
  TouchMoment,
} from '@fireball/core'

/** The seven leads, likeliest to convert first: what they are called, and what to do about them. */
export const TYPES = [
  {
    key: 'golden-lead',
    label: 'Golden Lead',
    meaning: 'Does everything, and talks to you. Show the important, less obvious features.',
  },
  {
    key: 'silent-success',
    label: 'Silent Success',
    meaning: 'Does everything, says nothing. Do not pester; be there when asked.',
  },
  {
    key: 'contrary-converter',
    label: 'Contrary Converter',
    meaning: 'Complains, and may become your best advocate. Hear them, support cheerfully.',
  },
  {
    key: 'positive-procrastinator',
    label: 'Positive Procrastinator',
    meaning: 'Always nice, never now. Agree a plan with dates, or stop spending time.',
  },
  {
    key: 'fizzler',
    label: 'Fizzler',
    meaning: 'Started strong, and faded. Timing was wrong: keep on the mailing list.',
  },
  { key: 'incompatible', label: 'Incompatible', meaning: 'No resources or no fit. Be kind, move on.' },
  {
    key: 'heartbreaker',
    label: 'Heartbreaker',
    meaning: 'A name you want, and nobody is there. Let go; at most find the right buyer.',
  },
] as const satisfies readonly { key: LeadType; label: string; meaning: string }[]

/** What a type is called. */
export const typeName = (type: LeadType): string => TYPES.find(({ key }) => key === type)?.label ?? type

/** Where an account stands in its life, as a mark. */
export const LIVES = [
  { key: 'signed-up', label: 'Signed up', look: 'plain' },
  { key: 'activating', label: 'Activating', look: 'plain' },
  { key: 'first-value', label: 'First value', look: 'good' },
  { key: 'pql', label: 'PQL', look: 'accent' },
  { key: 'touched', label: 'Touched', look: 'accent' },
  { key: 'won', label: 'Won', look: 'good' },
  { key: 'expanding', label: 'Expanding', look: 'good' },
  { key: 'at-risk', label: 'At risk', look: 'warning' },
  { key: 'churned', label: 'Churned', look: 'error' },
  { key: 'lost', label: 'Lost', look: 'plain' },
  { key: 'recycled', label: 'Recycled', look: 'plain' },
] as const satisfies readonly { key: LifeStage; label: string; look: string }[]

/** The label and look of a point in an account's life. */
export const lifeWords = (stage: LifeStage): (typeof LIVES)[number] =>
  LIVES.find(({ key }) => key === stage) ?? LIVES[0]

/** Whether an account talks to the team. */
export const TALKS = {
  active: 'talks to you',
  silent: 'silent',
  unknown: 'unknown',
} as const satisfies Record<Responsiveness, string>

/** Where use goes. */
export const TRENDS = {
  rising: 'Rising',
  falling: 'Falling',
  steady: 'Steady',
  new: 'New',
} as const satisfies Record<EngagementView['trend'], string>

/** When a person steps in. */
export const MOMENTS = {
  'sign-up': 'Sign-up',
  'first-event': 'First event',
  'half-or-stuck': 'Half of the checklist, or stuck',
  'first-value': 'First value',
  pql: 'PQL',
  'hand-raise': 'Only on a hand-raise',
} as const satisfies Record<TouchMoment, string>

/** How big a deal is. */
export const SIZES = { small: 'small', mid: 'mid', large: 'large' } as const satisfies Record<
  DealSize,
  string
>

/** How hard the product is to start with. */
export const COMPLEXITIES = {
  simple: 'Simple',
  intermediate: 'Intermediate',
  complex: 'Complex',
} as const satisfies Record<Complexity, string>

const ENDED: readonly LifeStage[] = ['won', 'lost', 'expanding', 'at-risk', 'churned']

/** Whether an account may still convert in its present cycle. */
export const isOpen = (stage: LifeStage): boolean => !ENDED.includes(stage)
