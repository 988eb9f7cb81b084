import type { ClientPorts } from '../ports.ts'
import type { WidgetModule } from '../screen.ts'
import { has, openIn, thisPage } from './page.ts'
import { loadPart } from './parts.ts'
import { createProgramFetch } from './program-fetch.ts'
import { trackerPorts } from './tracker-ports.ts'

/** The real world of one client. */
export const browserPorts = (...given: Parameters<typeof trackerPorts>): ClientPorts => {
  const [place] = given
  return {
    ...trackerPorts(...given),
    fetchProgram: createProgramFetch(place),
    loadWidget: (): Promise<WidgetModule> => import(`${place.origin}/${__WIDGET_FILE__}`),
    loadPart: name => loadPart(place.origin, name),
    page: thisPage,
    has,
    open: openIn(window),
  }
}
