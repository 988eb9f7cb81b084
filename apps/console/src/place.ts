import { createRouter, getPagePath } from '@nanostores/router'

/** The rooms, by path. A `tab` of the program is one of `PROGRAM_TABS`. */
export const ROUTES = {
  home: '/console',
  signIn: '/console/sign-in',
  project: '/console/:project',
  accounts: '/console/:project/accounts',
  account: '/console/:project/accounts/:akey',
  inbox: '/console/:project/inbox',
  forecast: '/console/:project/forecast',
  metrics: '/console/:project/metrics',
  program: '/console/:project/program/:tab?',
  learning: '/console/:project/learning/:tab?',
  connect: '/console/:project/connect/:tab?',
  access: '/console/:project/access',
} as const

/** The tabs of the program room, as they stand in the path; the first is also at the bare path. */
export const PROGRAM_TABS = ['prompts', 'leads', 'json', 'publish', 'history'] as const
export type ProgramTab = (typeof PROGRAM_TABS)[number]

/** The second tabs of the rooms that have two; the first is at the bare path. */
export const OTHER_TABS = { learning: 'converting', connect: 'destinations' } as const

/** Reads the address bar and follows links; one for the page. */
export const createPlace = () => createRouter(ROUTES)
export type Place = ReturnType<typeof createPlace>

/** Whether a path can be decoded at all; one that cannot would break the router. */
export const isReadable = (path: string): boolean => {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false // `%E0` and the like: nothing of ours is there
  }
}

/** Paths to the rooms of one project, for links. */
export const linksOf = (place: Place, project: string) => ({
  accounts: (search: Record<string, string> = {}) => getPagePath(place, 'accounts', { project }, search),
  account: (akey: string, search: Record<string, string> = {}) =>
    getPagePath(place, 'account', { project, akey }, search),
  inbox: () => getPagePath(place, 'inbox', { project }),
  program: (tab?: ProgramTab) =>
    getPagePath(place, 'program', tab === undefined ? { project } : { project, tab }),
  forecast: () => getPagePath(place, 'forecast', { project }),
  metrics: (search: Record<string, string> = {}) => getPagePath(place, 'metrics', { project }, search),
  learning: () => getPagePath(place, 'learning', { project }),
  converting: () => getPagePath(place, 'learning', { project, tab: OTHER_TABS.learning }),
  connect: () => getPagePath(place, 'connect', { project }),
  destinations: () => getPagePath(place, 'connect', { project, tab: OTHER_TABS.connect }),
  access: () => getPagePath(place, 'access', { project }),
})
export type Links = ReturnType<typeof linksOf>
