import { isObject, type MessageSurface } from '@fireball/core'
import { readAt } from './edit.ts'
import { freeKey } from './list-edit.ts'

/** A message of a draft, which may be unfinished. */
export type DraftMessage = Readonly<Record<string, unknown>>

type Part = 'text' | 'questions' | 'thanks' | 'steps' | 'items' | 'slot' | 'anchor'

/** What each surface is made of, in the order in which its form asks for it. */
export const PARTS_OF = {
  survey: ['questions', 'thanks'],
  banner: ['text'],
  modal: ['text'],
  toast: ['text'],
  inline: ['text', 'slot'],
  hotspot: ['text', 'anchor'],
  tour: ['steps'],
  resources: ['text', 'items', 'slot'],
} as const satisfies Partial<Record<MessageSurface, readonly Part[]>>

/** A surface that has a form. */
export type FormedSurface = keyof typeof PARTS_OF

/** All surfaces that have a form, in the order in which they are offered. */
export const SURFACES = Object.keys(PARTS_OF) as readonly FormedSurface[]

/** Whether a draft names a surface that has a form. */
export const isFormed = (surface: unknown): surface is FormedSurface =>
  typeof surface === 'string' && Object.hasOwn(PARTS_OF, surface)

const FIRST: Readonly<Record<Exclude<Part, 'thanks'>, unknown>> = {
  text: { title: 'Say it in one line' },
  questions: [{ key: 'question', kind: 'csat', title: 'How easy was that?', low: 'Hard', high: 'Easy' }],
  steps: [
    { key: 'first', title: 'Start here' },
    { key: 'second', title: 'Then this' },
  ],
  items: [{ key: 'first', title: 'Read how it works', open: '/help' }],
  slot: 'side',
  anchor: ['[data-feature]'],
}

const firstOf = (surface: FormedSurface): DraftMessage =>
  Object.fromEntries(
    // Without a slot resources stand behind a button of their own.
    PARTS_OF[surface].flatMap(part =>
      part === 'thanks' || (part === 'slot' && surface === 'resources')
        ? []
        : [[part, part === 'text' && surface === 'resources' ? { title: 'Good to know' } : FIRST[part]]],
    ),
  )

const listOf = (program: unknown, name: string): readonly unknown[] => {
  const list = readAt(program, [name])
  return Array.isArray(list) ? list : []
}

/** Everything that prompts, nudges and messages are called: no two may have the same key. */
const keysIn = (program: unknown): readonly unknown[] =>
  ['prompts', 'nudges', 'messages'].flatMap(list => listOf(program, list).map(one => readAt(one, ['key'])))

const questionKeys = (program: unknown): readonly unknown[] =>
  listOf(program, 'messages').flatMap(one => listOf(one, 'questions').map(each => readAt(each, ['key'])))

/** Each question is a fact of its own: one that comes with a copy takes a new name. */
const withFreeQuestions = (message: DraftMessage, program: unknown): DraftMessage => {
  if (!Array.isArray(message.questions)) return message
  const taken = [...questionKeys(program)]
  return {
    ...message,
    questions: message.questions.map((one: unknown) => {
      if (!isObject(one)) return one
      const key = freeKey(String(one.key ?? 'question'), taken)
      taken.push(key)
      return { ...one, key }
    }),
  }
}

/** A message to begin with, switched off until its words are right. */
export const newMessage = (surface: FormedSurface, program: unknown): DraftMessage =>
  withFreeQuestions(
    {
      key: freeKey(surface, keysIn(program)),
      surface,
      enabled: false,
      metric: 'Users who go on',
      ...firstOf(surface),
    },
    program,
  )

/** A copy under a key of its own, switched off. */
export const copyOf = (message: DraftMessage, program: unknown): DraftMessage =>
  withFreeQuestions(
    { ...message, key: freeKey(String(message.key ?? 'message'), keysIn(program)), enabled: false },
    program,
  )

const OWN: readonly Part[] = ['text', 'questions', 'thanks', 'steps', 'items', 'slot', 'anchor']

/** The same message on another surface: what that one has not is left out, its title goes along. */
export const asSurface = (message: DraftMessage, surface: FormedSurface, program: unknown): DraftMessage => {
  const parts: readonly Part[] = PARTS_OF[surface]
  const kept = Object.entries(message).filter(
    ([name]) => !OWN.includes(name as Part) || parts.includes(name as Part),
  )
  const title =
    readAt(message, ['text', 'title']) ??
    readAt(message, ['questions', 0, 'title']) ??
    readAt(message, ['steps', 0, 'title'])
  const first = firstOf(surface)
  const titled =
    typeof title !== 'string'
      ? first
      : {
          ...first,
          ...('text' in first && { text: { title } }),
          ...(Array.isArray(first.steps) && {
            steps: first.steps.map((one: unknown, at) =>
              at === 0 && isObject(one) ? { ...one, title } : one,
            ),
          }),
          ...(Array.isArray(first.questions) && {
            questions: first.questions.map((one: unknown) => (isObject(one) ? { ...one, title } : one)),
          }),
        }
  const fresh = Array.isArray(message.questions) ? titled : withFreeQuestions(titled, program)
  return { ...fresh, ...Object.fromEntries(kept), surface }
}

const priorityOf = (message: unknown): number => {
  const priority = readAt(message, ['priority'])
  return typeof priority === 'number' ? priority : 0
}

/** What waits for its turn, first to last, by place in the list: what stands on the page itself waits for none. */
export const inOrder = (messages: readonly unknown[]): readonly number[] =>
  messages
    .map((message, at) => ({ at, surface: readAt(message, ['surface']), priority: priorityOf(message) }))
    .filter(({ surface }) => !['inline', 'hotspot', 'resources'].includes(String(surface)))
    .sort((a, b) => b.priority - a.priority)
    .map(({ at }) => at)

/**
 * The messages with the one at `index` one turn earlier (−1) or later (1). Priorities are changed only where the order
 * needs it; 0 is left unsaid.
 */
export const reordered = (messages: readonly unknown[], index: number, by: -1 | 1): readonly unknown[] => {
  const turns = inOrder(messages)
  const from = turns.indexOf(index)
  const other = turns[from + by]
  if (from < 0 || other === undefined) return messages
  const order = turns.map((at, turn) => (turn === from ? other : turn === from + by ? index : at))
  const given = new Map<number, number>()
  let least = Number.NEGATIVE_INFINITY
  let later = -1
  // From the last to the first: each at least as high as what follows, and higher where the list has it the other way.
  for (const at of [...order].reverse()) {
    const floor = later < 0 || at < later ? least : least + 1
    least = Math.max(priorityOf(messages[at]), floor)
    given.set(at, least)
    later = at
  }
  return messages.map((message, at) => {
    const priority = given.get(at)
    if (!isObject(message) || priority === undefined || priority === priorityOf(message)) return message
    const { priority: _, ...rest } = message
    return priority === 0 ? rest : { ...message, priority }
  })
}
