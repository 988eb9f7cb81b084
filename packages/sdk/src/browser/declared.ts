import type { Fireball } from '../fireball.ts'

/**
 * Tracks what the page declares: `data-fireball-track="Event"` on anything that is clicked, or on a form that is sent;
 * `data-fireball-context` and `data-fireball-outcome` become properties. Returns how to stop.
 */
export const trackDeclared = (
  { track }: Pick<Fireball, 'track'>,
  page: Document = document,
): (() => void) => {
  const stop = new AbortController()
  for (const type of ['click', 'submit'])
    page.addEventListener(
      type,
      ({ target }) => {
        const element = target instanceof Element && target.closest<HTMLElement>('[data-fireball-track]')
        if (!element || (type === 'submit') !== element instanceof HTMLFormElement) return
        const { fireballTrack, fireballContext: context, fireballOutcome: outcome } = element.dataset
        track(fireballTrack, { context, outcome })
      },
      // Before handlers of the page that stop the event.
      { capture: true, signal: stop.signal },
    )
  return () => stop.abort()
}
