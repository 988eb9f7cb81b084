import type { Fireball } from '../fireball.ts'

/** Elements that the browser itself makes a click of, when a key is pressed on them. */
const BY_BROWSER = /^(a|button|input|select|summary|textarea)$/i

/** The nearest element of a path that declares something; what is inside a closed shadow root is not in the path. */
const declares = (path: readonly EventTarget[], name: string): HTMLElement | undefined =>
  path.find(
    (one): one is HTMLElement => (one as Partial<HTMLElement>).dataset?.[`fireball${name}`] !== undefined,
  )

/** What an event's path declares under `data-fireball-…`; `name` begins with a capital. */
export const declaredOn = (path: readonly EventTarget[], name: string): string | undefined =>
  declares(path, name)?.dataset[`fireball${name}`]

/**
 * Tracks what the page declares: `data-fireball-track="Event"` on anything that is clicked, or on a form that is sent;
 * `data-fireball-context`, `data-fireball-outcome` and `data-fireball-feature` of the element, or else of what is
 * around it, become properties. On what only plays a button (`role`), Enter and Space count. Returns how to stop.
 */
export const trackDeclared = ({ track }: Pick<Fireball, 'track'>, page: Window = window): (() => void) => {
  const stop = new AbortController()
  // Before handlers of the page that stop the event, or take the element away.
  const options = { capture: true, signal: stop.signal }
  let pressed: HTMLElement | undefined
  const hear = (event: Event) => {
    const path = event.composedPath()
    // What does not leave a shadow root is still inside what is around that.
    for (let one = path.at(-1); one && 'host' in one && 'mode' in one; one = path.at(-1))
      for (let up: Node | null = (one as ShadowRoot).host; up; up = up.parentNode) path.push(up)
    const { type } = event
    const element = declares(path, 'Track')
    // A form's own event does not leave a shadow root; what is pressed to send it does, and comes first.
    if (type !== 'submit')
      for (const one of path)
        if ('host' in one && 'mode' in one) one.addEventListener('submit', hear, options)
    if (!element || (type === 'submit') !== /^form$/i.test(element.tagName)) return
    const send = () => {
      const of = (name: string) => declaredOn(path.slice(path.indexOf(element)), name)
      track(of('Track'), { context: of('Context'), outcome: of('Outcome'), feature: of('Feature') })
    }
    if (type === 'click') pressed = undefined
    if (type !== 'keydown') send()
    else if (
      /^( |Enter)$/.test((event as KeyboardEvent).key) &&
      element === path[0] &&
      element.role &&
      !BY_BROWSER.test(element.tagName)
    ) {
      pressed = element
      // The page's own handler may make a click of it, when the key is let go at the latest.
      page.addEventListener('keyup', () => setTimeout(() => pressed === element && send()), {
        once: true,
        signal: stop.signal,
      })
    }
  }
  for (const type of ['click', 'submit', 'keydown']) page.addEventListener(type, hear, options)
  return () => stop.abort()
}
