import {
  decideAll,
  type Json,
  type Message,
  type MessageView,
  type PublicProgram,
  tourTarget,
  type WidgetState,
} from '@fireball/core'
import { readAt } from './edit.ts'
import { type DraftMessage, isFormed } from './message-draft.ts'
import { sampleText } from './prompt-items.ts'

const sampled = (value: Json): Json =>
  typeof value === 'string'
    ? sampleText(value)
    : Array.isArray(value)
      ? value.map(sampled)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, sampled(inner)]))
        : value

/** In a preview it is for everybody, everywhere, at any time. */
const HOLDING = ['audience', 'page', 'schedule', 'caps', 'enabled', 'serves', 'goal']

const unheld = (message: DraftMessage): Message => {
  const kept = Object.entries(message).filter(([name]) => !HOLDING.includes(name))
  const steps = Array.isArray(message.steps)
    ? message.steps.map((step: Readonly<Record<string, unknown>>) =>
        Object.fromEntries(
          Object.entries(step).filter(([name]) => name !== 'page' && name !== 'when' && name !== 'done'),
        ),
      )
    : undefined
  const items = Array.isArray(message.items)
    ? message.items.map(({ audience: _, ...one }: Readonly<Record<string, unknown>>) => one)
    : undefined
  // A draft that is wrong gives no view, which is caught below.
  return sampled({
    ...Object.fromEntries(kept),
    ...(steps && { steps }),
    ...(items && { items }),
  } as Json) as unknown as Message
}

const only = <Item>(list: readonly Item[] | undefined, at: number): readonly Item[] | undefined =>
  list?.slice(Math.min(at, list.length - 1)).slice(0, 1)

/** Where in the pictured page everything stands: the draft's own selectors are of another page. */
export const PICTURED = { anchor: '[data-pictured]', slot: 'pictured' } as const

/**
 * A message of a draft as the widget would show it to somebody, facts filled with samples: of a survey the question, of a
 * tour the step at `at`. `undefined` while the draft is not whole enough to be shown.
 */
export const messageView = (
  message: DraftMessage,
  program: unknown,
  at: number,
  now: number,
): MessageView | undefined => {
  if (!isFormed(message.surface)) return undefined
  try {
    const item = unheld(message)
    const step = item.steps?.[Math.min(at, item.steps.length - 1)]?.key
    const goals = readAt(program, ['goals'])
    const { key } = item
    const { show, beside } = decideAll(
      {
        program: {
          ...NOTHING,
          messages: [{ ...item, ...(item.slot !== undefined && { slot: PICTURED.slot }) }],
          ...(Array.isArray(goals) && { goals }),
        },
        facts: { doc: {}, skills: {}, activations: {}, features: {} },
        seen: [],
        history: step === undefined ? [] : [{ key, kind: 'clicked', at: now, target: tourTarget(step) }],
        anchored: [key],
        slots: [PICTURED.slot],
        now,
      },
      () => ({ held: [] }),
    )
    const choice = show ?? beside?.[0]
    if (choice?.kind !== 'message') return undefined
    const { view } = choice
    const questions = only(view.questions, at)
    return {
      ...view,
      title: questions?.[0]?.title ?? view.title,
      anchor: view.anchor.length > 0 ? [PICTURED.anchor] : [],
      ...(questions && { questions }),
    }
  } catch {
    return undefined // not whole yet: the form says what is missing
  }
}

const NOTHING: PublicProgram = {
  format: 1,
  name: '',
  version: '',
  paused: [],
  signals: [],
  checklists: [],
  skills: [],
  features: [],
  nudges: [],
  prompts: [],
} as unknown as PublicProgram

/** All that the widget shows in a preview of that view. */
export const previewState = (
  view: MessageView | undefined,
  program: unknown,
  mode: 'light' | 'dark',
): WidgetState => {
  const accent = readAt(program, ['theme', 'accent'])
  const isBeside = view !== undefined && ['inline', 'hotspot', 'resources'].includes(view.kind)
  return {
    help: [],
    sending: 'on',
    theme: { mode, ...(typeof accent === 'string' && { accent }) },
    ...(view && (isBeside ? { beside: [{ key: view.key, view }] } : { prompt: view })),
  }
}
