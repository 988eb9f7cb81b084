/** Something that comes in whole or not at all. */
export interface Chance {
  /** Not below 0; a hundredth is the smallest part. */
  readonly amount: number
  /** 0–1. */
  readonly p: number
}

/** Where the sum of independent chances lies with 80 % probability. */
export interface SumInterval {
  readonly expected: number
  /** The least sum that is not undercut with more than 10 % probability, and the least not topped with more than 10 %. */
  readonly low: number
  readonly high: number
}

const TAIL = 0.1
/** Sums of probabilities are off by less. */
const ROUNDING = 1e-12
/** Cells of the grid that sums are told apart on. */
const CELLS = 16_384
/** Chances are taken one by one, those that matter most first; the rest is so smooth that it is taken as normal. */
const ONE_BY_ONE = 500
/** P(sum > mean + 4 sd) ≤ 1/17 by Cantelli's inequality: both ends of the interval lie below. */
const REACH = 4

const variance = ({ amount, p }: Chance): number => p * (1 - p) * amount * amount

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b))

/**
 * Adds one chance: each sum stays, or moves up by `shift` cells, which may lie between two. The last cell is “or more”.
 * From the top down, so that what has moved is not moved again. Answers how many cells are in use.
 */
const add = (cells: Float64Array, used: number, shift: number, p: number): number => {
  const last = cells.length - 1
  const whole = Math.floor(shift)
  const above = shift - whole
  for (let i = used - 1; i >= 0; i--) {
    const mass = cells[i] ?? 0
    if (mass === 0) continue
    cells[i] = mass * (1 - p)
    const low = Math.min(last, i + whole)
    const high = Math.min(last, i + whole + 1)
    cells[low] = (cells[low] ?? 0) + mass * p * (1 - above)
    cells[high] = (cells[high] ?? 0) + mass * p * above
  }
  return Math.min(cells.length, used + whole + 1)
}

/** P(Z ≤ z), to 1e-7. Source: Abramowitz & Stegun 7.1.26. */
const normal = (z: number): number => {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
  const upper = (tail * Math.exp(-x * x)) / 2
  return z > 0 ? 1 - upper : upper
}

/** Halvings of the range in which a quantile is looked for. */
const HALVINGS = 50

/** Where the sum of what the cells say and something spread normally stays below with this probability. */
const smoothQuantile = (
  cells: Float64Array,
  step: number,
  { mean, sd, total }: { readonly mean: number; readonly sd: number; readonly total: number },
  share: number,
): number => {
  let low = 0
  let high = total
  for (let turn = 0; turn < HALVINGS; turn++) {
    const middle = (low + high) / 2
    let below = 0
    for (let i = 0; i < cells.length; i++) {
      const mass = cells[i] ?? 0
      if (mass > ROUNDING) below += mass * normal((middle - mean - i * step) / sd)
    }
    if (below < share) low = middle
    else high = middle
  }
  return Math.round(high)
}

/**
 * The distribution of a sum of independent chances (a weighted Poisson binomial), and from it the expected value and the
 * middle 80 %. Exact where the amounts share a unit of which the sum has at most 16,384; else on a grid as fine, each amount
 * split between two neighbouring cells so that the mean stays exact. Source: Hong 2013,
 * https://doi.org/10.1016/j.csda.2012.10.006 (direct convolution).
 */
export const sumInterval = (chances: readonly Chance[]): SumInterval => {
  const items = chances
    .map(({ amount, p }) => ({ amount: Math.round(amount * 100), p: Math.min(1, Math.max(0, p)) }))
    .filter(({ amount, p }) => amount > 0 && p > 0)
    // One order for all: rounding must not depend on who comes first.
    .sort((a, b) => variance(b) - variance(a) || b.amount - a.amount || b.p - a.p)
  const expected = items.reduce((sum, { amount, p }) => sum + amount * p, 0)
  if (items.length === 0) return { expected: 0, low: 0, high: 0 }
  const total = items.reduce((sum, { amount }) => sum + amount, 0)
  const unit = items.reduce((common, { amount }) => gcd(common, amount), 0)
  const sd = Math.sqrt(items.reduce((sum, one) => sum + variance(one), 0))
  const isExact = items.length <= ONE_BY_ONE && total / unit < CELLS
  const step = isExact ? unit : Math.min(total, expected + REACH * sd) / (CELLS - 2)
  const cells = new Float64Array(isExact ? total / unit + 1 : CELLS)
  cells[0] = 1
  let used = 1
  for (const { amount, p } of items.slice(0, ONE_BY_ONE)) used = add(cells, used, amount / step, p)
  const rest = items.slice(ONE_BY_ONE)
  const mean = rest.reduce((sum, { amount, p }) => sum + amount * p, 0)
  const spread = Math.sqrt(rest.reduce((sum, one) => sum + variance(one), 0))
  const quantileAt = (share: number): number => {
    if (spread > 0) return smoothQuantile(cells, step, { mean, sd: spread, total }, share)
    let sum = 0
    for (let i = 0; i < cells.length; i++) {
      sum += cells[i] ?? 0
      if (sum >= share - ROUNDING) return Math.round(i * step + mean)
    }
    return total
  }
  return { expected: expected / 100, low: quantileAt(TAIL) / 100, high: quantileAt(1 - TAIL) / 100 }
}
