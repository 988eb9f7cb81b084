import { EASINESS_STEPS } from '@fireball/core'
import type { Easiness } from './easiness.ts'
import type { Examples } from './examples.ts'
import { inSlices, type Rest } from './pause.ts'
import type { TrainingSet } from './training-set.ts'

/** Variances of the means, and of the contexts of one signal, before anything is seen. Shrinks what is seen rarely. */
const PRIOR_VARIANCE = { mean: 1, task: 1 }
const ROUNDS = 6
const MOST = 6

const toSteps = (logit: number): number => Math.round(Math.max(-MOST, Math.min(MOST, logit)) * EASINESS_STEPS)

/**
 * The posterior mode of means and tasks, given the rest of the model: `others[i]` is what it says of example i on the
 * logit scale. Newton steps in turns, each shrunk by its prior. Users of group `without` are left out.
 */
export const estimateEasiness = async (
  set: TrainingSet,
  examples: Examples,
  others: Float64Array,
  without: number,
  rest?: Rest,
): Promise<Easiness> => {
  const { tasks, courses, signals, skills } = set
  const signalOf = Int32Array.from(tasks, ({ signal }) => signal)
  const hasContext = Uint8Array.from(tasks, ({ context }) => Number(context !== ''))
  const isLeftOut = Uint8Array.from(courses, ({ group }) => Number(group === without))
  const means = new Float64Array(signals.length)
  const byTask = new Float64Array(tasks.length)
  const isKnown = new Uint8Array(tasks.length)

  const improve = async (at: Float64Array, numberOf: (task: number) => number, variance: number) => {
    const slope = new Float64Array(at.length)
    const curve = new Float64Array(at.length)
    await inSlices(
      examples.count,
      i => {
        if (isLeftOut[examples.course[i] ?? 0] === 1) return
        const successes = examples.successes[i] ?? 0
        const weight = successes + (examples.failures[i] ?? 0)
        if (weight === 0) return
        const task = examples.task[i] ?? 0
        isKnown[task] = 1
        const p =
          1 / (1 + Math.exp(-(others[i] ?? 0) - (means[signalOf[task] ?? 0] ?? 0) - (byTask[task] ?? 0)))
        const number = numberOf(task)
        slope[number] = (slope[number] ?? 0) + successes - weight * p
        curve[number] = (curve[number] ?? 0) + weight * p * (1 - p)
      },
      rest,
    )
    for (let number = 0; number < at.length; number++) {
      const step =
        ((slope[number] ?? 0) - (at[number] ?? 0) / variance) / ((curve[number] ?? 0) + 1 / variance)
      at[number] = (at[number] ?? 0) + Math.max(-2, Math.min(2, step))
    }
  }
  for (let round = 0; round < ROUNDS; round++) {
    await improve(means, task => signalOf[task] ?? 0, PRIOR_VARIANCE.mean)
    await improve(byTask, task => task, PRIOR_VARIANCE.task)
    // A task without a context has nothing of its own: it is its signal's mean.
    hasContext.forEach((has, task) => {
      if (has === 0) byTask[task] = 0
    })
  }

  const easy = Int32Array.from(means, toSteps)
  const sums = new Float64Array(skills.length)
  const weights = new Float64Array(skills.length)
  for (let i = 0; i < examples.count; i++) {
    if (isLeftOut[examples.course[i] ?? 0] === 1) continue
    const weight = (examples.successes[i] ?? 0) + (examples.failures[i] ?? 0)
    const skill = examples.skill[i] ?? 0
    sums[skill] = (sums[skill] ?? 0) + weight * (easy[signalOf[examples.task[i] ?? 0] ?? 0] ?? 0)
    weights[skill] = (weights[skill] ?? 0) + weight
  }
  return {
    means: easy,
    byTask: Int32Array.from(byTask, toSteps),
    isKnown,
    skillMeans: Int32Array.from(sums, (sum, skill) => Math.round(sum / Math.max(1, weights[skill] ?? 0))),
  }
}
