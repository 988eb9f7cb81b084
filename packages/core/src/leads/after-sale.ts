import type { Facts } from '../facts.ts'
import type { EngagementView } from '../lead-api.ts'
import { list } from '../present.ts'
import type { Program } from '../program/program.ts'
import type { AccountProgress } from '../views/progress.ts'

/**
 * Why a customer may leave, as one sentence; null when nothing says so. A fall that came to rest at a lower level is no
 * news, and a week that is merely weaker than the one before it is no fall.
 */
export const riskOf = (
  engagement: Pick<EngagementView, 'hasFallen' | 'trend' | 'last7'>,
  progress: Pick<AccountProgress, 'plateau'>,
): string | null => {
  const { hasFallen, trend, last7 } = engagement
  if (hasFallen && last7 === 0) return 'Nobody used it for a week.'
  if (hasFallen && trend === 'falling') return 'Use fell to half or less of its own best week.'
  return progress.plateau ? 'Busy, but nobody gained an ability for weeks.' : null
}

/** What a customer is able to use and does not have, as one sentence; null when nothing. */
export const expansionOf = (
  { features }: Pick<Program, 'features'>,
  members: readonly { readonly facts: Pick<Facts, 'features'> }[],
): string | null => {
  const open = features.filter(
    ({ key, skills = [] }) =>
      skills.length > 0 &&
      members.some(({ facts }) => facts.features[key]?.state === 'locked' && facts.features[key].ready),
  )
  return open.length === 0
    ? null
    : `Able on what ${list(open.map(one => one.name))} builds on, without having it.`
}
