import {
  type Decision,
  FEATURE_LOCKED,
  type FeatureView,
  type Held,
  type HelpRequest,
  QUOTA_USED,
  type Skill,
} from '@fireball/core'
import { cleanName, cleanObject } from './clean.ts'
import type { Client } from './client.ts'
import { type ConsentLevel, toLevel } from './consent.ts'
import type { Emitter } from './emitter.ts'
import type { ClientPorts } from './ports.ts'
import type { Progress } from './standing.ts'

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

/**
 * What a host page talks to. No method throws, whatever it is given; what is wrong is told to `on('error', …)`.
 * `Store` is the kind of store that `progress` is.
 */
export interface Fireball<Store = unknown> extends Pick<Emitter, 'on' | 'off'> {
  /** Who is in front; traits are facts about the user. A `signature` is the host server's HMAC of the id. */
  identify(userId: unknown, traits?: unknown, options?: { readonly signature?: unknown }): void
  /** The account that the user is working in from now on. */
  group(groupId: unknown, traits?: unknown): void
  /**
   * Something happened: `outcome` is `success` or `failure`, `context` a stable id of what it was done on. A
   * `timestamp` (epoch ms, a Date, or ISO 8601) says that it happened earlier than now.
   */
  track(name: unknown, properties?: unknown, options?: { readonly timestamp?: unknown }): void
  page(name?: unknown, properties?: unknown): void
  /** Two ids are one person; without `previousId` the anonymous one. */
  alias(userId: unknown, previousId?: unknown): void
  /** The user has left: the next one is somebody else. */
  reset(): void
  readonly progress: Store
  /** How a feature stands for the user, without reporting anything. */
  feature(key: string): FeatureState
  /** The user ran into the lock of a feature. */
  hitLock(key: string): void
  /** How much of a limit is used; report it when it changes, and when the user runs into it. */
  quota(key: string, used: number, limit: number): void
  /** The person's own choice of what may be sent; without a level only answers the one in force. */
  consent(level?: unknown): ConsentLevel
  /** A question to the team. Settles when it is kept; its state comes with `progress`. */
  ask(message: string, feature?: string): Promise<HelpRequest | undefined>
  /** What is on screen and why everything else is held; with a key only what concerns that. */
  explain(key?: string): Explanation
  /** The page shows another view, in a way that the browser does not tell. */
  onNavigate(): void
  /** Sends what waits, as far as allowed. */
  flush(): Promise<void>
  /** Deletes all that is stored in this browser, and stops. */
  purge(): Promise<void>
  /** Stops; what is stored stays. */
  dispose(): void
}

const toInstant = (raw: unknown): number | undefined => {
  const at = raw instanceof Date || typeof raw === 'string' || typeof raw === 'number' ? +new Date(raw) : NaN
  return Number.isFinite(at) ? at : undefined
}

const UNKNOWN_FEATURE: FeatureState = { state: 'open', ready: false, missing: [] }

/** The public methods around a client: the one place where a host's values come in and errors are caught. */
export const createFacade = <Store extends { get(): Progress }>(
  client: Client,
  { on, off, emit }: Emitter,
  progress: Store,
  page: ClientPorts['page'],
): Fireball<Store> => {
  const guard =
    <Args extends readonly unknown[], Result>(act: (...args: Args) => Result, otherwise: Result) =>
    (...args: Args): Result => {
      if (client.isOver()) return otherwise
      try {
        return act(...args)
      } catch (error) {
        emit('error', { code: 'internal', detail: error })
        return otherwise
      }
    }
  const settled =
    <Args extends readonly unknown[], Result>(act: (...args: Args) => Promise<Result>) =>
    (...args: Args): Promise<Result | undefined> =>
      guard(
        act,
        Promise.resolve(undefined) as Promise<Result>,
      )(...args).catch(error => {
        emit('error', { code: 'internal', detail: error })
        return undefined
      })
  const idOf = (raw: unknown): string | undefined => {
    const id = cleanName(raw)
    if (id === undefined) emit('error', { code: 'bad-id', detail: raw })
    return id
  }

  return {
    on: guard(on, () => {}),
    off: guard(off, undefined),
    identify: guard((raw, traits, options) => {
      // Segment's own client also takes traits alone.
      const isTraits = typeof raw === 'object' && raw !== null
      const id = isTraits ? undefined : idOf(raw)
      if (id === undefined && !isTraits) return
      if (id !== undefined) client.identify(id)
      if (typeof options?.signature === 'string') client.sign(options.signature)
      client.record('identify', '', isTraits ? raw : traits)
    }, undefined),
    group: guard((raw, traits) => {
      const groupId = idOf(raw)
      if (groupId === undefined) return
      client.become({ ...client.identity(), groupId })
      client.record('group', '', traits)
    }, undefined),
    track: guard(
      (name, properties, options) => void client.track(name, properties, toInstant(options?.timestamp)),
      undefined,
    ),
    page: guard((name, properties) => {
      const { title, url, path, referrer } = page()
      const own = cleanObject(typeof name === 'object' ? name : properties)
      client.record('page', typeof name === 'object' ? '' : (name ?? ''), {
        title,
        url,
        path,
        referrer,
        ...own,
      })
    }, undefined),
    alias: guard((raw, previous) => {
      const { anonymousId } = client.identity()
      const [userId, previousId] = [idOf(raw), idOf(previous ?? anonymousId)]
      if (userId === undefined || previousId === undefined) return
      client.identify(userId)
      client.record('alias', '', {}, { previousId })
    }, undefined),
    reset: guard(client.forget, undefined),
    progress,
    feature: guard(key => {
      const facts = client.facts()
      const view = facts?.features[key]
      if (facts && !view) emit('error', { code: 'unknown-feature', detail: key })
      return view ? { state: view.state, ready: view.ready, missing: view.missing } : UNKNOWN_FEATURE
    }, UNKNOWN_FEATURE),
    hitLock: guard(feature => void client.track(FEATURE_LOCKED, { feature }), undefined),
    quota: guard(
      (feature, used, limit) =>
        void client.track(QUOTA_USED, { feature, used, limit, reached: used >= limit }),
      undefined,
    ),
    consent: guard(raw => {
      const level = toLevel(raw)
      if (level) client.choose(level)
      else if (raw !== undefined) emit('error', { code: 'bad-level', detail: raw })
      return client.consent().level
    }, 'local'),
    ask: settled(client.ask),
    explain: guard(
      key => {
        const { show, held } = client.decision()
        const isMeant = (one: string) => key === undefined || one === key || one === `${key}/alone`
        return {
          ...(show && isMeant(show.key) ? { shown: show } : {}),
          held: held.filter(one => isMeant(one.key)),
        }
      },
      { held: [] },
    ),
    onNavigate: guard(client.refresh, undefined),
    flush: settled(client.flush),
    purge: settled(client.purge),
    dispose: guard(client.end, undefined),
  }
}
