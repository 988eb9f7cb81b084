import { createIn } from './create.ts'
import type { Fireball } from './fireball.ts'
import { NO_PROGRESS } from './standing.ts'
import { createPlainStore } from './store.ts'

/** A call made before the script was there: method, arguments, and when. */
type EarlyCall = readonly [method: string, args: readonly unknown[], at?: number]

declare global {
  interface Window {
    fireball?: Partial<Fireball> & { readonly q?: readonly EarlyCall[] }
  }
}

// Only while the script itself runs does the page know which tag it came from.
const tag = document.currentScript
const early = window.fireball?.q

if (tag instanceof HTMLScriptElement && tag.dataset.key && (early || !window.fireball)) {
  const { key, consent, name, widget } = tag.dataset
  let calledAt: number | undefined
  const fireball = createIn(
    { key, origin: new URL(tag.src).origin, consent, name, widget: widget !== 'off' },
    createPlainStore(NO_PROGRESS),
    () => calledAt ?? Date.now(),
  )
  window.fireball = fireball
  const replay = ([method, args, at]: EarlyCall) => {
    const call: unknown = Reflect.get(fireball, method)
    calledAt = at
    if (typeof call === 'function') call(...args)
    calledAt = undefined
  }
  early?.forEach(replay)
  // Who took a method from the stub still calls that.
  if (early) Object.assign(early, { push: replay })
  window.dispatchEvent(new CustomEvent('fireball:ready', { detail: fireball }))
}
