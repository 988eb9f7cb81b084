/// <reference path="./jstat.d.ts" />
import type { TypeMeans, TypeOdds } from '@fireball/core'
import jstat from 'jstat'

/** Of an interval that holds 80 % of the posterior, the lower end. */
const TAIL = 0.1

/** A posterior with the interval in which the odds lie with 80 % probability. */
export const withIntervals = (means: TypeMeans): TypeOdds => {
  const { odds, won, lost } = means.posterior
  return {
    ...means,
    posterior: {
      odds,
      low: jstat.beta.inv(TAIL, won, lost),
      high: jstat.beta.inv(1 - TAIL, won, lost),
    },
  }
}
