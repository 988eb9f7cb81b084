import type { ClientPorts } from '../ports.ts'
import type { WidgetModule } from '../screen.ts'
import { has, openIn, thisPage } from './page.ts'
import { loadPart } from './parts.ts'
import { createProgramFetch } from './program-fetch.ts'
import { type Place, trackerPorts } from './tracker-ports.ts'

/** The real world of one client. */
export const browserPorts = (place: Place, now?: () => number): ClientPorts => ({
  ...trackerPorts(place, now),
  fetchProgram: createProgramFetch(place),
  loadWidget: (): Promise<WidgetModule> => import(`${place.origin}/${__WIDGET_FILE__}`),
  loadPart: name => loadPart(place.origin, name),
  page: thisPage,
  has,
  open: openIn(window),
  say: line => {
    // For developers only: a live site's console stays as it is.
    if (/^(localhost|127\.0\.0\.1|\[::1\])$/.test(location.hostname)) console.info(line)
  },
})
