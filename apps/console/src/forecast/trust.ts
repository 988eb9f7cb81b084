import type { Forecast } from '@fireball/core'
import { numberText } from '../number.ts'

/** Intervals are made to hold so many of ten. */
const MEANT = 8
/** Fewer forecasts than these say nothing about how often intervals hold. */
const LEAST_OVER = 5
/** Fewer ended accounts than these calibrate nothing. */
const LEAST_ACCOUNTS = 30

/** Earlier forecasts whose horizon is over, and in how many of them it came out within the interval. */
export const heldOf = (history: Forecast['history']): { readonly over: number; readonly held: number } => {
  const over = history.filter(one => one.isOver)
  return { over: over.length, held: over.filter(({ won, low, high }) => won >= low && won <= high).length }
}

/** How far a forecast may be trusted, in a sentence or two, and whether that is far. */
export const trustOf = ({
  history,
  calibration,
  source,
}: Pick<Forecast, 'history' | 'calibration' | 'source'>): {
  readonly say: string
  readonly look: 'good' | 'info' | 'warning'
} => {
  const { over, held } = heldOf(history)
  if (over < LEAST_OVER || calibration === null || calibration.accounts < LEAST_ACCOUNTS)
    return {
      look: 'info',
      say: `Too early to say how far to trust it: ${numberText(over)} of ${LEAST_OVER} forecasts are over${
        source === 'types'
          ? ', and the chances are the types’ odds, which nobody has tested on your accounts yet'
          : ''
      }. Take the interval, not the figure.`,
    }
  const record = `${numberText(held)} of ${numberText(over)} earlier forecasts came out within their interval (meant: ${MEANT} of 10)`
  const gain = calibration.baseBrier === 0 ? 0 : 1 - calibration.brier / calibration.baseBrier
  const chances =
    gain >= 0.05
      ? `its chances missed by ${Math.round(gain * 100)}% less than always saying the average`
      : gain > -0.05
        ? 'its chances were no better than always saying the average'
        : `its chances missed by ${Math.round(-gain * 100)}% more than always saying the average`
  const isGood = held / over >= 0.65 && gain >= 0.05
  const isBad = held / over < 0.5 || gain <= -0.05
  return {
    look: isGood ? 'good' : isBad ? 'warning' : 'info',
    say: `${isGood ? 'You can plan with it' : isBad ? 'Do not plan with it yet' : 'Take it with care'}: ${record}, and ${chances}.`,
  }
}

/** Whether people’s own chances did better than the model’s, in a sentence. */
export const peopleText = (of: NonNullable<Forecast['calibration']>['overrides']): string | undefined => {
  if (of === null || of.count === 0) return undefined
  const better = of.brier < of.modelBrier
  return `Of ${numberText(of.count)} ended accounts with a person’s own chance, ${
    better ? 'people told better' : 'the model told better'
  }: off by ${of.brier.toFixed(3)} against ${of.modelBrier.toFixed(3)} (Brier score; less is better).`
}

/** A month as people say it: “Dec 2026”. */
export const monthText = (month: string): string => {
  const at = Date.parse(`${month}-01T00:00:00Z`)
  return Number.isNaN(at)
    ? month
    : new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(at)
}
