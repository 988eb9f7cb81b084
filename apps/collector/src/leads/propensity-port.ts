import type { Known, Propensity, Row } from '@fireball/core'
import { FORECAST_DEFAULTS } from '@fireball/core'
import type { LiveProgram } from '../program-store.ts'

/** What the chance of one account is read from. */
export interface PropensityFacts {
  /** Of the account, without people of the team. */
  readonly rows: readonly Row[]
  readonly registers: Known['registers']
  /** Blended odds of the seven types. */
  readonly odds: number
  readonly now: number
}

/** The chance of one account to convert. Pure. */
export type PropensityOf = (facts: PropensityFacts) => Propensity

/** Where chances come from. */
export interface PropensitySource {
  of(live: LiveProgram): Promise<PropensityOf>
  /** Names what is learned and in use; '' for the types’ odds. */
  basis(project: string): Promise<string>
}

/** The odds of the seven types, as long as nothing better was learned. */
export const TYPES_ODDS: PropensitySource = {
  of: async ({ program, version }) => {
    const horizonDays = program.forecast?.horizonDays ?? FORECAST_DEFAULTS.horizonDays
    return ({ odds }) => ({ p: odds, source: 'types', version, horizonDays, reasons: [] })
  },
  basis: async () => '',
}
