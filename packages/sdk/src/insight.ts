import {
  addFacets,
  type Facets,
  type Facts,
  type FactsModels,
  facetsOf,
  factsBy,
  type PublicProgram,
  skillViewsBy,
  startingAbilities,
} from '@fireball/core'
import { type Identity, ownerOf } from './identity.ts'
import type { Keeper } from './keeper.ts'
import { lazily } from './lazily.ts'
import type { ClientPorts, LazyParts } from './ports.ts'
import { evidenceIn, knownIn, type Pile } from './progress.ts'
import type { Entry } from './queue.ts'

/** Facts that the collector works out and keeps. */
const NOT_RECEIVED = ['lead', 'engagement', 'propensity', 'communication'] as const

/** What it takes to know the user in front. */
export interface InsightPorts extends Pick<ClientPorts, 'now' | 'page'> {
  readonly keeper: Pick<Keeper, 'all'>
  loadModels(): Promise<LazyParts['models']>
  me(): Identity
  /** The user's own. */
  pile(): Pile
  /** `undefined` until the program and what is stored are there. */
  program(): PublicProgram | undefined
  /** There may be other facts than before. */
  changed(): void
}

/** Adds up what is kept of the user in front; what one entry adds is worked out once per program. */
export const createInsight = ({
  keeper,
  now,
  page,
  me,
  pile,
  program,
  loadModels,
  changed,
}: InsightPorts) => {
  /** Empty when they cannot be had: then counts alone have to do. */
  const models = lazily<Partial<LazyParts['models']>>(loadModels, changed, {})
  const parts = new Map<string, Facets>()
  let sum: Facets | undefined
  let more: Entry[] = []
  const entries = (): readonly Entry[] => {
    const owner = ownerOf(me())
    return [...keeper.all()].filter(entry => entry.owner === owner)
  }
  const partOf = ({ event }: Entry, { signals }: PublicProgram): Facets => {
    const part = parts.get(event.id) ?? facetsOf(event, signals)
    parts.set(event.id, part)
    return part
  }
  const renew = () => {
    sum = undefined
    more = []
  }
  return {
    /** All that is kept about the user in front. */
    entries,
    /** One more entry of the user in front. */
    add(entry: Entry) {
      if (sum) more.push(entry)
    },
    /** Entries, piles or the user have changed: they are added up again. */
    renew,
    /** The program has changed: every entry is read again. */
    forget() {
      parts.clear()
      renew()
    },
    facts(): Facts | undefined {
      const current = program()
      if (!current) return
      const partIn = (entry: Entry) => partOf(entry, current)
      sum = sum ? addFacets(sum, ...more.map(partIn)) : evidenceIn(pile(), entries(), partIn)
      more = []
      const { userId, groupId } = me()
      const { path, url, title } = page()
      const isLearned = current.ability !== undefined
      const hasQuota = Object.keys(sum.registers).some(key => key.includes('\tquota.'))
      const loaded = isLearned || hasQuota ? models() : {}
      // What was learned may say otherwise, and a nudge that is shown and taken back is worse than one that comes late.
      if (isLearned && !loaded) return
      const judge = (isLearned && loaded?.abilitiesOf) || startingAbilities
      const judgedBy: FactsModels = { ...loaded, skillViews: input => skillViewsBy(judge, input) }
      return factsBy(judgedBy, {
        program: current,
        signals: current.signals,
        ...knownIn(sum, groupId),
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
