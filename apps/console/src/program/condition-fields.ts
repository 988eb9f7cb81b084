import { isObject } from '@fireball/core'
import { QUADRANTS } from '../account/skill-words.ts'
import { LIVES, SIZES, TALKS, TRENDS, TYPES } from '../leads/lead-words.ts'
import type { Line, LineValue } from './condition-form.ts'
import { readAt } from './edit.ts'
import { namesOf } from './names.ts'

/** One of several texts that a fact may be. */
export interface Choice {
  readonly key: string
  readonly label: string
}

/** What a fact is; a share is 0–1 and shown in percent, an instant is asked how long ago. */
export type FieldKind = 'number' | 'share' | 'yes-no' | 'text' | 'list' | 'instant' | 'choice'

/** A fact that a line may ask about. */
export interface ConditionField {
  readonly path: string
  readonly label: string
  readonly kind: FieldKind
  /** Of a choice. */
  readonly choices?: readonly Choice[]
}

/** Facts that belong together, under a name. */
export interface FieldGroup {
  readonly label: string
  readonly fields: readonly ConditionField[]
}

/** Whose facts are asked: those of an account, or of one of its users. */
export type FactScope = 'account' | 'user'

const field = (path: string, label: string, kind: FieldKind): ConditionField => ({ path, label, kind })
const choice = (path: string, label: string, choices: readonly Choice[]): ConditionField => ({
  path,
  label,
  kind: 'choice',
  choices: choices.map(({ key, label: words }) => ({ key, label: words })),
})
const entries = (words: Readonly<Record<string, string>>): readonly Choice[] =>
  Object.entries(words).map(([key, label]) => ({ key, label }))

const LEAD: readonly ConditionField[] = [
  choice('lead.stage', 'Point of life', LIVES),
  choice('lead.type', 'Type, as shown', TYPES),
  field('lead.isQualified', 'Is qualified (PQL)', 'yes-no'),
  field('propensity.p', 'Chance to convert', 'share'),
  field('lead.deal', 'Deal size', 'number'),
  choice('lead.size', 'Size of the deal', entries(SIZES)),
  choice('lead.touch', 'Touch', [
    { key: 'due', label: 'due' },
    { key: 'wait', label: 'not yet' },
    { key: 'done', label: 'done' },
    { key: 'snoozed', label: 'snoozed' },
    { key: 'disqualified', label: 'disqualified' },
  ]),
  field('lead.since', 'At this point of life since', 'instant'),
]

const USE: readonly ConditionField[] = [
  field('engagement.score', 'Engagement, 0–100', 'number'),
  choice('engagement.trend', 'Trend', entries(TRENDS)),
  field('engagement.hasFallen', 'Use has fallen to half of its best', 'yes-no'),
  field('engagement.activeUsers', 'Active users', 'number'),
]

const TALK: readonly ConditionField[] = [
  choice('communication.responsiveness', 'Whether they talk to us', entries(TALKS)),
  field('communication.inbound', 'Messages from them', 'number'),
  field('communication.lastInboundAt', 'Their last message', 'instant'),
  field('communication.lastOutboundAt', 'Our last message', 'instant'),
]

const ACCOUNT_ABILITY: readonly ConditionField[] = [
  choice('ability.quadrant', 'Ability and activity', QUADRANTS),
  field('ability.able', 'Able users', 'number'),
  field('ability.share', 'Share of users who are able', 'share'),
  field('ability.skills', 'Skills somebody is able in', 'list'),
  field('ability.plateau', 'Everyone is on a plateau', 'yes-no'),
]

const named = (
  program: unknown,
  list: string,
): readonly { readonly key: string; readonly name: string }[] => {
  const items = readAt(program, [list])
  return (Array.isArray(items) ? items : [])
    .filter(isObject)
    .flatMap(({ key, name, question }) =>
      typeof key === 'string'
        ? [{ key, name: typeof name === 'string' ? name : typeof question === 'string' ? question : key }]
        : [],
    )
}

/** The facts that a program knows, for the menu of a line; what it does not name can be typed. */
export const fieldGroups = (program: unknown, scope: FactScope): readonly FieldGroup[] => {
  const names = namesOf(program)
  const steps = names.checklists[0]?.steps ?? []
  const groups: readonly FieldGroup[] = [
    {
      label: 'Account',
      fields: [
        field('account.plan', 'Plan', 'text'),
        ...(scope === 'account' ? [field('account.users', 'People in the account', 'number')] : []),
        field('account.employees', 'Employees', 'number'),
      ],
    },
    {
      label: 'User',
      fields:
        scope === 'user'
          ? [field('user.role', 'Role', 'text'), field('user.isAnonymous', 'Is not signed in', 'yes-no')]
          : [],
    },
    { label: 'Lead', fields: LEAD },
    {
      label: 'Activation',
      fields: [
        field('activation.rate', 'Share of the checklist done', 'share'),
        field('activation.hasFirstValue', 'Has reached first value', 'yes-no'),
        ...steps.map(({ key, title }) =>
          field(`activation.step.${key}`, `Step “${title}” is done`, 'yes-no'),
        ),
      ],
    },
    { label: 'Use', fields: USE },
    { label: 'Communication', fields: TALK },
    {
      label: 'Ability',
      fields:
        scope === 'account'
          ? ACCOUNT_ABILITY
          : names.skills.flatMap(({ key, name }) => [
              field(`skill.${key}.able`, `Is able to: ${name}`, 'yes-no'),
              field(`skill.${key}.p`, `Likelihood to succeed: ${name}`, 'share'),
            ]),
    },
    {
      label: 'What they did',
      fields: named(program, 'signals').flatMap(({ key, name }) => [
        field(`events.${key}.count`, `${name}, times`, 'number'),
        field(`events.${key}.d30`, `${name}, times in 30 days`, 'number'),
        field(`events.${key}.d7`, `${name}, times in 7 days`, 'number'),
        field(`events.${key}.last`, `${name}, last time`, 'instant'),
      ]),
    },
    {
      label: 'Features and limits',
      fields: names.features.flatMap(({ key, name }) => [
        field(`quota.${key}.pct`, `${name}: share of the limit used`, 'share'),
        ...(scope === 'user' ? [field(`feature.${key}.ready`, `${name}: is ready for it`, 'yes-no')] : []),
      ]),
    },
    {
      label: 'Surveys',
      fields: named(program, 'surveys').map(({ key, name }) =>
        field(`survey.${key}`, `Answer: ${name}`, 'list'),
      ),
    },
  ]
  return groups.filter(({ fields }) => fields.length > 0)
}

/** A word of an operator, for a fact of a kind. */
export interface OperatorWord {
  readonly key: string
  readonly label: string
}

const AMOUNTS: readonly OperatorWord[] = [
  { key: '$gte', label: 'is at least' },
  { key: '$lte', label: 'is at most' },
  { key: '$gt', label: 'is over' },
  { key: '$lt', label: 'is under' },
  { key: '=', label: 'is' },
  { key: '$ne', label: 'is not' },
  { key: '$exists', label: 'is known' },
]
const TEXTS: readonly OperatorWord[] = [
  { key: '=', label: 'is' },
  { key: '$ne', label: 'is not' },
  { key: '$in', label: 'is one of' },
  { key: '$nin', label: 'is none of' },
  { key: '$exists', label: 'is known' },
]

/** What may be asked of a fact; the first is as usual. */
export const OPERATORS: Readonly<Record<FieldKind, readonly OperatorWord[]>> = {
  number: AMOUNTS,
  share: AMOUNTS,
  'yes-no': [
    { key: '=', label: 'is' },
    { key: '$exists', label: 'is known' },
  ],
  text: [...TEXTS, { key: '$regexi', label: 'fits the pattern' }],
  list: [
    { key: '$in', label: 'has one of' },
    { key: '$nin', label: 'has none of' },
    { key: '$exists', label: 'is known' },
  ],
  instant: [
    { key: '$within', label: 'was within the last' },
    { key: '$ago', label: 'was longer ago than' },
    { key: '$exists', label: 'is known' },
  ],
  choice: TEXTS,
}

/** What an operator is called where a fact has it that is not usual for its kind. */
export const operatorsFor = (kind: FieldKind, operator: string): readonly OperatorWord[] => {
  const usual = OPERATORS[kind]
  if (usual.some(one => one.key === operator)) return usual
  const known = Object.values(OPERATORS)
    .flat()
    .find(one => one.key === operator)
  return [...usual, known ?? { key: operator, label: operator.replace('$', '') }]
}

/** What a fresh line of a kind compares with. */
export const firstValue = (
  { kind, choices }: Pick<ConditionField, 'kind' | 'choices'>,
  operator: string,
): LineValue => {
  if (operator === '$exists') return true
  if (operator === '$in' || operator === '$nin') return choices?.[0] === undefined ? [] : [choices[0].key]
  switch (kind) {
    case 'number':
      return 1
    case 'share':
      return 0.5
    case 'yes-no':
      return true
    case 'instant':
      return '7d'
    case 'choice':
      return choices?.[0]?.key ?? ''
    default:
      return ''
  }
}

const DURATION = /^-?\d+[mhdw]$/

/** What a fact is that no menu names: as its value says. */
export const kindOfLine = ({ operator, value }: Line): FieldKind => {
  if (operator === '$within' || operator === '$ago') return 'instant'
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean' && operator !== '$exists') return 'yes-no'
  return operator === '$in' || operator === '$nin' ? 'list' : 'text'
}

/** Whether a duration can be shown as a number and its unit. */
export const isDuration = (value: LineValue): boolean => typeof value === 'string' && DURATION.test(value)

/** A text of somebody’s typing as the value that is meant: what looks like a number or a truth is one. */
export const readValue = (typed: string): string | number | boolean => {
  const text = typed.trim()
  if (text === 'true' || text === 'false') return text === 'true'
  return text !== '' && /^-?\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : text
}
