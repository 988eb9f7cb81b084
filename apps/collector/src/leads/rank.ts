import type { AccountRow, LeadView } from '@fireball/core'

/** Over every account for which nothing is due. */
const DUE = 10

/**
 * The place of an account in the ranked list, the highest first, before engagement decides: for whom a person is due (a
 * question that waits before a qualified account, before any other), then by urgency.
 */
export const rankOf = (
  { urgency }: Pick<AccountRow, 'urgency'>,
  { touch }: Pick<LeadView, 'touch'>,
): number => {
  if (touch.state !== 'due') return urgency
  const isQuestion = urgency === 2 || touch.who === 'support'
  return DUE + (isQuestion ? 4 : urgency)
}
