import { anonymousKey, type Subject, userKey } from '@fireball/core'

/** Who is in front of this browser, as far as the host said. */
export interface Identity {
  readonly anonymousId: string
  readonly userId?: string
  /** The account that the host's `group` named last. */
  readonly groupId?: string
  /** The consent level that the person chose. */
  readonly choice?: string
  /** Who is logged in as this user; set so long as that lasts. */
  readonly actor?: string
}

/** Reads what was kept; whatever is missing or broken is made anew. `newId` gives a new random id. */
export const parseIdentity = (text: string | null, newId: () => string): Identity => {
  let kept: Partial<Identity> = {}
  try {
    kept = { ...JSON.parse(text ?? '{}') }
  } catch {
    // Written by something else: a new identity.
  }
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
  const { anonymousId, userId, groupId, choice, actor } = kept
  return {
    anonymousId: isText(anonymousId) ? anonymousId : newId(),
    ...(isText(userId) && { userId }),
    ...(isText(groupId) && { groupId }),
    ...(isText(choice) && { choice }),
    ...(isText(actor) && { actor }),
  }
}

/** Whose evidence the events of an identity are. */
export const ownerOf = ({ userId, anonymousId }: Identity): Subject =>
  userId === undefined ? anonymousKey(anonymousId) : userKey(userId)

/** The identity without user and account: a new anonymous id, so that two people are never taken for one. */
export const forgotten = (
  { userId: _u, groupId: _g, actor: _a, ...rest }: Identity,
  anonymousId: string,
): Identity => ({
  ...rest,
  anonymousId,
})
