import { ABILITY_FEATURES, type AbilityFeature, type AbilityFit, contextName, UNFITTED } from '@fireball/core'
import { type Easiness, noEasiness } from './easiness.ts'
import { estimateEasiness } from './estimate-easiness.ts'
import { type Examples, tellSteps, WIDTH } from './examples.ts'
import { fitLogistic, type Logistic, type Prior } from './logistic.ts'
import { nameFit } from './name-fit.ts'
import type { Rest } from './pause.ts'
import { spreadOf } from './spread.ts'
import { type Evidence, GROUPS, layOut, type TrainingSet } from './training-set.ts'

export interface FitInput extends Evidence {
  /** Called every few milliseconds of work. */
  readonly rest?: Rest | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
  /** The easiness of at most so many contexts is kept, of those seen most; default 50,000. */
  readonly keep?: number | undefined
}

/** More success never lowers p, more failure never raises it, and help never raises it. */
const SIGNS: Readonly<Record<AbilityFeature, -1 | 0 | 1>> = {
  start: 0,
  skill: 1,
  context: 1,
  successes: 1,
  failures: -1,
  contexts: 1,
  assisted: -1,
  own: 1,
  elsewhere: 1,
  ownLately: 1,
  elsewhereLately: 1,
  ownThisMonth: 1,
  elsewhereThisMonth: 1,
  againSuccesses: 1,
  againFailures: -1,
  againLevel: 1,
}

/** The starting values count as much as a standard deviation of a quarter: little evidence moves them little. */
const PRECISION = 16

const PRIORS = (): readonly Prior[] =>
  ABILITY_FEATURES.map(feature => ({
    mean: UNFITTED.weights[feature] ?? 0,
    precision: PRECISION,
    sign: SIGNS[feature],
  }))

/** Model and easiness are improved in turns, so many times. */
const TURNS = 2
const MOST_CONTEXTS = 50_000

const SKILL = ABILITY_FEATURES.indexOf('skill')
const CONTEXT = ABILITY_FEATURES.indexOf('context')

/** What the model says of each example but for how easy it is. */
const withoutEasiness = ({ count, values }: Examples, { weights }: Pick<Logistic, 'weights'>) => {
  const logits = new Float64Array(count)
  for (let i = 0; i < count; i++)
    for (let k = 0; k < WIDTH; k++)
      if (k !== SKILL && k !== CONTEXT)
        logits[i] = (logits[i] ?? 0) + (weights[k] ?? 0) * (values[i * WIDTH + k] ?? 0)
  return logits
}

const inThousandths = (value: number): number => Math.round(value * 1000) / 1000

const named = (values: readonly number[]): Partial<Record<AbilityFeature, number>> =>
  Object.fromEntries(
    ABILITY_FEATURES.flatMap((feature, k) => {
      const value = inThousandths(values[k] ?? 0)
      return value === 0 ? [] : [[feature, value]]
    }),
  )

const signalsOf = (
  { signals, tasks }: TrainingSet,
  { means, byTask, isKnown }: Easiness,
  { task, successes, failures }: Examples,
  keep: number,
): AbilityFit['signals'] => {
  const seen = new Float64Array(tasks.length)
  task.forEach((number, i) => {
    seen[number] = (seen[number] ?? 0) + (successes[i] ?? 0) + (failures[i] ?? 0)
  })
  const kept = tasks
    .map((_, number) => number)
    .filter(number => isKnown[number] === 1 && tasks[number]?.context !== '')
    .sort((a, b) => (seen[b] ?? 0) - (seen[a] ?? 0) || a - b)
    .slice(0, keep)
  const contexts = signals.map((): Record<string, number> => ({}))
  for (const number of kept) {
    const { signal = 0, context = '' } = tasks[number] ?? {}
    const ofSignal = contexts[signal]
    if (ofSignal !== undefined) ofSignal[contextName(context)] = byTask[number] ?? 0
  }
  return Object.fromEntries(
    signals.flatMap((hash, signal) => {
      const ofSignal = contexts[signal] ?? {}
      const mean = means[signal] ?? 0
      return mean === 0 && Object.keys(ofSignal).length === 0 ? [] : [[hash, { mean, contexts: ofSignal }]]
    }),
  )
}

/**
 * Fits the model to evidence. The same evidence in any order gives the same fit; with little of it the fit stays near
 * the starting values. How: `docs/ability.md`.
 */
export const fitAbility = async ({
  rest,
  onProgress,
  keep = MOST_CONTEXTS,
  ...evidence
}: FitInput): Promise<AbilityFit> => {
  const set = layOut(evidence)
  const total = (TURNS + 1) * 2 + TURNS * (GROUPS + 1)
  let done = 0
  const tick = (): void => onProgress?.(++done, total)

  let easiness: readonly Easiness[] = Array.from({ length: GROUPS + 1 }, () => noEasiness(set))
  let model: Logistic | undefined
  for (let turn = 0; ; turn++) {
    const known = easiness
    const examples = await tellSteps(set, group => known[group] ?? noEasiness(set), rest)
    tick()
    model = await fitLogistic({ ...examples, priors: PRIORS(), start: model?.weights, rest })
    tick()
    if (turn === TURNS) {
      const everything = easiness[GROUPS] ?? noEasiness(set)
      return nameFit({
        weights: named(model.weights),
        doubts: named(model.errors),
        spread: inThousandths(spreadOf(set, examples, model.weights)),
        skills: Object.fromEntries(
          set.skills.flatMap((key, skill) => {
            const mean = everything.skillMeans[skill] ?? 0
            return mean === 0 ? [] : [[key, mean]]
          }),
        ),
        signals: signalsOf(set, everything, examples, keep),
      })
    }
    const others = withoutEasiness(examples, model)
    const next: Easiness[] = []
    // The last group is nobody's: what everyone together says.
    for (let group = 0; group <= GROUPS; group++) {
      next.push(await estimateEasiness(set, examples, others, group, rest))
      tick()
    }
    easiness = next
  }
}
