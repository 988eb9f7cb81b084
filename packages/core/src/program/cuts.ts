import type { Program } from './program.ts'

/** Where the bands are cut when the program does not say; a value on a cut belongs to the upper band. Ours. */
export const CUTS = {
  activation: { low: 0.34, high: 0.67, top: 1 },
  engagement: { low: 20, high: 60, top: 100 },
} as const

/** Two cuts of an axis that runs from 0 to `top`. */
export interface Cuts {
  readonly low: number
  readonly high: number
  readonly top: number
}

/** The program’s cuts of one axis, with the defaults where it says nothing. */
export const cutsOf = ({ leads }: Pick<Program, 'leads'>, axis: 'activation' | 'engagement'): Cuts => {
  const { low, high, top } = CUTS[axis]
  const own = leads?.cuts?.[axis]
  return { low: own?.low ?? low, high: own?.high ?? high, top }
}
