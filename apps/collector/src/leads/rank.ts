import type { AccountRow, LeadView } from '@fireball/core'

/** Over every account for which nothing is due. */
const DUE = 10
/** Over every other: somebody would be due, were their attention not spent. */
const HELD = 5

/**
 * The place of an account in the ranked list, the highest first, before engagement decides: for whom a person is due (a
 * question that waits before a qualified account, before any other), for whom one would be but for spent attention, then by
 * urgency. Who is disqualified comes last.
 */
export const rankOf = (
  { urgency }: Pick<AccountRow, 'urgency'>,
  { touch }: Pick<LeadView, 'touch'>,
): number => {
  if (touch.state === 'disqualified') return 0
  if (touch.heldUntil !== undefined) return HELD + urgency
  if (touch.state !== 'due') return urgency
  const isQuestion = urgency === 2 || touch.who === 'support'
  return DUE + (isQuestion ? 4 : urgency)
}
