import { type Problem, problem } from './problem.ts'
import type { Message, Program, Question, ResourceItem, TourStep } from './program.ts'

const error = (path: string, message: string): Problem => problem('error', path, message)

/** What each surface cannot do without. */
const NEEDS = {
  survey: ['questions'],
  banner: ['text'],
  modal: ['text'],
  toast: ['text'],
  inline: ['text', 'slot'],
  hotspot: ['text', 'anchor'],
  tour: ['steps'],
  resources: ['text', 'items'],
} as const satisfies Record<Message['surface'], readonly (keyof Message)[]>

/** What only some of them have. */
const OWN = ['text', 'questions', 'thanks', 'steps', 'slot', 'anchor', 'items'] as const
const ALSO: Readonly<Partial<Record<Message['surface'], readonly string[]>>> = {
  survey: ['text', 'thanks'],
  resources: ['slot'],
}

const shapeProblems = (path: string, message: Message): readonly Problem[] => {
  const needs: readonly (typeof OWN)[number][] = NEEDS[message.surface]
  const may: readonly string[] = [...needs, ...(ALSO[message.surface] ?? [])]
  return [
    ...needs
      .filter(part => message[part] === undefined)
      .map(part => error(path, `a ${message.surface} needs “${part}”`)),
    ...OWN.filter(part => message[part] !== undefined && !may.includes(part)).map(part =>
      error(`${path}.${part}`, `a ${message.surface} has no “${part}”`),
    ),
  ]
}

const scheduleProblems = (path: string, { schedule }: Message): readonly Problem[] => {
  const { from, to, quietHours } = schedule ?? {}
  return [
    ...[from && ['from', from], to && ['to', to]].flatMap(one =>
      one && Number.isNaN(Date.parse(one[1] ?? ''))
        ? [error(`${path}.schedule.${one[0]}`, `“${one[1]}” is no day of the calendar`)]
        : [],
    ),
    ...(from !== undefined && to !== undefined && Date.parse(to) < Date.parse(from)
      ? [error(`${path}.schedule`, 'it ends before it begins')]
      : []),
    ...(quietHours !== undefined && quietHours.from === quietHours.to
      ? [error(`${path}.schedule.quietHours`, 'the same time twice leaves no quiet hours; give two')]
      : []),
  ]
}

const questionProblems = (path: string, question: Question, program: Program): readonly Problem[] => {
  const { kind, key, options, low, high } = question
  const isChoice = kind === 'choice' || kind === 'choices'
  const isScale = kind === 'nps' || kind === 'csat'
  const { goals = [], goalFact = 'survey.goal' } = program
  return [
    ...(isChoice && options === undefined ? [error(path, `a ${kind} question needs “options”`)] : []),
    ...(!isChoice && options !== undefined
      ? [error(`${path}.options`, `a ${kind} question has no options`)]
      : []),
    ...(options ?? []).flatMap((option, o) =>
      options?.findIndex(one => one.key === option.key) === o
        ? []
        : [error(`${path}.options.${o}.key`, `“${option.key}” is used twice`)],
    ),
    ...(isScale || (low === undefined && high === undefined)
      ? []
      : [error(path, `“low” and “high” name the ends of a scale; ${kind} has none`)]),
    ...(kind !== 'goal'
      ? []
      : [
          ...(goals.length === 0
            ? [error(path, 'a goal question offers the program’s goals, and there are none')]
            : []),
          ...(goalFact === `survey.${key}`
            ? []
            : [
                error(
                  `${path}.key`,
                  `its answer is the fact survey.${key}, and the user’s goal is read from ${goalFact}; make them equal`,
                ),
              ]),
        ]),
  ]
}

const tourProblems = (path: string, steps: readonly TourStep[]): readonly Problem[] => {
  const known = steps.map(one => one.key)
  const named = (at: string, key: string | undefined) =>
    key === undefined || known.includes(key)
      ? []
      : [error(at, `there is no step “${key}” in this tour; there are: ${known.join(', ')}`)]
  const after = (step: TourStep, at: number): readonly string[] =>
    step.choices?.map(one => one.to) ??
    (step.last === true ? [] : [step.next ?? steps[at + 1]?.key ?? ''].filter(key => key !== ''))
  const reached = new Set<string>()
  const walk = (key: string): void => {
    const at = known.indexOf(key)
    const step = steps[at]
    if (step === undefined || reached.has(key)) return
    reached.add(key)
    for (const next of after(step, at)) walk(next)
    // A step that is left out hands over to the one that follows it.
    if (step.when !== undefined) walk(step.next ?? known[at + 1] ?? '')
  }
  walk(known[0] ?? '')
  return steps.flatMap((step, s) => [
    ...(known.indexOf(step.key) === s ? [] : [error(`${path}.${s}.key`, `“${step.key}” is used twice`)]),
    ...named(`${path}.${s}.next`, step.next),
    ...(step.choices ?? []).flatMap((choice, c) => named(`${path}.${s}.choices.${c}.to`, choice.to)),
    ...(reached.has(step.key)
      ? []
      : [problem('warning', `${path}.${s}`, `no way leads to the step “${step.key}”`)]),
  ])
}

const itemProblems = (
  path: string,
  items: readonly ResourceItem[],
  messages: readonly Message[],
): readonly Problem[] => {
  const tours = messages.filter(one => one.surface === 'tour').map(one => one.key)
  return items.flatMap(({ key, open, call, tour, ask }, i) => [
    ...(items.findIndex(one => one.key === key) === i
      ? []
      : [error(`${path}.${i}.key`, `“${key}” is used twice`)]),
    ...((open ?? call ?? tour ?? ask)
      ? []
      : [
          error(`${path}.${i}`, 'nothing happens when it is chosen; give it “open”, “call”, “tour” or “ask”'),
        ]),
    ...(tour === undefined || tours.includes(tour)
      ? []
      : [error(`${path}.${i}.tour`, `there is no tour “${tour}”; there are: ${tours.join(', ') || 'none'}`)]),
  ])
}

/** What is wrong with the messages of a program beyond names, conditions and texts. */
export const messageProblems = (program: Program): readonly Problem[] => {
  const messages = program.messages ?? []
  const questions = messages.flatMap((message, m) =>
    (message.questions ?? []).map((question, q) => ({ question, path: `messages.${m}.questions.${q}` })),
  )
  return [
    ...messages.flatMap((message, m) => [
      ...shapeProblems(`messages.${m}`, message),
      ...scheduleProblems(`messages.${m}`, message),
      ...tourProblems(`messages.${m}.steps`, message.steps ?? []),
      ...itemProblems(`messages.${m}.items`, message.items ?? [], messages),
    ]),
    ...questions.flatMap(({ question, path }) => questionProblems(path, question, program)),
    // Asked under one key by two surveys, an answer to one would count as the other's.
    ...questions.flatMap(({ question, path }, at) =>
      questions.findIndex(one => one.question.key === question.key) === at
        ? []
        : [error(`${path}.key`, `“${question.key}” is asked twice; each answer is a fact of its own`)],
    ),
  ]
}
