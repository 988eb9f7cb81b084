import { DAY_MS } from '../day.ts'
import type { Facts } from '../facts.ts'
import type { EngagementView } from '../lead-api.ts'
import { list } from '../present.ts'
import type { Program } from '../program/program.ts'
import type { AccountProgress } from '../views/progress.ts'

/** A week at more than so much of the usual one is no fall: weeks differ. Ours. */
const USUAL_SHARE = 2 / 3
/** So long after the purchase the weeks before are still those of a trial, which are no usual ones. Ours. */
const NEW_MS = 21 * DAY_MS

/**
 * Why a customer may leave, as one sentence; null when nothing says so. A fall that came to rest at a lower level is no
 * news, nor is a week that is merely weaker than the one before it, or than the busy ones of a trial. `customerForMs`: since
 * the first purchase.
 */
export const riskOf = (
  engagement: Pick<EngagementView, 'hasFallen' | 'trend' | 'last7' | 'usual7'>,
  progress: Pick<AccountProgress, 'plateau'>,
  customerForMs = Number.POSITIVE_INFINITY,
): string | null => {
  const { hasFallen, trend, last7, usual7 } = engagement
  const isUsual = customerForMs < NEW_MS || (usual7 !== undefined && last7 > usual7 * USUAL_SHARE)
  if (hasFallen && last7 === 0) return 'Nobody used it for a week.'
  if (hasFallen && trend === 'falling' && !isUsual) return 'Use fell to half or less of its own best week.'
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
