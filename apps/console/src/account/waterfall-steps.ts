/** A bar of a waterfall: where it starts and how long it is, in percent of the lane. */
export interface WaterfallStep {
  readonly from: number
  readonly width: number
}

/** Where the bars of a waterfall lie: each starts where the one before ended; the last goes from zero to the sum. */
export const stepsOf = (
  parts: readonly number[],
): { readonly steps: readonly WaterfallStep[]; readonly zero: number; readonly end: WaterfallStep } => {
  const ends: number[] = []
  let sum = 0
  for (const part of parts) {
    sum += part
    ends.push(sum)
  }
  const least = Math.min(0, ...ends)
  const span = Math.max(0, ...ends) - least || 1
  const at = (value: number): number => ((value - least) / span) * 100
  const bar = (a: number, b: number): WaterfallStep => ({
    from: at(Math.min(a, b)),
    width: at(Math.max(a, b)) - at(Math.min(a, b)),
  })
  return {
    steps: ends.map((end, i) => bar(ends[i - 1] ?? 0, end)),
    zero: at(0),
    end: bar(0, sum),
  }
}
