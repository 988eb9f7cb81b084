import { createClock } from './clock.ts'
import { isPublishable } from './key.ts'
import { loadPart } from './parts.ts'
import type { shareId } from './shared-id.ts'
import type { Place } from './tracker-ports.ts'

/** A call made before the script was there: method, arguments, and when. */
type EarlyCall = readonly [method: string, args: readonly unknown[], at?: number]

/** What a script's tag says: its `data-` attributes, but that `host` is the origin. */
export interface TagOptions extends Place {
  readonly consent?: string | undefined
  readonly locale?: string
  readonly widget: boolean
}

/** A page in which we may be already, or our stub, or something else under our name. */
interface HostPage extends Window {
  fireball?: { readonly q?: readonly EarlyCall[] } | undefined
}

/**
 * Puts what a script's tag asks for where the page finds it, as `fireball`, and makes up for the calls that came before.
 * To be called while the script itself runs: only then does the page know which tag it came from.
 */
export const boot = (
  make: (options: TagOptions, now: () => number, share?: typeof shareId) => object,
  page: HostPage = window as HostPage,
): void => {
  const tag = page.document.currentScript
  const early = page.fireball?.q
  if (!(tag instanceof HTMLScriptElement) || (page.fireball && !early)) return
  const { key, host = new URL('.', tag.src).href, widget, ...more } = tag.dataset
  if (!isPublishable(key)) return
  // Beside the script, under whatever name and path a proxy passes it on.
  const options = { ...more, key, origin: host.replace(/\/+$/, ''), widget: widget !== 'off' }
  const start = (share?: typeof shareId) => {
    const clock = createClock()
    let calledAt: number | undefined
    const fireball = make(options, () => calledAt ?? clock(), share)
    page.fireball = fireball
    const replay = ([method, args, at]: EarlyCall) => {
      const call: unknown = Reflect.get(fireball, method)
      calledAt = at
      if (typeof call === 'function') call(...args)
      calledAt = undefined
    }
    early?.forEach(replay)
    // Who took a method from the stub still calls that.
    if (early) Object.assign(early, { push: replay })
    if (/[?&]fireball_debug\b/.test(page.location.search)) replay(['debug', []])
    page.dispatchEvent(new CustomEvent('fireball:ready', { detail: fireball }))
  }
  // Who is in front has to be known from the first call on.
  if (more.cookieDomain)
    loadPart(options.origin, 'cookie').then(
      ({ shareId }) => start(shareId),
      () => start(),
    )
  else start()
}
