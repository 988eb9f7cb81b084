import { ABILITY_FEATURES, type AbilityFit } from '@fireball/core'
import { easinessIn } from './easiness.ts'
import { tellSteps, WIDTH } from './examples.ts'
import { inSlices, type Rest } from './pause.ts'
import { type Evidence, layOut } from './training-set.ts'

export interface LaterInput extends Evidence {
  /** UTC day numbers, both included: outcomes of these days are told, each from all that came before it. */
  readonly since: number
  readonly until: number
  readonly rest?: Rest | undefined
}

/** Outcomes that a fit told, by number. */
export interface Told {
  /** Probability given to a success. */
  readonly p: Float64Array
  readonly successes: Float64Array
  readonly failures: Float64Array
  /** Whose they are, and of which skill. */
  readonly user: Int32Array
  readonly skill: Int32Array
}

/** What a fit gives to the unassisted outcomes of later days. */
export const tellLater = async (input: LaterInput & { readonly fit: AbilityFit }): Promise<Told> => {
  const { fit, since, until, rest } = input
  const set = layOut(input)
  const easiness = easinessIn(fit, set)
  const examples = await tellSteps(set, () => easiness, rest)
  const weights = ABILITY_FEATURES.map(feature => fit.weights[feature] ?? 0)
  const chosen: number[] = []
  for (let i = 0; i < examples.count; i++) {
    const day = examples.day[i] ?? 0
    if (day >= since && day <= until && (examples.successes[i] ?? 0) + (examples.failures[i] ?? 0) > 0)
      chosen.push(i)
  }
  const p = new Float64Array(chosen.length)
  await inSlices(
    chosen.length,
    n => {
      const at = (chosen[n] ?? 0) * WIDTH
      let logit = 0
      for (let k = 0; k < WIDTH; k++) logit += (weights[k] ?? 0) * (examples.values[at + k] ?? 0)
      p[n] = 1 / (1 + Math.exp(-logit))
    },
    rest,
  )
  return {
    p,
    successes: Float64Array.from(chosen, i => examples.successes[i] ?? 0),
    failures: Float64Array.from(chosen, i => examples.failures[i] ?? 0),
    user: Int32Array.from(chosen, i => examples.course[i] ?? 0),
    skill: Int32Array.from(chosen, i => examples.skill[i] ?? 0),
  }
}
