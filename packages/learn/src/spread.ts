import { ABILITY_FEATURES, UNFITTED } from '@fireball/core'
import { type Examples, WIDTH } from './examples.ts'
import type { TrainingSet } from './training-set.ts'

const CONTEXT = ABILITY_FEATURES.indexOf('context')
const PRIOR_PAIRS = 20
const TYPICAL = 0.2 * 0.2
const LEAST = 0.05

/**
 * How much users differ in a skill beyond what the model knows before their first outcome in it: by moments. Of two
 * outcomes in a skill, both told from before the first, the mean product of what they missed by is the spread times
 * the product of p(1 − p). Pairs are in different contexts; a few of the starting model's are added.
 */
export const spreadOf = (set: TrainingSet, examples: Examples, weights: readonly number[]): number => {
  let product = PRIOR_PAIRS * TYPICAL * UNFITTED.spread
  let scale = PRIOR_PAIRS * TYPICAL
  const firsts = new Map<number, number>()
  const paired = new Set<number>()
  const miss = (i: number, logit: number): readonly [number, number] => {
    const p = 1 / (1 + Math.exp(-logit))
    const all = (examples.successes[i] ?? 0) + (examples.failures[i] ?? 0)
    return [((examples.successes[i] ?? 0) - all * p) / all, p * (1 - p)]
  }
  for (let i = 0; i < examples.count; i++) {
    if ((examples.successes[i] ?? 0) + (examples.failures[i] ?? 0) === 0) continue
    const pair = (examples.course[i] ?? 0) * set.skills.length + (examples.skill[i] ?? 0)
    if (paired.has(pair)) continue
    const first = firsts.get(pair)
    if (first === undefined) {
      firsts.set(pair, i)
      continue
    }
    if (examples.task[first] === examples.task[i]) continue
    paired.add(pair)
    let logit = 0
    for (let k = 0; k < WIDTH; k++) logit += (weights[k] ?? 0) * (examples.values[first * WIDTH + k] ?? 0)
    const easier =
      (examples.values[i * WIDTH + CONTEXT] ?? 0) - (examples.values[first * WIDTH + CONTEXT] ?? 0)
    const [one, p1] = miss(first, logit)
    const [two, p2] = miss(i, logit + (weights[CONTEXT] ?? 0) * easier)
    product += one * two
    scale += p1 * p2
  }
  return Math.max(LEAST, product / scale)
}
