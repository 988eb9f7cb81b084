import {
  type Decision,
  FEATURE_LOCKED,
  type FeatureView,
  type Held,
  type HelpRequest,
  QUOTA_USED,
  type Skill,
} from '@fireball/core'
import type { Client } from './client.ts'
import type { Emitter } from './emitter.ts'
import type { PageView } from './ports.ts'
import type { Progress } from './standing.ts'
import { createGuard, createSurface, type Tracker } from './surface.ts'

/** A feature as it stands for the user in front. */
export interface FeatureState {
  readonly state: FeatureView['state']
  /** Whether the user has every skill needed to benefit. */
  readonly ready: boolean
  /** The skills still missing, prerequisites first. */
  readonly missing: readonly Skill[]
}

/** Why a nudge or prompt is on screen, or is not. */
export interface Explanation {
  readonly shown?: Decision['show']
  readonly held: readonly Held[]
}

/** What a host page talks to: a tracker, and all that it knows of the user. `Store` is the kind of store of `progress`. */
export interface Fireball<Store = unknown> extends Tracker {
  readonly progress: Store
  /** How a feature stands for the user, without reporting anything. */
  feature(key: string): FeatureState
  /** The user ran into the lock of a feature. */
  hitLock(key: string): void
  /** How much of a limit is used; report it when it changes, and when the user runs into it. */
  quota(key: string, used: number, limit: number): void
  /** A question to the team. Settles when it is kept; its state comes with `progress`. */
  ask(message: string, feature?: string): Promise<HelpRequest | undefined>
  /** What is on screen and why everything else is held; with a key only what concerns that. */
  explain(key?: string): Explanation
  /** Opens the inspector: what was recorded, what became of it, what is shown or held, and why. */
  debug(): void
  /** The page shows another view, in a way that the browser does not tell. */
  onNavigate(): void
}

const UNKNOWN_FEATURE: FeatureState = { state: 'open', ready: false, missing: [] }

/** The public methods around a client. */
export const createFacade = <Store extends { get(): Progress }>(
  client: Client,
  emitter: Emitter,
  progress: Store,
  page: () => PageView,
  debug: () => void = () => {},
): Fireball<Store> => {
  const { emit } = emitter
  const { track } = client
  const guard = createGuard(client, emitter)
  return {
    ...createSurface(client, emitter, page, guard),
    progress,
    feature: guard(key => {
      const facts = client.facts()
      const view = facts?.features[key]
      if (facts && !view) emit('error', { code: 'unknown-feature', detail: key })
      return view ? { state: view.state, ready: view.ready, missing: view.missing } : UNKNOWN_FEATURE
    }, UNKNOWN_FEATURE),
    hitLock: guard(feature => void track(FEATURE_LOCKED, { feature }), undefined),
    quota: guard(
      (feature, used, limit) => void track(QUOTA_USED, { feature, used, limit, reached: used >= limit }),
      undefined,
    ),
    ask: guard<[message: string, feature?: string], Promise<HelpRequest | undefined>>(
      client.ask,
      Promise.resolve(undefined),
    ),
    explain: guard(
      key => {
        const { show, beside = [], held } = client.decision()
        const isMeant = (one: string) => key === undefined || one.split('/')[0] === key
        const shown = [show, ...beside].find(one => one && isMeant(one.key))
        return {
          ...(shown && { shown }),
          held: held.filter(one => isMeant(one.key)),
        }
      },
      { held: [] },
    ),
    debug: guard(debug, undefined),
    onNavigate: guard(client.changed, undefined),
  }
}
