import type { Table } from './snapshot.ts'

/** A table in standard deviations from the mean, each row with a 1 in front. */
export interface Design {
  readonly width: number
  readonly means: readonly number[]
  readonly scales: readonly number[]
  readonly values: Float64Array
}

/** Means and deviations are of the rows that are used; all rows are measured by them. */
export const designOf = (
  { features, count, values }: Table,
  isUsed: (i: number) => boolean = () => true,
): Design => {
  const wide = features.length
  const means: number[] = []
  const scales: number[] = []
  for (let k = 0; k < wide; k++) {
    let n = 0
    let sum = 0
    let squares = 0
    for (let i = 0; i < count; i++) {
      if (!isUsed(i)) continue
      const value = values[i * wide + k] ?? 0
      n++
      sum += value
      squares += value * value
    }
    const mean = sum / Math.max(1, n)
    means.push(mean)
    scales.push(Math.sqrt(Math.max(0, squares / Math.max(1, n) - mean * mean)) || 1)
  }
  const width = wide + 1
  const measured = new Float64Array(count * width)
  for (let i = 0; i < count; i++) {
    measured[i * width] = 1
    for (let k = 0; k < wide; k++)
      measured[i * width + k + 1] = ((values[i * wide + k] ?? 0) - (means[k] ?? 0)) / (scales[k] ?? 1)
  }
  return { width, means, scales, values: measured }
}

/** Logit of one row. */
export const logitIn = ({ width, values }: Design, i: number, weights: readonly number[]): number => {
  let logit = 0
  for (let k = 0; k < width; k++) logit += (weights[k] ?? 0) * (values[i * width + k] ?? 0)
  return logit
}

/** The used rows with their outcomes, as a logistic regression takes them. */
export const usedRows = (
  { width, values }: Design,
  { count, isHit }: Table,
  isUsed: (i: number) => boolean,
) => {
  const used = Array.from({ length: count }, (_, i) => i).filter(isUsed)
  const kept = new Float64Array(used.length * width)
  used.forEach((i, n) => {
    kept.set(values.subarray(i * width, (i + 1) * width), n * width)
  })
  const successes = Float64Array.from(used, i => isHit[i] ?? 0)
  return { count: used.length, values: kept, successes, failures: successes.map(one => 1 - one) }
}
