import { isObject } from '@fireball/core'
import { listText } from '../number.ts'
import { KINDS } from './prompt-items.ts'

/** One thing that publishing would change. */
export interface Change {
  readonly kind: 'added' | 'removed' | 'changed'
  /** “Nudge “Try segments””, or the name of a setting. */
  readonly what: string
  /** Which fields, in words; empty for what is new or gone. */
  readonly fields: readonly string[]
  /** Dotted path in the draft; absent for what is gone. */
  readonly path?: string
}

const LISTS: Readonly<Record<string, string>> = {
  signals: 'Signal',
  checklists: 'Checklist',
  skills: 'Skill',
  features: 'Feature',
  nudges: 'Nudge',
  prompts: 'Prompt',
  messages: 'Message',
  goals: 'Goal',
  segments: 'Segment',
}

const FIELDS: Readonly<Record<string, string>> = {
  enabled: 'on or off',
  audience: 'who sees it',
  caps: 'how often',
  text: 'its text',
  ready: 'its text',
  notReady: 'its text for who is not ready',
  alone: 'its follow-up text',
  on: 'which event it reads',
  where: 'which events it reads',
  shownBy: 'what shows it',
  requires: 'what comes first',
  metric: 'its metric',
  steps: 'its steps',
}

const SETTINGS: Readonly<Record<string, string>> = {
  name: 'Name of the program',
  engagement: 'Engagement',
  communication: 'Who counts as talking to us',
  leads: 'Leads',
  playbook: 'Playbook',
  forecast: 'Forecast',
  qualify: 'When an account qualifies',
  exclude: 'Who is left out',
  attention: 'How often prompts appear in all',
  theme: 'Look of the prompts',
  privacyUrl: 'Privacy link',
  goalFact: 'Which fact holds a user’s goal',
  progress: 'Who counts as active and able',
  capture: 'What is noticed without code',
}

/** Settings whose parts have words of their own. */
const LEAD_SETTINGS: ReadonlySet<string> = new Set([
  'engagement',
  'communication',
  'leads',
  'playbook',
  'forecast',
])

const SETTING_FIELDS: Readonly<Record<string, string>> = {
  weights: 'what actions are worth',
  windowDays: 'how long they count',
  decay: 'how they lose weight',
  halfLifeDays: 'how they lose weight',
  dailyCap: 'how often they count a day',
  cuts: 'where low ends and high begins',
  odds: 'odds of the types',
  claims: 'what their names claim',
  mql: 'who is an MQL',
  sql: 'who is an SQL',
  grid: 'when a person steps in',
  complexity: 'how complex the product is',
  deals: 'which deals are mid and large',
  attentionPerWeek: 'attention a week',
  slaHours: 'how soon a touch is made',
  handRaiseSlaHours: 'how soon a question is answered',
  currency: 'currency',
  horizonDays: 'how far ahead',
  dealSize: 'what a deal is worth',
}

const canonical = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(canonical).join()}]`
    : isObject(value)
      ? `{${Object.keys(value)
          .sort()
          .map(key => `${JSON.stringify(key)}:${canonical(value[key])}`)
          .join()}}`
      : (JSON.stringify(value) ?? '')

const isSame = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b)

const itemsOf = (program: unknown, list: string): readonly Readonly<Record<string, unknown>>[] => {
  const items = isObject(program) ? program[list] : undefined
  return Array.isArray(items) ? items.filter(isObject) : []
}

/** What a message is shown as; several may begin with the same words. */
const surfaceOf = ({ surface }: Readonly<Record<string, unknown>>): string =>
  Object.entries(KINDS).find(([key]) => key === surface)?.[1].label ?? ''

const titleOf = (item: Readonly<Record<string, unknown>>): string => {
  const { name, title, text, ready, key } = item
  const words = [text, ready].find(isObject)
  return String(name ?? title ?? words?.title ?? key ?? '?')
}

type Fields = Readonly<Record<string, unknown>>

const fieldsOf = (a: Fields, b: Fields, words: Readonly<Record<string, string>> = FIELDS) => {
  const changed = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(key => !isSame(a[key], b[key]))
  return [...new Set(changed.map(key => words[key] ?? key))]
}

const diffList = (list: string, before: unknown, after: unknown): readonly Change[] => {
  const old = itemsOf(before, list)
  const next = itemsOf(after, list)
  const named = (item: Readonly<Record<string, unknown>>): string =>
    `${(list === 'messages' && surfaceOf(item)) || LISTS[list]} “${titleOf(item)}”`
  return [
    ...next.flatMap((item, i): Change[] => {
      const path = `${list}.${i}`
      const was = old.find(one => one.key === item.key)
      if (was === undefined) return [{ kind: 'added', what: named(item), fields: [], path }]
      return isSame(was, item)
        ? []
        : [{ kind: 'changed', what: named(item), fields: fieldsOf(was, item), path }]
    }),
    ...old
      .filter(item => !next.some(one => one.key === item.key))
      .map((item): Change => ({ kind: 'removed', what: named(item), fields: [] })),
  ]
}

/** All parts but lists, those without words of their own last: no change may go unseen. */
const settingsIn = (...programs: readonly unknown[]): readonly (readonly [key: string, what: string])[] => {
  const known = Object.entries(SETTINGS)
  const all = new Set(programs.flatMap(program => (isObject(program) ? Object.keys(program) : [])))
  const unnamed = [...all].filter(key => !(key in SETTINGS) && !(key in LISTS))
  return [...known, ...unnamed.map(key => [key, `“${key}”`] as const)]
}

/** What publishing `after` over `before` would change, a line each; the order within a list does not count. */
export const diffPrograms = (before: unknown, after: unknown): readonly Change[] => [
  ...settingsIn(before, after).flatMap(([key, what]): Change[] => {
    const [was, is] = [before, after].map(program => (isObject(program) ? program[key] : undefined))
    if (isSame(was, is)) return []
    return [
      {
        kind: was === undefined ? 'added' : is === undefined ? 'removed' : 'changed',
        what,
        fields:
          LEAD_SETTINGS.has(key) && isObject(was) && isObject(is) ? fieldsOf(was, is, SETTING_FIELDS) : [],
        path: key,
      },
    ]
  }),
  ...Object.keys(LISTS).flatMap(list => diffList(list, before, after)),
]

/** One change as a sentence: “Changed: Nudge “Try segments” (its text and how often)”. */
export const sayChange = ({ kind, what, fields }: Change): string => {
  const did = kind === 'added' ? 'New' : kind === 'removed' ? 'Gone' : 'Changed'
  return `${did}: ${what}${fields.length === 0 ? '' : ` (${listText(fields)})`}`
}
