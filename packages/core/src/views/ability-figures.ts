/** How likely one user succeeds in one skill, unassisted, in a context not met before, and what that was seen by. */
export interface AbilityFigures {
  /** Rounded to twelve digits, so that .8 is .8 however it was added up. */
  readonly p: number
  /** Between these lies p with 90 % probability. */
  readonly low: number
  readonly high: number
  /** Unassisted. */
  readonly successes: number
  readonly failures: number
  /** Successes with help: they never raise p. */
  readonly assisted: number
  /** Distinct contexts with an unassisted success. */
  readonly contexts: number
  /** Latest time of a row with an unassisted success, epoch ms; null without one. */
  readonly last: number | null
  /** p as it was on the day of `last`, by all that is known now; equal to p where nothing learned tells of forgetting. */
  readonly fresh: number
}

const Z90 = 1.645

/** The probability at a place on the logit scale. */
export const sigmoid = (logit: number): number => Math.round(1e12 / (1 + Math.exp(-logit))) / 1e12

/**
 * p of a logit, and where it lies with 90 % probability. `tries` are the unassisted outcomes, `spread` is the variance
 * before them, `doubt` that of the model's own numbers.
 */
export const spanOf = (
  logit: number,
  { tries, spread, doubt = 0 }: { readonly tries: number; readonly spread: number; readonly doubt?: number },
): Pick<AbilityFigures, 'p' | 'low' | 'high'> => {
  const p = sigmoid(logit)
  const reach = Z90 * Math.sqrt(doubt + 1 / (1 / spread + tries * p * (1 - p)))
  return { p, low: sigmoid(logit - reach), high: sigmoid(logit + reach) }
}
