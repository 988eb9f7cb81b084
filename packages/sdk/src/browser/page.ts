import type { PageListener, PageView, TrackerPorts } from '../ports.ts'

interface Navigation extends EventTarget {
  readonly currentEntry: unknown
}

/** The page as events see it: no query and no fragment, which may hold what people typed. */
export const pageOf = ({ location, document }: Window): PageView => ({
  title: document.title,
  url: location.origin + location.pathname,
  path: location.pathname,
  referrer: document.referrer.replace(/[?#].*/, ''),
})

/** This page. */
export const thisPage = (): PageView => pageOf(window)

/** Whether the page is a developer's own. */
export const isOwnMachine = (): boolean => /^(localhost|127\.0\.0\.1|\[::1\])$/.test(location.hostname)

/** Whether one of these selectors finds anything on the page; a broken one finds nothing. */
export const has = (selectors: readonly string[]): boolean => {
  try {
    return document.querySelector(selectors.join()) !== null
  } catch {
    return false // the widget says so where the nudge is to be drawn
  }
}

/** Follows `http`, `https` and `mailto` links, as a link on the page would. */
export const openIn =
  ({ location, document }: Window) =>
  (link: string): void => {
    const url = new URL(link, document.baseURI)
    if (/^(https?|mailto):$/.test(url.protocol)) location.assign(url.href)
  }

/** What the browser says on the person's behalf. Source: https://w3c.github.io/gpc/ */
export const privacySignalOf = (
  navigator: Navigator & { readonly globalPrivacyControl?: boolean; readonly doNotTrack?: string | null },
): ReturnType<TrackerPorts['privacySignal']> =>
  navigator.globalPrivacyControl === true ? 'GPC' : navigator.doNotTrack === '1' ? 'DNT' : undefined

/** Tells a listener what happens to the page; `prefix` begins the names of our notes. Returns how to stop. */
export const listenTo = (page: Window, prefix: string, listener: PageListener): (() => void) => {
  const stop = new AbortController()
  const { document } = page
  let { href } = page.location
  const on = (target: EventTarget, name: string, act: (event: Event) => void) =>
    target.addEventListener(name, act, { signal: stop.signal })
  const navigate = () => {
    if (page.location.href === href) return
    href = page.location.href
    listener.onNavigate()
  }
  on(document, 'visibilitychange', () =>
    document.visibilityState === 'hidden' ? listener.onHidden() : listener.onVisible(),
  )
  on(page, 'focus', listener.onVisible)
  // From `window.close()` on WebKit keeps nothing that a page writes, not even in the same task. Others do, and there such
  // a listener costs: a longer way out of the page, or its place in the cache.
  if (/^Apple/.test(page.navigator.vendor)) on(page, 'beforeunload', listener.onClosing)
  on(page, 'pagehide', listener.onLeave)
  on(page, 'pageshow', event => {
    if ((event as PageTransitionEvent).persisted) listener.onReturn()
  })
  on(page, 'online', listener.onOnline)
  const { navigation } = page as Window & { readonly navigation?: Navigation }
  if (navigation) on(navigation, 'currententrychange', navigate)
  else {
    on(page, 'popstate', navigate)
    // Without the Navigation API a view changes by a click, after the page's own handlers.
    on(document, 'click', () => setTimeout(navigate))
  }
  on(page, 'storage', event => {
    const { key, newValue, oldValue } = event as StorageEvent
    if (key?.startsWith(prefix)) listener.onForeign(key.slice(prefix.length), newValue, oldValue)
  })
  return () => stop.abort()
}
