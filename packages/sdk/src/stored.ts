import type { StoredView } from '@fireball/core'
import type { Consent } from './consent.ts'
import type { Identity } from './identity.ts'
import type { Pile } from './progress.ts'
import type { Entry } from './queue.ts'

/** What of a client the view of what is stored is made of. */
export interface StoredInput {
  readonly consent: Consent
  readonly me: Identity
  /** All that is kept of the user in front one by one. */
  readonly entries: readonly Entry[]
  readonly pile: Pile
}

const STATES = { queued: 'waiting', held: 'waiting', acked: 'sent', local: 'kept' } as const

/** What signals read in events that are gone from the log; what none reads leaves no sum. */
const readingsIn = ({ acked, local }: Pile): number => {
  let sum = 0
  for (const { counts } of [acked, local])
    for (const one of Object.values(counts))
      sum +=
        one.success + one.successAssisted + one.failure + one.failureAssisted + one.none + one.noneAssisted
  return sum
}

/** What lies in this browser about the user in front; loaded when the person asks for it. */
export const storedView = ({ consent, me, entries, pile }: StoredInput): StoredView => ({
  level: consent.level,
  because: consent.why,
  ids: {
    anonymous: me.anonymousId,
    ...(me.userId !== undefined && { user: me.userId }),
    ...(me.groupId !== undefined && { account: me.groupId }),
  },
  events: entries.map(({ event: { type, name, at }, state }) => ({
    name: name || type,
    at,
    state: STATES[state],
  })),
  summed: readingsIn(pile),
})
