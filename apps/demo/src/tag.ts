import { unreachable } from '@fireball/core'
import type { Fireball, Progress } from '@fireball/sdk'
import type { Call } from './shop/call.ts'
import type { Shop } from './shop/shop.ts'

/** The script tag's API; its `progress` can be read, and is no store of any library. */
export type Tag = Omit<Fireball, 'progress'> & { readonly progress: { get(): Progress } }

declare global {
  interface Window {
    /** There once the script of the tag has run. */
    fireball?: Tag
  }
}

/** Calls the tag now, or as soon as its script has run; a page without it works all the same. */
export const withTag = (then: (tag: Tag) => void): void => {
  const call = () => window.fireball && then(window.fireball)
  if (window.fireball) call()
  else addEventListener('fireball:ready', call, { once: true })
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
