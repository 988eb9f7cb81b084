import { type Caps, isObject, MESSAGE_CAPS, type Problem, type PromptStats } from '@fireball/core'
import { countText, numberText } from '../number.ts'
import { type Path, readAt } from './edit.ts'

/** One nudge, prompt or message of the draft, as its form shows it. */
export interface PromptItem {
  readonly key: string
  /** Where it stands in the draft. */
  readonly path: Path
  readonly kind: PromptStats['kind']
  readonly title: string
  readonly isEnabled: boolean
  readonly value: Readonly<Record<string, unknown>>
  /** The texts that it may have: where they stand, and when they are shown. */
  readonly texts: readonly { readonly field: string; readonly label: string; readonly isOptional: boolean }[]
}

/** What each kind is for, in words. */
export const KINDS = {
  nudge: { label: 'Nudge', meaning: 'Shows the next reachable step.' },
  upgrade: { label: 'Upgrade', meaning: 'Appears when someone runs into a locked feature.' },
  usage: { label: 'Limit', meaning: 'Appears when a usage limit is reached.' },
  'hand-raise': { label: 'Help', meaning: 'Offers help to someone who is stuck.' },
  survey: { label: 'Survey', meaning: 'Asks a few questions.' },
  banner: { label: 'Banner', meaning: 'A line across the page.' },
  modal: { label: 'Modal', meaning: 'A window over the page.' },
  toast: { label: 'Toast', meaning: 'A short note in a corner.' },
  inline: { label: 'Card', meaning: 'Stands in a slot of the page.' },
  hotspot: { label: 'Hotspot', meaning: 'Marks a place on the page.' },
  tour: { label: 'Tour', meaning: 'Leads through several places.' },
  resources: { label: 'Resources', meaning: 'A list of articles, tours and help.' },
} as const satisfies Record<PromptItem['kind'], { label: string; meaning: string }>

/** What a message says has a form of its own. */
const MESSAGE_TEXTS = [{ field: 'text', label: 'Text', isOptional: true }] as const

const TEXTS = {
  nudge: [
    { field: 'text', label: 'Text', isOptional: false },
    { field: 'alone', label: 'After it helped: now on your own', isOptional: true },
  ],
  upgrade: [
    { field: 'ready', label: 'To those with the skills for it', isOptional: false },
    { field: 'notReady', label: 'To those who still miss a skill', isOptional: true },
  ],
  usage: [
    { field: 'ready', label: 'To those with the skills for it', isOptional: false },
    { field: 'notReady', label: 'To those who still miss a skill', isOptional: true },
  ],
  'hand-raise': [{ field: 'ready', label: 'Text', isOptional: false }],
  survey: MESSAGE_TEXTS,
  banner: MESSAGE_TEXTS,
  modal: MESSAGE_TEXTS,
  toast: MESSAGE_TEXTS,
  inline: MESSAGE_TEXTS,
  hotspot: MESSAGE_TEXTS,
  tour: MESSAGE_TEXTS,
  resources: MESSAGE_TEXTS,
} as const satisfies Record<PromptItem['kind'], PromptItem['texts']>

const isKind = (kind: unknown): kind is PromptItem['kind'] =>
  typeof kind === 'string' && Object.hasOwn(TEXTS, kind)

const itemsIn = (program: unknown, list: 'prompts' | 'nudges' | 'messages'): readonly PromptItem[] => {
  const found = readAt(program, [list])
  if (!Array.isArray(found)) return []
  return found.flatMap((value: unknown, i): PromptItem[] => {
    if (!isObject(value)) return []
    const kind = list === 'nudges' ? 'nudge' : list === 'messages' ? value.surface : value.kind
    if (!isKind(kind)) return []
    const key = String(value.key ?? i)
    const title =
      readAt(value, [TEXTS[kind][0].field, 'title']) ??
      readAt(value, ['questions', 0, 'title']) ??
      readAt(value, ['steps', 0, 'title'])
    return [
      {
        key,
        kind,
        value,
        path: [list, i],
        title: typeof title === 'string' && title !== '' ? sampleText(title) : key,
        isEnabled: value.enabled !== false,
        texts: TEXTS[kind],
      },
    ]
  })
}

/** All prompts, nudges and messages of a draft, in this order; what is malformed is left to the JSON editor. */
export const promptItems = (program: unknown): readonly PromptItem[] => [
  ...itemsIn(program, 'prompts'),
  ...itemsIn(program, 'nudges'),
  ...itemsIn(program, 'messages'),
]

/** What is wrong at one place of the draft; the first thing, when there are several. */
export const problemAt = (problems: readonly Problem[], path: Path): string | undefined =>
  problems.find(one => one.path === path.join('.'))?.message

/** What is wrong anywhere below a place. */
export const problemsBelow = (problems: readonly Problem[], path: Path): readonly Problem[] =>
  problems.filter(one => one.path === path.join('.') || one.path.startsWith(`${path.join('.')}.`))

/** How often each kind may appear when its program does not say; of what is absent, without limit. */
const USUAL_CAPS: Readonly<Partial<Record<PromptItem['kind'], Caps>>> = {
  nudge: { perDay: 1, total: 3, coolDownHours: 24 },
  ...MESSAGE_CAPS,
}

/** What stands where a field of the caps is left empty. */
export const capDefault = (name: keyof Caps, kind: PromptItem['kind']): string =>
  `${USUAL_CAPS[kind]?.[name] ?? (name === 'coolDownHours' ? 'none' : 'no limit')}`

const SAMPLES: Readonly<Record<string, string>> = {
  'limit.used': '1,800',
  'limit.limit': '2,000',
  'skill.name': 'the next skill',
}

/** A text with a sample in place of each fact, as one of its readers may see it. */
export const sampleText = (template: string): string =>
  template.replace(/\{\{\s*([\w.-]+)\s*(?:\|([^}]*))?\}\}/g, (_, path: string, instead?: string) =>
    instead !== undefined && instead.trim() !== ''
      ? instead.trim()
      : (SAMPLES[path] ?? (/\.(count|success|failure|contexts|days)$/.test(path) ? '3' : '…')),
  )

const asNumber = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)

const spanText = (hours: number): string =>
  hours >= 48 && hours % 24 === 0 ? `${hours / 24} days` : countText(hours, 'hour')

/** How often something may appear, as a sentence. */
export const capsInWords = (caps: unknown, kind: PromptItem['kind']): string => {
  const usual = USUAL_CAPS[kind]
  const of = (name: keyof Caps): number | undefined => asNumber(readAt(caps, [name])) ?? usual?.[name]
  const [perDay, total, rest] = [of('perDay'), of('total'), of('coolDownHours')]
  const parts = [
    perDay === undefined ? '' : `at most ${perDay} a day`,
    total === undefined ? '' : `${total} in all`,
    rest === undefined || rest === 0 ? '' : `${spanText(rest)} of rest once closed`,
  ].filter(part => part !== '')
  return parts.length === 0 ? 'each time its moment comes' : parts.join(', ')
}

/** The way from eligible to goal, each figure with its share of the one it is compared with. */
export const funnel = (stats: PromptStats) => {
  const share = (part: number, of: number): number | undefined => (of === 0 ? undefined : part / of)
  return [
    { label: 'Eligible', count: stats.eligible, share: undefined, of: '' },
    { label: 'Shown', count: stats.shown, share: share(stats.shown, stats.eligible), of: 'of the eligible' },
    {
      label: 'Clicked',
      count: stats.clicked,
      share: share(stats.clicked, stats.shown),
      of: 'of those shown',
    },
    {
      label: 'Dismissed',
      count: stats.dismissed,
      share: share(stats.dismissed, stats.shown),
      of: 'of those shown',
    },
    {
      label: 'Goal reached',
      count: stats.goalReached,
      share: share(stats.goalReached, stats.shown),
      of: 'of those shown',
    },
  ] as const
}

/** “Shown to 1,204 of 3,000”, for a screen reader. */
export const funnelInWords = (stats: PromptStats): string =>
  funnel(stats)
    .map(({ label, count }) => `${label}: ${numberText(count)}`)
    .join(', ')
