import {
  type Action as ButtonAction,
  type Decision,
  type Facts,
  type FireballEvent,
  unreachable,
} from '@fireball/core'
import type { Call } from './shop/call.ts'
import type { Shop } from './shop/shop.ts'

/** What is read of `fireball.progress`. */
export interface TagProgress extends Pick<Facts, 'skills' | 'activations' | 'features'> {
  readonly ready: boolean
}

/** The part of the script tag's API that the app uses. */
export interface Tag {
  identify(userId: string, traits: Readonly<Record<string, string>>): void
  group(groupId: string, traits: Readonly<Record<string, string>>): void
  track(
    name: string,
    properties: Readonly<Record<string, string | number>>,
    options?: { readonly timestamp: number },
  ): void
  page(name: string): void
  reset(): void
  purge(): Promise<void>
  hitLock(feature: string): void
  quota(feature: string, used: number, limit: number): void
  on(name: 'event', handler: (detail: { readonly event: FireballEvent }) => void): unknown
  on(name: 'decision', handler: (decision: Decision) => void): unknown
  on(name: 'action', handler: (action: ButtonAction) => boolean): unknown
  readonly progress: { get(): TagProgress }
}

declare global {
  interface Window {
    /** There once the script of the tag has run. */
    fireball?: Tag
  }
}

/** Calls the tag now, or as soon as its script has run; a page without it works all the same. */
export const withTag = (then: (tag: Tag) => void): void => {
  const { fireball } = window
  if (fireball?.progress) {
    then(fireball)
    return
  }
  document.querySelector('script[data-key]')?.addEventListener('load', () => {
    if (window.fireball) then(window.fireball)
  })
}

/** Tells Fireball who is here. `label` makes one shop known from the others in the console. */
export const introduce = (tag: Tag, { owner, id, name, plan }: Shop, label = name): void => {
  tag.identify(owner, { name: 'Sam', email: 'sam@corner-bakery.example' })
  tag.group(id, { name: label, plan })
}

/** Passes one call on; what was tracked carries the instant on the demo's calendar. */
export const tell = (tag: Tag, call: Call, shop: Shop, at: number): void => {
  switch (call.kind) {
    case 'track':
      tag.track(call.name, call.properties, { timestamp: at })
      break
    case 'quota':
      tag.quota(call.feature, call.used, call.limit)
      break
    case 'lock':
      tag.hitLock(call.feature)
      break
    case 'plan':
      tag.group(shop.id, { plan: call.plan })
      break
    default:
      unreachable(call)
  }
}
