import type { EventIds, FireballEvent } from './event.ts'

/** Who did it: `u:<userId>`, else `a:<anonymousId>`; `''` stands for the account itself. */
export type Subject = string
/** Under which key it is stored: `g:<groupId>`, else the subject. A collector puts its project in front. */
export type Akey = string

export const userKey = (userId: string): Subject => `u:${userId}`
export const anonymousKey = (anonymousId: string): Subject => `a:${anonymousId}`
export const accountKey = (groupId: string): Akey => `g:${groupId}`

export const subjectOf = (ids: EventIds): Subject =>
  ids.userId === undefined ? anonymousKey(ids.anonymousId ?? '') : userKey(ids.userId)

/** The message picks its akey: its account, else its user, else its anonymous id. A resend lands in the same place. */
export const akeyOf = (ids: EventIds): Akey =>
  ids.groupId === undefined ? subjectOf(ids) : accountKey(ids.groupId)

/**
 * What one message says about who belongs to whom.
 * - `user`: an anonymous id belongs to a user; the earliest such fact wins for all time.
 * - `member`: a `group` call; the latest of a UTC day stands for that day; `left` ends the membership.
 * - `seen`: a message of the subject named the account; it only says where to look for rows.
 */
export interface Link {
  readonly kind: 'user' | 'member' | 'seen'
  readonly from: Subject
  readonly to: Akey
  readonly at: number
  readonly id: string
  readonly left: boolean
}

/** The links that a message implies. Two identified users are never linked. */
export const linksOf = (event: FireballEvent): readonly Link[] => {
  const links: Link[] = []
  const { at, id, userId, anonymousId, groupId, previousId } = event
  const add = (kind: Link['kind'], from: Subject, to: Akey, left = false) =>
    links.push({ kind, from, to, at, id, left })
  if (userId !== undefined && anonymousId !== undefined && event.context.impersonated !== true)
    add('user', anonymousKey(anonymousId), userKey(userId))
  if (event.type === 'alias' && userId !== undefined && previousId !== undefined)
    add('user', anonymousKey(previousId), userKey(userId))
  if (groupId !== undefined) {
    const subject = subjectOf(event)
    if (event.type === 'group') add('member', subject, accountKey(groupId), event.properties.left === true)
    add('seen', subject, accountKey(groupId))
  }
  return links
}
