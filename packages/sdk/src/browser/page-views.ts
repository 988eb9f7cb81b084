/** What counting page views takes. */
export interface ViewPorts {
  /** Records one view, of what the page shows now; `at` is when it came into view. */
  record(at: number, route: string): void
  /** Calls at each view that the host records by its own `page()`; returns how to stop. */
  onOwnView(act: () => void): () => void
  now(): number
}

/** A redirect right after a change makes one view of the two, and the title has followed by then. */
export const SETTLE_MS = 50

/**
 * The address as views tell it: path, and a fragment that is a route (`#/reports`, `#!/reports`). Neither query nor
 * other fragments make another view: they may hold what people type, or a place on the same page.
 */
export const routeOf = ({ pathname, hash }: Location): string =>
  pathname + (/^#!?\//.test(hash) ? hash.replace(/\?.*/, '') : '')

/** Calls after each change of the address that makes an entry or replaces one, where the browser does not tell. */
const patchHistory = (history: History, changed: () => void): (() => void) => {
  const undo = (['pushState', 'replaceState'] as const).map(name => {
    const own = history[name]
    const patched: typeof own = function (this: History, ...args) {
      own.apply(this, args)
      changed()
    }
    Reflect.set(history, name, patched)
    // Somebody may have wrapped it again meanwhile; theirs stays.
    return () => Reflect.get(history, name) === patched && Reflect.set(history, name, own)
  })
  return () => {
    for (const one of undo) one()
  }
}

/**
 * One page view per activation: when the page is first shown (a prerendered one when it is), at each other route, and
 * when it comes back from the browser's cache. Returns how to stop.
 */
export const countViews = ({ record, onOwnView, now }: ViewPorts, page: Window = window): (() => void) => {
  const stop = new AbortController()
  const { document } = page
  const { navigation } = page as Window & { readonly navigation?: EventTarget }
  let route: string | undefined
  let pending: { readonly at: number; readonly timer: number } | undefined

  const settle = () => {
    if (!pending) return
    page.clearTimeout(pending.timer)
    const { at } = pending
    pending = undefined
    const next = routeOf(page.location)
    if (next === route) return
    route = next
    record(at, next)
  }
  const begin = () => {
    // Not yet seen by anybody; activation tells.
    if (Reflect.get(document, 'prerendering') === true) return
    pending ??= { at: now(), timer: page.setTimeout(settle, SETTLE_MS) }
  }
  const changed = () => {
    if (routeOf(page.location) !== route) begin()
  }
  const again = () => {
    route = undefined
    begin()
  }

  const on = (target: EventTarget, type: string, act: (event: Event) => void) =>
    target.addEventListener(type, act, { signal: stop.signal })
  if (navigation) on(navigation, 'currententrychange', changed)
  const unpatch = navigation ? () => {} : patchHistory(page.history, changed)
  on(page, 'popstate', changed)
  on(page, 'hashchange', changed)
  on(page, 'pageshow', event => 'persisted' in event && event.persisted === true && again())
  on(page, 'pagehide', settle)
  on(document, 'prerenderingchange', begin)
  const stopOwn = onOwnView(() => {
    // The host tells its views itself: ours would be the same one twice.
    route = routeOf(page.location)
  })
  begin()

  return () => {
    stop.abort()
    unpatch()
    stopOwn()
    if (pending) page.clearTimeout(pending.timer)
    pending = undefined
  }
}
