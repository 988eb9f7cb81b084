import { type Akey, checkOverride } from '@fireball/core'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { ConsoleEnv } from '../console/guard.ts'
import { noProgram, readBody, refuse } from '../console/refusal.ts'
import type { ProgramStore } from '../program-store.ts'
import type { Forecaster } from './forecaster.ts'
import type { Overrides } from './overrides.ts'

/** What the forecast room needs. */
export interface ForecastRoutesPorts {
  readonly forecaster: Forecaster
  readonly overrides: Overrides
  readonly programs: Pick<ProgramStore, 'live'>
  readonly now: () => number
  readonly newId: () => string
}

const NUMBER = 'a chance is a number from 0 to 1 (0–100 %), or null to take it back'

const OVERRIDE = v.object({
  p: v.union([v.null(), v.number()], NUMBER),
  reason: v.optional(v.pipe(v.string(), v.maxLength(500))),
})

/** The bodies of these routes, for the API’s description. */
export const FORECAST_BODIES = { 'PUT /projects/:project/forecast/overrides/:akey': OVERRIDE } as const

/** What is expected to close, and what people say about it. */
export const forecastRoutes = (ports: ForecastRoutesPorts) => {
  const { forecaster, overrides, programs, now, newId } = ports
  return new Hono<ConsoleEnv>()
    .get('/forecast', async c => {
      const { id } = c.var.project
      const live = await programs.live(id)
      return live === undefined ? noProgram(c) : c.json(await forecaster.read(id, live))
    })
    .put('/forecast/overrides/:akey', async c => {
      const read = await readBody(c, OVERRIDE)
      if ('refusal' in read) return read.refusal
      const { id } = c.var.project
      const live = await programs.live(id)
      if (live === undefined) return noProgram(c)
      const checked = checkOverride(read.body.p, read.body.reason ?? '')
      if (!checked.ok) return refuse(c, 'bad-body', checked.error)
      const akey: Akey = c.req.param('akey')
      const { p, reason } = checked.value
      c.set('detail', { p, reason })
      const added = await overrides.add(id, akey, { id: newId(), at: now(), by: c.var.actor, p, reason })
      if (added === 'no-such-account') return refuse(c, added, 'This project has no such account.')
      if (added === 'closed')
        return refuse(c, 'bad-body', 'This account is not open: there is nothing left to close.')
      return c.json(await forecaster.read(id, live))
    })
}
