import type { App, AppState } from '../app-state.ts'

/** What every page is handed. */
export interface PageProps {
  readonly app: App
  readonly state: AppState
  /** The part of the route that names one thing: a campaign's id. */
  readonly id: string
}
