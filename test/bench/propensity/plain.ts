import type { CompiledSignal, Row } from '@fireball/core'
import { fitLogistic, type Prior } from '@fireball/learn'

/** Eight counts of what a student did: no recency, no outcomes, nothing but activity. */
export const eightCounts = (
  rows: readonly Row[],
  signals: readonly CompiledSignal[],
  day: number,
): readonly number[] => {
  const hashOf = (key: string): string => signals.find(one => one.key === key)?.hash ?? ''
  const of = (key: string): readonly Row[] => rows.filter(row => row.signal === hashOf(key) && row.day <= day)
  const count = (list: readonly Row[]): number =>
    list.reduce((sum, { success, failure, none }) => sum + success + failure + none, 0)
  const lessons = of('lesson')
  return [
    lessons.reduce((sum, row) => sum + row.sum, 0) / 10, // minutes
    count(lessons),
    new Set(lessons.map(row => row.context)).size, // courses
    count(of('active-day')),
    count(of('quiz-day')),
    count(of('exam')),
    count(of('question')),
    count(of('rating')),
  ].map(Math.log1p)
}

const LEAST: Prior = { mean: 0, precision: 1e-3, sign: 0 }

/** A logistic regression as one would write it down at once; answers what it gives to other rows. */
export const fitPlain = async (
  rows: readonly (readonly number[])[],
  isHit: readonly boolean[],
): Promise<(row: readonly number[]) => number> => {
  const width = (rows[0]?.length ?? 0) + 1
  const { weights } = await fitLogistic({
    count: rows.length,
    values: Float64Array.from(rows.flatMap(row => [1, ...row])),
    successes: Float64Array.from(isHit, Number),
    failures: Float64Array.from(isHit, one => 1 - Number(one)),
    priors: Array.from({ length: width }, () => LEAST),
  })
  return row => 1 / (1 + Math.exp(-[1, ...row].reduce((sum, x, k) => sum + x * (weights[k] ?? 0), 0)))
}
