import type { SkillEvidence } from '@fireball/core'
import { type Cut, ENOUGH } from './cut-day.ts'
import type { UserEvidence } from './training-set.ts'

export interface Gathered {
  readonly evidence: readonly Pick<SkillEvidence, 'failures' | 'lacks'>[]
  readonly outcomes: number
  readonly users: readonly UserEvidence[]
  readonly cut: Cut | undefined
  /** Whether a fit is in use; else the starting values are. */
  readonly hasFit: boolean
}

/** Why nothing can be learned from what there is, in words; undefined when it can. */
export const notEnough = ({ evidence, outcomes, users, cut, hasFit }: Gathered): string | undefined => {
  const stays = hasFit ? 'The fit in use stays.' : 'The starting values stay in use.'
  const short = (n: number, needed: number, what: string): string =>
    `Not enough yet: ${n.toLocaleString('en-US')} of ${needed} ${what}. ${stays}`
  const failures = evidence.reduce((sum, one) => sum + one.failures, 0)
  if (evidence.length === 0) return `The program names no skills, so there is nothing to learn. ${stays}`
  if (outcomes < ENOUGH.outcomes) return short(outcomes, ENOUGH.outcomes, 'outcomes')
  if (users.length < ENOUGH.users) return short(users.length, ENOUGH.users, 'users')
  if (failures < ENOUGH.failures) return short(failures, ENOUGH.failures, 'failures')
  if (cut === undefined)
    return hasFit
      ? `Not enough yet: fewer than ${ENOUGH.later} outcomes came after what the fit in use was learned from. ${stays}`
      : `Not enough yet: the outcomes lie on too few days to tell later ones from earlier ones. ${stays}`
  return undefined
}
