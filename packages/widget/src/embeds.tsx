import { type ComponentChildren, render } from 'preact'
import { createPart } from './part.ts'
import type { Place, Places } from './places.ts'

/** What it looks like comes with `checklist.tsx`. */
export const styles = ''

const loadPlaces = () => import('./places.ts')
// It comes along with this file, so that nothing is asked of the network later.
loadPlaces().catch(() => {})

/** The places of the page in which a checklist stands. */
export interface Embeds {
  /** Draws in each `<fireball-checklist>` for that key, or for any; whether there is one. */
  fill(key: string | undefined, child: ComponentChildren): boolean
  dispose(): void
}

/** `again` is called when such places come, go or change. */
export const createEmbeds = (page: Document, again: () => void): Embeds => {
  let places: Places | undefined
  let filled = new Set<Place>()
  const part = createPart(loadPlaces, () => {
    places = part.now?.definePlaces(page)
    places?.listeners.add(again)
    again()
  })
  const clear = (place: Place) => {
    const { shadowRoot } = place.take()
    if (shadowRoot) render(null, shadowRoot)
    place.leave()
  }
  return {
    fill(key, child) {
      part.need()
      const wanted = [...(places?.all ?? [])].filter(
        one =>
          key !== undefined &&
          one.localName === 'fireball-checklist' &&
          (one.getAttribute('key') || one.getAttribute('name') || key) === key,
      )
      for (const place of filled) if (!wanted.includes(place)) clear(place)
      filled = new Set(wanted)
      for (const place of wanted) {
        const { shadowRoot } = place.take()
        if (!shadowRoot) continue
        shadowRoot.adoptedStyleSheets =
          page.querySelector('[data-fireball=checklist]')?.shadowRoot?.adoptedStyleSheets ?? []
        render(child, shadowRoot)
      }
      return wanted.length > 0
    },
    dispose() {
      places?.listeners.delete(again)
      for (const place of filled) clear(place)
    },
  }
}
