import type { CompiledSignal } from '@fireball/core'

/** Features that every project has; beside them `use:<signal>` and `sum:<signal>`, what one signal says. */
export const FAMILIES = [
  'days',
  'recency',
  'span',
  'age',
  'actions',
  'breadth',
  'contexts',
  'users',
  'intent',
  'inbound',
  'outbound',
  'employees',
  'ability',
  'able',
] as const
export type Family = (typeof FAMILIES)[number]

/** Features that say what users can do; all others say what they did, or who they are. */
export const ABILITY_FAMILIES: readonly Family[] = ['ability', 'able']

/** The trait that tells how large an account is. */
export const EMPLOYEES = 'employees'

const INTENT = ['$locked', '$at-limit', '$asked-help', '$invited']

/** Whether a signal says that somebody wants more. */
export const meansIntent = ({ key, definition: { means } }: CompiledSignal): boolean =>
  INTENT.includes(key) ||
  (means ?? []).some(one => one === 'intent' || one === 'invite' || one === 'integration')

/** Whether a signal is a word from the account to us. */
export const meansMessage = ({ key, definition: { means } }: CompiledSignal): boolean =>
  key === '$message-in' ||
  (means ?? []).some(one => one === 'support' || one === 'survey' || one === 'community')

const NAMES: Readonly<Record<Family, string>> = {
  days: 'Days of use in the last 28',
  recency: 'Days since it was last used',
  span: 'Days between first and last use',
  age: 'Days since it began',
  actions: 'Actions in the last 28 days',
  breadth: 'Kinds of actions in the last 28 days',
  contexts: 'Different things worked on in the last 28 days',
  users: 'Active users in the last 28 days',
  intent: 'Locks, limits, invitations and questions in the last 28 days',
  inbound: 'Messages from them in the last 28 days',
  outbound: 'Messages to them in the last 28 days',
  employees: 'Employees',
  ability: 'What its users can do unassisted',
  able: 'Users able in a skill',
}

const isFamily = (feature: string): feature is Family => Object.hasOwn(NAMES, feature)

/** What a feature is, in words. */
export const nameFeature = (feature: string, signals: readonly CompiledSignal[]): string => {
  if (isFamily(feature)) return NAMES[feature]
  const [kind = '', key = ''] = feature.split(':')
  const name = signals.find(one => one.key === key)?.definition.name ?? key
  return kind === 'sum' ? `“${name}”, added up over the last 28 days` : `“${name}” in the last 28 days`
}

/** So far from the mean, in standard deviations, is worth a word. */
const MUCH = 0.5

/** What the value of a feature says of one account, in words; `away` is its distance from the mean in standard deviations. */
export const sayFeature = (feature: string, name: string, value: number, away: number): string => {
  const compared = away > MUCH ? ', more than most' : away < -MUCH ? ', less than most' : ''
  if (feature === 'ability')
    return value === 0
      ? `${name}: nothing shown yet.`
      : `${name}: ${value > 0 ? 'more' : 'less'} than a newcomer${compared}.`
  return `${name}: ${Math.round(Math.expm1(value)).toLocaleString('en-US')}${compared}.`
}
