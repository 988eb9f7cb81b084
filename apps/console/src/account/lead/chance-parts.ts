import type { Propensity } from '@fireball/core'

/** Under this nothing is left to tell. */
const LEAST = 0.005
/** What is certain has no end on the logit scale; a page needs one. */
const NEAR = 1e-6

/** A chance on the logit scale, where what adds to it adds up. */
export const logitOf = (p: number): number => {
  const within = Math.min(1 - NEAR, Math.max(NEAR, p))
  return Math.log(within / (1 - within))
}

/** The reasons of a chance, after what every account starts from and what is too small to be named. */
export const partsOf = ({ p, reasons }: Pick<Propensity, 'p' | 'reasons'>): Propensity['reasons'] => {
  const rest = logitOf(p) - reasons.reduce((sum, { adds }) => sum + adds, 0)
  return Math.abs(rest) < LEAST
    ? reasons
    : [{ feature: 'start', say: 'Where every account starts, and small things', adds: rest }, ...reasons]
}
