import { evaluate } from '../condition.ts'
import type { JsonObject } from '../json.ts'
import type { Goal, Message, Question, ResourceItem } from '../program/program.ts'
import { fill } from '../program/text.ts'
import type { MessageView, QuestionView, ResourceView } from '../prompt.ts'
import type { TourPlace } from './tour.ts'

interface Words {
  readonly title: string
  readonly body?: string | undefined
}

const filled = ({ title, body }: Words, doc: JsonObject): { title: string; body?: string } => ({
  title: fill(title, doc),
  ...(body === undefined ? {} : { body: fill(body, doc) }),
})

const SCALES: Readonly<Partial<Record<Question['kind'], { readonly from: number; readonly to: number }>>> = {
  nps: { from: 0, to: 10 },
  csat: { from: 1, to: 5 },
}

const questionView = (question: Question, goals: readonly Goal[], doc: JsonObject): QuestionView => {
  const { key, kind, low, high, optional = false } = question
  const scale = SCALES[kind]
  const options = kind === 'goal' ? goals.map(one => ({ key: one.key, label: one.name })) : question.options
  return {
    key,
    kind: scale === undefined ? (kind === 'goal' ? 'choice' : (kind as QuestionView['kind'])) : 'scale',
    ...filled(question, doc),
    ...scale,
    ...(options === undefined ? {} : { options }),
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    isOptional: optional,
  }
}

const itemView = (item: ResourceItem, doc: JsonObject): ResourceView => {
  const { key, open, call, tour, ask } = item
  const said = filled(item, doc)
  return {
    key,
    ...said,
    ...((open ?? call) === undefined ? {} : { action: { label: said.title, open, call } }),
    ...(tour === undefined ? {} : { tour }),
    ...(ask ? { asks: true } : {}),
  }
}

/** Whether anybody may see it, in one plain sentence; the team's own sentence goes first. */
const sayWhy = ({ why, audience, page }: Message): string =>
  why ??
  (audience === undefined
    ? `This is shown to everyone${page === undefined ? '' : ' on this page'}.`
    : 'This is shown to people for whom it fits, by what is known of their use here.')

/** A message in words, with every place filled from the facts; of a tour, the step that it is at. */
export const presentMessage = (
  message: Message,
  goals: readonly Goal[],
  doc: JsonObject,
  now: number,
  place?: TourPlace | undefined,
): MessageView => {
  const { key, surface, text, questions, thanks, slot, items } = message
  const said: Words = place?.step ?? text ?? questions?.[0] ?? { title: '' }
  const action = place === undefined ? text?.action : place.step.action
  return {
    kind: surface,
    key,
    ...filled(said, doc),
    why: sayWhy(message),
    anchor: (place === undefined ? message.anchor : place.step.anchor) ?? [],
    ...(action === undefined ? {} : { action }),
    ...(slot === undefined ? {} : { slot }),
    ...(questions === undefined ? {} : { questions: questions.map(one => questionView(one, goals, doc)) }),
    ...(items === undefined
      ? {}
      : {
          items: items.flatMap(one =>
            one.audience === undefined || evaluate(one.audience, doc, { now }) === true
              ? itemView(one, doc)
              : [],
          ),
        }),
    ...(thanks === undefined
      ? {}
      : {
          thanks: {
            ...filled(thanks, doc),
            ...(thanks.action === undefined ? {} : { action: thanks.action }),
          },
        }),
    ...(place === undefined ? {} : { step: place.view }),
  }
}
