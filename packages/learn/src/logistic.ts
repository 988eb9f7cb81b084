import { inSlices, type Rest } from './pause.ts'

/** One weight before anything is seen. */
export interface Prior {
  readonly mean: number
  /** 1 / variance. */
  readonly precision: number
  /** 1: never below 0. −1: never above 0. 0: free. */
  readonly sign: -1 | 0 | 1
}

export interface LogisticInput {
  readonly count: number
  /** `priors.length` numbers of each example, one example after the other. */
  readonly values: Float64Array
  /** How often each example came out well, and badly. */
  readonly successes: Float64Array
  readonly failures: Float64Array
  readonly priors: readonly Prior[]
  /** Where to begin; the prior means without it. */
  readonly start?: readonly number[] | undefined
  readonly rest?: Rest | undefined
}

export interface Logistic {
  readonly weights: readonly number[]
  /** Standard errors, from the curvature at the mode. */
  readonly errors: readonly number[]
}

const MOST_STEPS = 30
const SWEEPS = 500
const ENOUGH = 1e-6

/** Cholesky's factor of a symmetric positive definite matrix, in its lower half. */
const factorOf = (matrix: Float64Array, width: number): Float64Array => {
  const factor = Float64Array.from(matrix)
  for (let k = 0; k < width; k++)
    for (let l = 0; l <= k; l++) {
      let sum = factor[k * width + l] ?? 0
      for (let m = 0; m < l; m++) sum -= (factor[k * width + m] ?? 0) * (factor[l * width + m] ?? 0)
      factor[k * width + l] =
        k === l ? Math.sqrt(Math.max(sum, Number.MIN_VALUE)) : sum / (factor[l * width + l] ?? 1)
    }
  return factor
}

/** What the matrix takes to the given side. */
const solve = (matrix: Float64Array, side: Float64Array): Float64Array => {
  const width = side.length
  const factor = factorOf(matrix, width)
  const answer = Float64Array.from(side)
  for (let k = 0; k < width; k++) {
    for (let m = 0; m < k; m++) answer[k] = (answer[k] ?? 0) - (factor[k * width + m] ?? 0) * (answer[m] ?? 0)
    answer[k] = (answer[k] ?? 0) / (factor[k * width + k] ?? 1)
  }
  for (let k = width - 1; k >= 0; k--) {
    for (let m = k + 1; m < width; m++)
      answer[k] = (answer[k] ?? 0) - (factor[m * width + k] ?? 0) * (answer[m] ?? 0)
    answer[k] = (answer[k] ?? 0) / (factor[k * width + k] ?? 1)
  }
  return answer
}

/** The diagonal of the inverse of a symmetric positive definite matrix. */
const inverseDiagonal = (matrix: Float64Array, width: number): number[] => {
  const factor = factorOf(matrix, width)
  return Array.from({ length: width }, (_, k) => {
    // One column of the factor's inverse; the squares of its entries add up to the diagonal.
    const column = new Float64Array(width)
    let diagonal = 0
    for (let row = k; row < width; row++) {
      let sum = row === k ? 1 : 0
      for (let m = k; m < row; m++) sum -= (factor[row * width + m] ?? 0) * (column[m] ?? 0)
      column[row] = sum / (factor[row * width + row] ?? 1)
      diagonal += (column[row] ?? 0) ** 2
    }
    return diagonal
  })
}

/**
 * Logistic regression at the posterior mode, each weight with a normal prior and, where it says so, a sign that it
 * keeps. Newton's method; inside each step the quadratic model is minimised within the signs, one weight at a time, or
 * at once where no weight has one.
 */
export const fitLogistic = async (input: LogisticInput): Promise<Logistic> => {
  const { count, values, successes, failures, priors, start, rest } = input
  const width = priors.length
  let weights = Float64Array.from(priors, ({ mean }, k) => start?.[k] ?? mean)
  const curve = new Float64Array(width * width)
  const slope = new Float64Array(width)
  let before = { loss: Number.POSITIVE_INFINITY, weights }

  const look = async (): Promise<number> => {
    curve.fill(0)
    slope.fill(0)
    let loss = 0
    await inSlices(
      count,
      i => {
        const good = successes[i] ?? 0
        const all = good + (failures[i] ?? 0)
        if (all === 0) return
        const at = i * width
        let logit = 0
        for (let k = 0; k < width; k++) logit += (weights[k] ?? 0) * (values[at + k] ?? 0)
        const p = 1 / (1 + Math.exp(-logit))
        loss += all * (Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit)))) - good * logit
        const off = good - all * p
        const spread = all * p * (1 - p)
        for (let k = 0; k < width; k++) {
          const value = values[at + k] ?? 0
          if (value === 0) continue
          slope[k] = (slope[k] ?? 0) + off * value
          const scaled = spread * value
          const line = k * width
          for (let l = 0; l <= k; l++)
            curve[line + l] = (curve[line + l] ?? 0) + scaled * (values[at + l] ?? 0)
        }
      },
      rest,
    )
    priors.forEach(({ mean, precision }, k) => {
      const away = (weights[k] ?? 0) - mean
      loss += (precision * away * away) / 2
      slope[k] = (slope[k] ?? 0) - precision * away
      curve[k * width + k] = (curve[k * width + k] ?? 0) + precision
      for (let l = 0; l < k; l++) curve[l * width + k] = curve[k * width + l] ?? 0
    })
    return loss
  }

  const isFree = priors.every(({ sign }) => sign === 0)
  const stepWithin = (): Float64Array => {
    if (isFree) return solve(curve, slope)
    const step = new Float64Array(width)
    const left = Float64Array.from(slope)
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      let most = 0
      priors.forEach(({ sign }, k) => {
        const weight = weights[k] ?? 0
        let to = (step[k] ?? 0) + (left[k] ?? 0) / (curve[k * width + k] ?? 1)
        if (sign * (weight + to) < 0) to = -weight
        const by = to - (step[k] ?? 0)
        if (by === 0) return
        step[k] = to
        for (let l = 0; l < width; l++) left[l] = (left[l] ?? 0) - (curve[l * width + k] ?? 0) * by
        most = Math.max(most, Math.abs(by))
      })
      if (most < ENOUGH / 10) break
    }
    return step
  }

  for (let round = 0; round < MOST_STEPS; round++) {
    const loss = await look()
    if (loss > before.loss + ENOUGH) {
      // Too far: half way back.
      const back = before.weights
      weights = weights.map((weight, k) => (weight + (back[k] ?? 0)) / 2)
      continue
    }
    before = { loss, weights }
    const step = stepWithin()
    if (step.every(by => Math.abs(by) < ENOUGH)) break
    weights = weights.map((weight, k) => weight + (step[k] ?? 0))
  }
  return {
    weights: [...before.weights],
    errors: inverseDiagonal(curve, width).map(Math.sqrt),
  }
}
