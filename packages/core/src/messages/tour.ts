import { evaluate } from '../condition.ts'
import type { JsonObject } from '../json.ts'
import type { TourStep } from '../program/program.ts'
import type { TourStepView } from '../prompt.ts'
import { type MessageSeen, MOVE } from './history.ts'

/** A step that the tour is at, and where it leads from there. */
export interface TourPlace {
  readonly step: TourStep
  readonly view: TourStepView
}

/** What is reported when a tour goes to a step. */
export const tourTarget = (step: string): string => MOVE + step

const holds = (condition: TourStep['when'], doc: JsonObject, now: number): boolean =>
  condition !== undefined && evaluate(condition, doc, { now }) === true

/** The keys that the person went to, oldest first, since the tour last began. */
const wayIn = (own: readonly MessageSeen[]): readonly string[] => {
  const moves = own.filter(one => one.kind === 'clicked').sort((a, b) => a.at - b.at)
  return moves.flatMap(({ target = '' }) => (target.startsWith(MOVE) ? [target.slice(MOVE.length)] : []))
}

/**
 * Where a tour stands by what the person did in it: at the step they went to last, or at the first; a step whose `when`
 * does not hold, or whose `done` does, hands over to the next. Nothing is left: the tour is over.
 */
export const tourPlace = (
  steps: readonly TourStep[],
  own: readonly MessageSeen[],
  doc: JsonObject,
  now: number,
): TourPlace | undefined => {
  const after = (step: TourStep): TourStep | undefined =>
    step.last === true
      ? undefined
      : step.next === undefined
        ? steps[steps.indexOf(step) + 1]
        : steps.find(one => one.key === step.next)
  const isPassed = (step: TourStep): boolean =>
    (step.when !== undefined && !holds(step.when, doc, now)) || holds(step.done, doc, now)
  const shownFrom = (from: TourStep | undefined): TourStep | undefined => {
    const been = new Set<TourStep>()
    let step = from
    while (step !== undefined && isPassed(step) && !been.has(step)) {
      been.add(step)
      step = after(step)
    }
    return step !== undefined && been.has(step) ? undefined : step
  }
  const way = wayIn(own).filter(key => steps.some(one => one.key === key))
  const step = shownFrom(steps.find(one => one.key === way.at(-1)) ?? steps[0])
  if (step === undefined) return undefined
  const first = shownFrom(steps[0])
  // Going back takes its step off the way again.
  const path: string[] = first === undefined ? [] : [first.key]
  for (const key of [...way, step.key]) {
    const before = path.indexOf(key)
    if (before < 0) path.push(key)
    else path.splice(before + 1)
  }
  let rest = 0
  const counted = new Set<TourStep>([step])
  for (let next = shownFrom(after(step)); next !== undefined && !counted.has(next); rest++) {
    counted.add(next)
    next = shownFrom(after(next))
  }
  const next = shownFrom(after(step))
  const back = path.at(-2)
  return {
    step,
    view: {
      key: step.key,
      at: path.length,
      of: path.length + rest,
      ...(back === undefined ? {} : { back }),
      ...(next === undefined ? {} : { next: next.key }),
      choices: step.choices ?? [],
    },
  }
}
