import { createClock } from './clock.ts'
import type { Place } from './tracker-ports.ts'

/** A call made before the script was there: method, arguments, and when. */
type EarlyCall = readonly [method: string, args: readonly unknown[], at?: number]

/** What a script's tag says. */
export interface TagOptions extends Place {
  readonly consent?: string | undefined
  readonly widget: boolean
}

/**
 * Puts what a script's tag asks for where the page finds it, as `fireball`, and makes up for the calls that came before.
 * To be called while the script itself runs: only then does the page know which tag it came from.
 */
export const boot = (
  make: (options: TagOptions, now: () => number) => object,
  page: Window = window,
): void => {
  const tag = page.document.currentScript
  const known: unknown = Reflect.get(page, 'fireball')
  const early: readonly EarlyCall[] | undefined = known ? Reflect.get(Object(known), 'q') : undefined
  if (!(tag instanceof HTMLScriptElement) || !tag.dataset.key || (known && !early)) return
  const { key, consent, name, widget, host, storage, cookieDomain } = tag.dataset
  const clock = createClock()
  let calledAt: number | undefined
  const fireball = make(
    {
      key,
      // Beside the script, under whatever name and path a proxy passes it on.
      origin: (host ?? new URL('.', tag.src).href).replace(/\/+$/, ''),
      consent,
      name,
      storage,
      cookieDomain,
      widget: widget !== 'off',
    },
    () => calledAt ?? clock(),
  )
  Reflect.set(page, 'fireball', fireball)
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
