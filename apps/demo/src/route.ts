import type { ComponentType } from 'preact'
import { Automations } from './pages/automations.tsx'
import { Campaigns, Compose } from './pages/campaigns.tsx'
import { Contacts } from './pages/contacts.tsx'
import { Home } from './pages/home.tsx'
import { Integrations } from './pages/integrations.tsx'
import type { PageProps } from './pages/page-props.ts'
import { AdvancedReports, Api } from './pages/paid.tsx'
import { Plans } from './pages/plans.tsx'
import { Compare, ReportPage, Reports } from './pages/reports.tsx'
import { Segments } from './pages/segments.tsx'
import { Privacy, Settings } from './pages/settings.tsx'
import { Team } from './pages/team.tsx'
import { Templates } from './pages/templates.tsx'
import type { IconName } from './parts/icon.tsx'

/** One page of the app. */
export interface Route {
  readonly path: string
  readonly name: string
  readonly page: ComponentType<PageProps>
  /** In the menu, with this picture. */
  readonly icon?: IconName
  /** Where a tip may point. */
  readonly tour?: string
  readonly isPaid?: boolean
}

/** All pages, in the order of the menu. A path that ends in `:id` takes the rest as the id. */
export const ROUTES: readonly Route[] = [
  { path: '/', name: 'Home', page: Home, icon: 'home' },
  { path: '/campaigns', name: 'Campaigns', page: Campaigns, icon: 'campaigns', tour: 'write' },
  { path: '/campaigns/new', name: 'New campaign', page: Compose },
  { path: '/templates', name: 'Templates', page: Templates, icon: 'templates' },
  { path: '/contacts', name: 'Contacts', page: Contacts, icon: 'contacts' },
  { path: '/segments', name: 'Segments', page: Segments, icon: 'segments', tour: 'segments' },
  { path: '/reports', name: 'Reports', page: Reports, icon: 'reports', tour: 'reports' },
  { path: '/reports/compare', name: 'Compare reports', page: Compare },
  { path: '/reports/advanced', name: 'Advanced reports', page: AdvancedReports },
  { path: '/reports/:id', name: 'Report', page: ReportPage },
  { path: '/automations', name: 'Automations', page: Automations, icon: 'automations', tour: 'automations' },
  { path: '/integrations', name: 'Integrations', page: Integrations, icon: 'integrations' },
  { path: '/team', name: 'Team', page: Team, icon: 'team' },
  { path: '/api', name: 'API', page: Api, icon: 'api', isPaid: true },
  { path: '/plans', name: 'Plans', page: Plans, icon: 'plans' },
  { path: '/settings', name: 'Your shop', page: Settings, icon: 'settings' },
  { path: '/privacy', name: 'What is stored', page: Privacy },
]

const HOME = ROUTES[0] as Route

/** The page of an address' hash, and the id in it; an unknown one leads home. */
export const routeOf = (hash: string): { readonly route: Route; readonly id: string } => {
  const path = hash.replace(/^#/, '') || '/'
  const exact = ROUTES.find(one => one.path === path)
  if (exact !== undefined) return { route: exact, id: '' }
  const cut = path.lastIndexOf('/') + 1
  const open = ROUTES.find(one => one.path === `${path.slice(0, cut)}:id`)
  return { route: open ?? HOME, id: open === undefined ? '' : path.slice(cut) }
}
