import { type AbilityFit, contextName } from '@fireball/core'
import type { TrainingSet } from './training-set.ts'

/** How easy everything is, in whole sixteenths of a logit, by number. */
export interface Easiness {
  /** By signal. */
  readonly means: Int32Array
  /** By task, against the mean of its signal. */
  readonly byTask: Int32Array
  /** 1 for tasks of which an outcome was seen. */
  readonly isKnown: Uint8Array
  /** By skill. */
  readonly skillMeans: Int32Array
}

/** Nothing is easier than anything else. */
export const noEasiness = ({ signals, tasks, skills }: TrainingSet): Easiness => ({
  means: new Int32Array(signals.length),
  byTask: new Int32Array(tasks.length),
  isKnown: new Uint8Array(tasks.length),
  skillMeans: new Int32Array(skills.length),
})

/** What a fit says about the tasks of a training set. */
export const easinessIn = (fit: AbilityFit, { signals, tasks, skills }: TrainingSet): Easiness => {
  const inFit = ({ signal, context }: { signal: number; context: string }): number | undefined =>
    fit.signals[signals[signal] ?? '']?.contexts[contextName(context)]
  return {
    means: Int32Array.from(signals, hash => fit.signals[hash]?.mean ?? 0),
    byTask: Int32Array.from(tasks, task => inFit(task) ?? 0),
    isKnown: Uint8Array.from(tasks, task => Number(inFit(task) !== undefined)),
    skillMeans: Int32Array.from(skills, key => fit.skills[key] ?? 0),
  }
}
