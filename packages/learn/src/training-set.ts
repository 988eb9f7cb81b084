import { type CompiledSignal, hash53, type Row } from '@fireball/core'

/** All that one user did, in any order. */
export interface UserEvidence {
  readonly user: string
  readonly account: string
  readonly rows: readonly Row[]
}

/** What to learn from, and how it is read. */
export interface Evidence {
  readonly users: readonly UserEvidence[]
  readonly skills: readonly { readonly key: string; readonly shownBy: readonly string[] }[]
  readonly signals: readonly Pick<CompiledSignal, 'key' | 'hash'>[]
}

/** Something that can be hard or easy: one signal in one context, or in none that is known. */
export interface Task {
  readonly signal: number
  readonly context: string
}

/** One row as the fit reads it: all its outcomes are told from what came before it. */
export interface Step {
  readonly row: Row
  readonly task: number
  /** Skills that it shows, by number. */
  readonly shows: readonly number[]
}

/** One user's steps. */
export interface Course {
  readonly user: string
  /** Users of one group are told by what was learned from the other groups. */
  readonly group: number
  /**
   * In order of time. What happened in the same instant stands together: one event that two signals read must not tell
   * its own outcome.
   */
  readonly moments: readonly (readonly Step[])[]
}

/** Evidence laid out by number, ready to be fitted or told. */
export interface TrainingSet {
  readonly skills: readonly string[]
  /** Hashes. */
  readonly signals: readonly string[]
  readonly tasks: readonly Task[]
  readonly courses: readonly Course[]
}

/** Into so many groups users are parted. */
export const GROUPS = 5

/** The same user is always in the same group. */
const groupOf = (user: string): number => parseInt(hash53(user).slice(-4), 36) % GROUPS

const earlier = (a: Row, b: Row): number =>
  a.day - b.day ||
  a.first - b.first ||
  a.last - b.last ||
  (a.signal < b.signal ? -1 : a.signal > b.signal ? 1 : a.context < b.context ? -1 : 1)

const momentsOf = (steps: readonly Step[]): readonly (readonly Step[])[] => {
  const moments: Step[][] = []
  let before: Row | undefined
  for (const step of steps) {
    const { row } = step
    if (before?.day === row.day && before.first === row.first) moments.at(-1)?.push(step)
    else moments.push([step])
    before = row
  }
  return moments
}

/** Lays evidence out. Rows of signals that show no skill are left out, and so are users without any other. */
export const layOut = ({ users, skills, signals }: Evidence): TrainingSet => {
  const hashOf = new Map(signals.map(({ key, hash }) => [key, hash]))
  const numbers = new Map<string, number>()
  const shows: number[][] = []
  skills.forEach(({ shownBy }, skill) => {
    for (const hash of new Set(shownBy.flatMap(key => hashOf.get(key) ?? []))) {
      const number = numbers.get(hash) ?? numbers.size
      numbers.set(hash, number)
      const shown = shows[number] ?? []
      shows[number] = [...shown, skill]
    }
  })
  const tasks: Task[] = []
  const taskNumbers = [...numbers].map(() => new Map<string, number>())
  const taskOf = (signal: number, context: string): number => {
    const known = taskNumbers[signal]
    const number = known?.get(context)
    if (number !== undefined) return number
    known?.set(context, tasks.length)
    return tasks.push({ signal, context }) - 1
  }
  const inOrder = [...users].sort((a, b) => (a.user < b.user ? -1 : 1))
  const courses = inOrder.flatMap(({ user, rows }): Course[] => {
    const steps = [...rows].sort(earlier).flatMap((row): Step[] => {
      const signal = numbers.get(row.signal)
      return signal === undefined
        ? []
        : [{ row, task: taskOf(signal, row.context), shows: shows[signal] ?? [] }]
    })
    return steps.length === 0 ? [] : [{ user, group: groupOf(user), moments: momentsOf(steps) }]
  })
  return { skills: skills.map(({ key }) => key), signals: [...numbers.keys()], tasks, courses }
}
