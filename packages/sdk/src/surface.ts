import { isContainer } from '@fireball/core'
import { asPlugged, type Before } from './before.ts'
import { cleanName, cleanObject } from './clean.ts'
import { type ConsentLevel, toLevel } from './consent.ts'
import type { Emitter } from './emitter.ts'
import type { PageView } from './ports.ts'
import type { Tracking } from './tracking.ts'

/**
 * What a host page talks to. No method throws, whatever it is given; what is wrong is told to `on('error', …)`.
 */
export interface Tracker extends Pick<Emitter, 'on' | 'off'> {
  /** Who is in front; traits are facts about the user. A `signature` is the host server's HMAC of the id. */
  identify(
    userId: unknown,
    traits?: unknown,
    options?: {
      readonly signature?: unknown
      /** Somebody else is logged in as this user: what they do proves nothing, and nobody is linked. */
      readonly impersonatedBy?: unknown
    },
  ): void
  /** The account that the user is working in from now on; with the trait `left: true`, one that is left. */
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
  /** The person's own choice of what may be sent; without a level only answers the one in force. */
  consent(level?: unknown): ConsentLevel
  /**
   * Sees every event before it is kept: may change its name and properties, or keep it out by answering null. One that
   * throws keeps the event in this browser.
   */
  before(hook: Before): void
  /**
   * The time of this page, epoch ms, in place of the device's: of a demo, or of a replay. Events carry it, and what is
   * shown goes by it; how far the device's clock is off is made up for as ever.
   */
  clock(now: () => number): void
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

/** A method that never throws, and answers `otherwise` where it cannot answer. */
export type Guard = <Args extends readonly unknown[], Result>(
  act: (...args: Args) => Result,
  otherwise: Result,
) => (...args: Args) => Result

/** The one place where errors are caught before they reach the host: nothing happens after the end. */
export const createGuard =
  (tracking: Tracking, { emit }: Emitter): Guard =>
  (act, otherwise) =>
  (...args) => {
    const fail = (error: unknown) => {
      emit('error', { code: 'internal', detail: error })
      return otherwise
    }
    if (tracking.isOver()) return otherwise
    try {
      const result = act(...args)
      // A page may have put a `Promise` of its own in the place of the browser's.
      const then: unknown = Object(result).then
      return typeof then === 'function' ? then.call(result, undefined, fail) : result
    } catch (error) {
      return fail(error)
    }
  }

/** The public methods of a tracker: here a host's values come in. */
export const createSurface = (
  tracking: Tracking,
  { on, off, emit }: Emitter,
  page: () => PageView,
  guard: Guard,
): Tracker => {
  const idOf = (raw: unknown): string | undefined => {
    const id = cleanName(raw)
    if (id === undefined) emit('error', { code: 'bad-id', detail: raw })
    return id
  }
  const { me, record } = tracking
  return {
    on: guard(on, () => {}),
    off: guard(off, undefined),
    identify: guard((raw, traits, options) => {
      // Segment's own client also takes traits alone.
      const isTraits = isContainer(raw)
      const id = isTraits ? undefined : idOf(raw)
      if (id === undefined && !isTraits) return
      if (id !== undefined) tracking.identify(id, cleanName(options?.impersonatedBy))
      if (typeof options?.signature === 'string') tracking.sign(options.signature)
      record('identify', '', isTraits ? raw : traits)
    }, undefined),
    group: guard((raw, traits) => {
      const groupId = idOf(raw)
      if (groupId === undefined) return
      const { groupId: before, ...rest } = me()
      tracking.become({ ...rest, groupId })
      const isLeft = record('group', '', traits)?.event.properties.left === true
      if (isLeft) tracking.become({ ...rest, ...(before && before !== groupId && { groupId: before }) })
    }, undefined),
    track: guard(
      (name, properties, options) =>
        void record('track', name, properties, { at: toInstant(options?.timestamp) }),
      undefined,
    ),
    page: guard((name, properties) => {
      const isName = typeof name !== 'object'
      const own = cleanObject(isName ? properties : name)
      record('page', isName ? (name ?? '') : '', { ...page(), ...own })
    }, undefined),
    alias: guard((raw, previous) => {
      const [userId, previousId] = [idOf(raw), idOf(previous ?? me().anonymousId)]
      if (userId === undefined || previousId === undefined) return
      tracking.identify(userId)
      record('alias', '', {}, { previousId })
    }, undefined),
    reset: guard(tracking.forget, undefined),
    consent: guard(raw => {
      const level = toLevel(raw)
      if (level) tracking.choose(level)
      else if (raw !== undefined) emit('error', { code: 'bad-level', detail: raw })
      return tracking.consent().level
    }, 'local'),
    before: guard(hook => {
      if (typeof hook === 'function') tracking.plug({ before: asPlugged(hook) })
      else emit('error', { code: 'before', detail: hook })
    }, undefined),
    clock: guard(now => void (typeof now === 'function' && tracking.follow(now)), undefined),
    flush: guard(tracking.flush, Promise.resolve()),
    purge: guard(tracking.purge, Promise.resolve()),
    dispose: guard(tracking.end, undefined),
  }
}
