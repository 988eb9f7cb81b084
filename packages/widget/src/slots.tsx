import type { MessageView } from '@fireball/core'
import { type ComponentChildren, render } from 'preact'
import { Frame } from './frame.tsx'
import { Inline } from './inline.tsx'
import { createPart } from './part.ts'
import type { Place, Places } from './places.ts'
import type { Whole } from './whole.ts'

/** What it looks like comes with `message.tsx`. */
export const styles = ''

/** Draws what stands in the page's own slots; each keeps what it has as long as that is wanted there. */
export const createSlots = (page: Document) => {
  let whole: Whole | undefined
  let places: Places | undefined
  let filled = new Set<Place>()

  const again = () => {
    if (whole) fill(whole)
  }
  const resources = createPart(() => import('./resources.tsx'), again)
  const definitions = createPart(
    () => import('./places.ts'),
    () => {
      places = definitions.now?.definePlaces(page)
      places?.listeners.add(again)
      again()
    },
  )

  const clear = (place: Place) => {
    const { shadowRoot } = place.take()
    if (shadowRoot) render(null, shadowRoot)
    place.leave()
  }

  const card = (view: MessageView, given: Whole): ComponentChildren => {
    if (view.kind === 'inline') return <Inline key={view.key} view={view} whole={given} />
    const part = view.items && resources.need()
    return part && <part.ResourceCard key={view.key} view={view} whole={given} />
  }

  const fill = (given: Whole): void => {
    whole = given
    definitions.need()
    const wanted = new Map<Place, MessageView>()
    for (const { view } of given.state.beside ?? []) {
      const place = [...(places?.all ?? [])].find(
        one =>
          one.localName === 'fireball-slot' && one.getAttribute('name') === view.slot && !wanted.has(one),
      )
      if (view.slot !== undefined && place) wanted.set(place, view)
    }
    for (const place of filled) if (!wanted.has(place)) clear(place)
    filled = new Set(wanted.keys())
    for (const [place, view] of wanted) {
      const { shadowRoot } = place.take()
      if (!shadowRoot) continue
      shadowRoot.adoptedStyleSheets =
        page.querySelector('[data-fireball=prompts]')?.shadowRoot?.adoptedStyleSheets ?? []
      render(<Frame given={given}>{card(view, given)}</Frame>, shadowRoot)
    }
  }

  return {
    fill,
    dispose() {
      places?.listeners.delete(again)
      whole = undefined
      for (const place of filled) clear(place)
    },
  }
}
