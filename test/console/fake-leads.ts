import {
  err,
  type LeadPage,
  type LeadView,
  type Override,
  ok,
  type SavedView,
  type Touch,
} from '@fireball/core'
import type { ProjectApi } from '../../apps/console/src/api.ts'
import { sampleLeadPage } from './sample-leads.ts'
import {
  SAMPLE_FORECAST,
  SAMPLE_METRICS,
  SAMPLE_NO_FORECAST,
  SAMPLE_NO_METRICS,
  SAMPLE_PROPENSITY,
  SAMPLE_TYPES_ONLY,
} from './sample-outlook.ts'
import { SAMPLE_NOW } from './sample-profiles.ts'

/** What the fake of the growth and sales half is made of. */
export interface FakeLeadsOptions {
  readonly isEmpty: boolean
  readonly by: string
  /** Of an account, when there is one with a lead. */
  leadOf(akey: string): { readonly name: string; readonly lead: LeadView } | undefined
}

const STATES: Readonly<
  Record<Touch['kind'], Partial<Pick<LeadView, 'stage'>> & { readonly state: LeadView['touch']['state'] }>
> = {
  touched: { state: 'done', stage: 'touched' },
  snoozed: { state: 'snoozed' },
  woken: { state: 'due' },
  disqualified: { state: 'disqualified' },
  requalified: { state: 'due' },
  won: { state: 'done', stage: 'won' },
  lost: { state: 'done', stage: 'lost' },
  recycled: { state: 'wait', stage: 'recycled' },
}

/** Leads, forecast, propensity and metrics of one project in memory. */
export const createFakeLeads = ({
  isEmpty,
  by,
  leadOf,
}: FakeLeadsOptions): Pick<
  ProjectApi,
  | 'lead'
  | 'touch'
  | 'withdrawTouch'
  | 'savedViews'
  | 'saveView'
  | 'removeView'
  | 'countSegment'
  | 'forecast'
  | 'override'
  | 'propensity'
  | 'learnPropensity'
  | 'metrics'
  | 'exportPath'
> => {
  const changed = new Map<string, LeadPage>()
  let views: readonly SavedView[] = []
  let overrides: readonly Override[] = isEmpty ? [] : SAMPLE_FORECAST.overrides.items
  const none = err({ code: 'no-such-account', message: 'There is no such account.' })
  const pageOf = (akey: string): LeadPage | undefined => {
    const known = leadOf(akey)
    if (known === undefined) return undefined
    const page = changed.get(akey) ?? sampleLeadPage(known.lead)
    return { ...page, override: overrides.find(one => one.akey === akey && one.outcome === null) ?? null }
  }
  const forecast = () =>
    isEmpty
      ? SAMPLE_NO_FORECAST
      : { ...SAMPLE_FORECAST, overrides: { ...SAMPLE_FORECAST.overrides, items: overrides } }
  return {
    lead: async akey => {
      const page = pageOf(akey)
      return page === undefined ? none : ok(page)
    },
    touch: async (akey, { kind, until, reason = '' }) => {
      const page = pageOf(akey)
      if (page === undefined) return none
      if ((kind === 'lost' || kind === 'disqualified') && reason === '')
        return err({ code: 'no-reason', message: 'Say why in a few words.' })
      const { state, stage = page.lead.stage } = STATES[kind]
      const touch: Touch = {
        id: `t${page.touches.length + 10}`,
        at: SAMPLE_NOW,
        by,
        kind,
        reason,
        ...(until === undefined ? {} : { until }),
      }
      const next: LeadPage = {
        ...page,
        lead: { ...page.lead, stage, touch: { ...page.lead.touch, state, by: until ?? page.lead.touch.by } },
        touches: [touch, ...page.touches],
      }
      changed.set(akey, next)
      return ok(next)
    },
    withdrawTouch: async (akey, touch, reason) => {
      const page = pageOf(akey)
      const noted = page?.touches.find(one => one.id === touch)
      if (page === undefined || noted === undefined)
        return err({ code: 'no-such-touch', message: 'Nothing of that id was noted about it.' })
      const { lead } = sampleLeadPage(leadOf(akey)?.lead ?? page.lead)
      const next: LeadPage = {
        ...page,
        lead,
        touches: page.touches.map(one =>
          one.id === touch ? { ...one, withdrawn: { at: SAMPLE_NOW, by, reason } } : one,
        ),
      }
      changed.set(akey, next)
      return ok(next)
    },
    savedViews: async () => ok(views),
    saveView: async (name, search) => {
      const others = views.filter(one => one.name !== name)
      views = [...others, { id: `view-${others.length + 1}`, name, search, by, at: SAMPLE_NOW }]
      return ok(views)
    },
    removeView: async id => {
      views = views.filter(one => one.id !== id)
      return ok(views)
    },
    countSegment: async where =>
      ok({
        matches: Object.keys(where).length === 0 ? 120 : 14,
        looked: 120,
        toLookAt: 120,
        accounts: 120,
        examples: ['Northwind Bakery', 'Harbour Books', 'Viral Cakes'],
      }),
    forecast: async () => ok(forecast()),
    override: async (akey, p, reason) => {
      const known = leadOf(akey)
      if (known === undefined) return none
      if (p !== null && (p < 0 || p > 1))
        return err({ code: 'bad-override', message: 'A chance lies between 0 and 100%.' })
      if (p !== null && reason === '') return err({ code: 'bad-override', message: 'Say why.' })
      const others = overrides.filter(one => one.akey !== akey)
      const modelP = known.lead.propensity.p
      overrides =
        p === null
          ? others
          : [{ akey, name: known.name, p, reason, by, at: SAMPLE_NOW, modelP, outcome: null }, ...others]
      return ok(forecast())
    },
    propensity: async () =>
      ok(isEmpty ? { ...SAMPLE_TYPES_ONLY, converted: 0, not: 0, ranAt: null } : SAMPLE_PROPENSITY),
    learnPropensity: async () => ok({ ...SAMPLE_PROPENSITY, ranAt: SAMPLE_NOW }),
    metrics: async ({ from, to, alone = 'in' }) =>
      ok({ ...(isEmpty ? SAMPLE_NO_METRICS : SAMPLE_METRICS), from, to, alone }),
    exportPath: query => `/api/projects/demo/export/accounts?${new URLSearchParams(Object.entries(query))}`,
  }
}
