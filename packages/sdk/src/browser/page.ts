import type { ClientPorts, PageListener } from '../ports.ts'
import { namesOf } from './storage.ts'

interface Navigation extends EventTarget {
  readonly currentEntry: unknown
}

/** The page as events see it: no query and no fragment, which may hold what people typed. */
export const pageOf = ({ location, document }: Window): ReturnType<ClientPorts['page']> => ({
  url: location.origin + location.pathname,
  path: location.pathname,
  title: document.title,
  referrer: document.referrer.replace(/[?#].*/, ''),
})

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
): 'GPC' | 'DNT' | undefined =>
  navigator.globalPrivacyControl === true ? 'GPC' : navigator.doNotTrack === '1' ? 'DNT' : undefined

/** Tells a listener what happens to the page; returns how to stop. */
export const listenTo = (page: Window, database: string, listener: PageListener): (() => void) => {
  const stop = new AbortController()
  const { document } = page
  const names = namesOf(database)
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
  on(page, 'focus', () => listener.onVisible())
  on(page, 'pagehide', () => listener.onLeave())
  on(page, 'pageshow', event => {
    if ('persisted' in event && event.persisted === true) listener.onReturn()
  })
  on(page, 'online', () => listener.onOnline())
  const { navigation } = page as Window & { readonly navigation?: Navigation }
  if (navigation) on(navigation, 'currententrychange', navigate)
  else {
    on(page, 'popstate', navigate)
    // Without the Navigation API a view changes by a click, after the page's own handlers.
    on(document, 'click', () => setTimeout(navigate))
  }
  on(page, 'storage', event => {
    const { key, newValue } = event as StorageEvent
    if (key?.startsWith(names.journal))
      listener.onForeign('journal', key.slice(names.journal.length), newValue)
    else if (key?.startsWith(names.note)) listener.onForeign('note', key.slice(names.note.length), newValue)
  })
  return () => stop.abort()
}
