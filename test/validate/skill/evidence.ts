import {
  addFacets,
  allSignals,
  type CompiledSignal,
  DAY_MS,
  type FireballEvent,
  facetsOf,
  knownOfUser,
  membership,
  type Program,
  type Row,
  userKey,
} from '@fireball/core'
import type { UserEvidence } from '@fireball/learn'
import type { Answer } from './answers.ts'

/** A program for a log: one skill and one signal for each of its skills. */
export interface LogProgram {
  readonly skills: readonly { readonly key: string; readonly shownBy: readonly string[] }[]
  readonly signals: readonly CompiledSignal[]
  /** By skill. */
  readonly signalOf: ReadonlyMap<string, CompiledSignal>
}

export const programFor = (skills: Iterable<string>): LogProgram => {
  const keys = [...new Set(skills)].sort()
  const program: Pick<Program, 'signals'> = {
    signals: keys.map(key => ({ key, name: key, on: { event: key } })),
  }
  const signals = allSignals(program)
  return {
    skills: keys.map(key => ({ key, shownBy: [key] })),
    signals,
    signalOf: new Map(signals.map(signal => [signal.key, signal])),
  }
}

/** When answer number `n` of a user happened: where the log has no time, `perDay` of them make a day. */
export const timeOf = (answer: Answer, n: number, perDay: number): number =>
  answer.at ?? Math.floor(n / perDay) * DAY_MS + (n % perDay)

/** An answer as events, one for each skill that it shows; the item is the context. */
export const eventsOf = (answer: Answer, n: number, perDay: number): readonly FireballEvent[] =>
  answer.skills.map(skill => ({
    id: `${n}/${skill}`,
    type: 'track',
    name: skill,
    userId: answer.user,
    properties: { context: answer.item, outcome: answer.isRight ? 'success' : 'failure' },
    context: {},
    at: timeOf(answer, n, perDay),
    assisted: false,
  }))

const nobody = membership([])
/** A call takes only so many arguments. */
const MOST_AT_ONCE = 10_000

/** The evidence rows of one user's answers, by the same way that a collector's come to be. */
export const rowsOf = (
  answers: readonly Answer[],
  { signalOf }: LogProgram,
  perDay: number,
): readonly Row[] => {
  const [first] = answers
  if (first === undefined) return []
  const parts = answers.flatMap((answer, n) =>
    eventsOf(answer, n, perDay).map(event => {
      const signal = signalOf.get(event.name)
      return facetsOf(event, signal === undefined ? [] : [signal])
    }),
  )
  let facets = addFacets()
  for (let from = 0; from < parts.length; from += MOST_AT_ONCE)
    facets = addFacets(facets, ...parts.slice(from, from + MOST_AT_ONCE))
  return knownOfUser({ ...facets, links: {} }, nobody, userKey(first.user)).rows
}

/** Answers by user, in order of first appearance. */
export const byUser = (answers: readonly Answer[]): readonly (readonly Answer[])[] => {
  const users = new Map<string, Answer[]>()
  for (const answer of answers) {
    const known = users.get(answer.user)
    if (known === undefined) users.set(answer.user, [answer])
    else known.push(answer)
  }
  return [...users.values()]
}

export const usersOf = (
  users: readonly (readonly Answer[])[],
  program: LogProgram,
  perDay: number,
): readonly UserEvidence[] =>
  users.flatMap(answers => {
    const [first] = answers
    const rows = rowsOf(answers, program, perDay)
    return first === undefined ? [] : [{ user: first.user, account: first.user, rows }]
  })
