import { type Facets, type Facts, facetsOf, factsOf, type PublicProgram } from '@fireball/core'
import { type Identity, ownerOf } from './identity.ts'
import type { Keeper } from './keeper.ts'
import type { ClientPorts } from './ports.ts'
import { evidenceIn, knownIn, NO_PILE } from './progress.ts'
import type { Entry } from './queue.ts'

/** Facts that the collector works out and keeps. */
const NOT_RECEIVED = ['lead', 'engagement', 'propensity', 'communication'] as const

/** What it takes to know the user in front. */
export interface InsightPorts extends Pick<ClientPorts, 'now' | 'page'> {
  readonly keeper: Keeper
  me(): Identity
  /** `undefined` until the program and what is stored are there. */
  program(): PublicProgram | undefined
}

/** Adds up what is kept of the user in front; what one entry adds is worked out once per program. */
export const createInsight = ({ keeper, now, page, me, program }: InsightPorts) => {
  const parts = new Map<string, Facets>()
  const entries = (): readonly Entry[] => {
    const owner = ownerOf(me())
    return [...keeper.all()].filter(entry => entry.owner === owner)
  }
  return {
    /** All that is kept about the user in front. */
    entries,
    pile: () => keeper.pile(ownerOf(me())) ?? NO_PILE,
    /** The program has changed: every entry is read again. */
    forget: () => parts.clear(),
    facts(): Facts | undefined {
      const current = program()
      if (!current) return
      const partOf = ({ event }: Entry): Facets => {
        const part = parts.get(event.id) ?? facetsOf(event, current.signals)
        parts.set(event.id, part)
        return part
      }
      const { userId, groupId } = me()
      const { path, url, title } = page()
      const pile = keeper.pile(ownerOf(me())) ?? NO_PILE
      return factsOf({
        program: current,
        signals: current.signals,
        ...knownIn(evidenceIn(pile, entries(), partOf), groupId),
        userId,
        accountId: groupId,
        unknown: NOT_RECEIVED,
        // Not even a snapshot tells of the account: only what this browser's own host said is known.
        isAccountPartial: groupId !== undefined,
        now: now(),
        page: { path, url, title },
      })
    },
  }
}
