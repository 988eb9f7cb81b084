import { type Complexity, type DealSize, TOUCH_MOMENTS, type TouchMoment } from '../lead-api.ts'
import type { Program } from './program.ts'

/** When a person steps in, by complexity and size of the deal. */
export type Grid = Readonly<Record<Complexity, Readonly<Record<DealSize, TouchMoment>>>>

/** Where the program says nothing. The two laws are the domain's, the cells are ours. */
export const PLAYBOOK_DEFAULTS = {
  grid: {
    simple: { small: 'hand-raise', mid: 'pql', large: 'first-value' },
    intermediate: { small: 'pql', mid: 'first-value', large: 'half-or-stuck' },
    complex: { small: 'half-or-stuck', mid: 'first-event', large: 'sign-up' },
  },
  attentionPerWeek: 5,
  slaHours: 24,
  handRaiseSlaHours: 4,
} as const satisfies {
  grid: Grid
  attentionPerWeek: number
  slaHours: number
  handRaiseSlaHours: number
}

const COMPLEXITIES = ['simple', 'intermediate', 'complex'] as const
const SIZES = ['small', 'mid', 'large'] as const

/** The program’s cells over the default ones. */
export const gridOf = ({ playbook }: Pick<Program, 'playbook'>): Grid => {
  const row = (complexity: Complexity): Readonly<Record<DealSize, TouchMoment>> => {
    const own = playbook?.grid?.[complexity]
    const known = PLAYBOOK_DEFAULTS.grid[complexity]
    return {
      small: own?.small ?? known.small,
      mid: own?.mid ?? known.mid,
      large: own?.large ?? known.large,
    }
  }
  return { simple: row('simple'), intermediate: row('intermediate'), complex: row('complex') }
}

/** A cell at which a person would step in later than for a simpler product or a smaller deal. */
export interface GridProblem {
  readonly complexity: Complexity
  readonly size: DealSize
  readonly message: string
}

const lateness = (moment: TouchMoment): number => TOUCH_MOMENTS.indexOf(moment)

/** The two laws: the more complex, the sooner; the bigger the deal, the sooner. */
export const gridProblems = (grid: Grid): readonly GridProblem[] =>
  COMPLEXITIES.flatMap((complexity, c) =>
    SIZES.flatMap((size, s) => {
      const moment = grid[complexity][size]
      const simpler = COMPLEXITIES[c - 1]
      const smaller = SIZES[s - 1]
      const isLater = (than: TouchMoment): boolean => lateness(moment) > lateness(than)
      return [
        ...(simpler !== undefined && isLater(grid[simpler][size])
          ? [
              `“${moment}” is later than “${grid[simpler][size]}” where the product is ${simpler}; the more complex, the sooner`,
            ]
          : []),
        ...(smaller !== undefined && isLater(grid[complexity][smaller])
          ? [
              `“${moment}” is later than “${grid[complexity][smaller]}” where the deal is ${smaller}; the bigger, the sooner`,
            ]
          : []),
      ].map(message => ({ complexity, size, message }))
    }),
  )
