import type { ClientPorts } from '../ports.ts'
import type { WidgetModule } from '../screen.ts'
import { has, openIn, thisPage } from './page.ts'
import { loadPart } from './parts.ts'
import { createProgramFetch } from './program-fetch.ts'
import { trackerPorts } from './tracker-ports.ts'

/** The built-in widget of the collector at that address. */
export const loadWidgetFrom = (origin: string): Promise<WidgetModule> =>
  import(`${origin}/${__WIDGET_FILE__}`)

/** The real world of one client. */
export const browserPorts = (...given: Parameters<typeof trackerPorts>): ClientPorts => {
  const [place] = given
  return {
    ...trackerPorts(...given),
    fetchProgram: createProgramFetch(place),
    loadWidget: () => loadWidgetFrom(place.origin),
    loadPart: name => loadPart(place.origin, name),
    page: thisPage,
    isInView: () => !document.hidden,
    has,
    open: openIn(window),
  }
}
