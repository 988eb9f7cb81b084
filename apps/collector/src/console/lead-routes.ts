import type { Touch } from '@fireball/core'
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { Assessor } from '../leads/assessor.ts'
import { addTouch, readTouches, withdrawTouch } from '../leads/touches.ts'
import type { ProgramStore } from '../program-store.ts'
import type { Driver } from '../store/driver.ts'
import { isKnown } from './account-page.ts'
import type { ConsoleEnv } from './guard.ts'
import { leadPage } from './lead-page.ts'
import { noProgram, readBody, refuse } from './refusal.ts'

/** What the routes of an account as a lead need. */
export interface LeadRoutesPorts {
  readonly store: Driver
  readonly programs: Pick<ProgramStore, 'live'>
  readonly assessor: Assessor
  readonly now: () => number
  /** A new id that sorts after all earlier ones. */
  readonly newId: () => string
  /** Something was done about an account: it is due to be looked at. */
  readonly onTouched: () => void
}

const KINDS = [
  'touched',
  'snoozed',
  'woken',
  'disqualified',
  'requalified',
  'won',
  'lost',
  'recycled',
] as const satisfies readonly Touch['kind'][]

const TOUCH = v.object({
  kind: v.picklist(KINDS),
  until: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15))),
  reason: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(1000)), ''),
})

const WITHDRAWAL = v.object({
  reason: v.pipe(v.string(), v.trim(), v.minLength(1, 'say why'), v.maxLength(1000)),
})

/** The bodies of these routes, for the API’s description. */
export const LEAD_BODIES = {
  'POST /projects/:project/accounts/:akey/touches': TOUCH,
  'POST /projects/:project/accounts/:akey/touches/:id/withdraw': WITHDRAWAL,
} as const

/** What is wrong with a touch, beyond its shape; undefined when nothing is. */
const wrongWith = ({ kind, until, reason }: v.InferOutput<typeof TOUCH>, now: number): string | undefined => {
  if ((kind === 'disqualified' || kind === 'lost') && reason === '')
    return `Say why: “${kind}” asks for a reason.`
  if (kind === 'snoozed' && (until === undefined || until <= now))
    return 'Say until when: “until” is an instant in the future, in epoch ms.'
  return kind !== 'snoozed' && until !== undefined ? '“until” goes with “snoozed” alone.' : undefined
}

/** An account as a lead, and what people do about it. */
export const leadRoutes = (ports: LeadRoutesPorts) => {
  const { store, programs, assessor, now, newId, onTouched } = ports

  const page = async (c: Context<ConsoleEnv>, akey: string) => {
    const { id } = c.var.project
    const live = await programs.live(id)
    if (live === undefined) return noProgram(c)
    const found = /^[gu]:./.test(akey) ? await leadPage({ store, assessor }, id, akey, live) : undefined
    return found === undefined
      ? refuse(c, 'no-such-account', `Nothing is known of “${akey}”.`)
      : c.json(found)
  }

  return new Hono<ConsoleEnv>()
    .get('/accounts/:akey/lead', c => page(c, c.req.param('akey')))
    .post('/accounts/:akey/touches', async c => {
      const { id } = c.var.project
      const akey = c.req.param('akey')
      const read = await readBody(c, TOUCH)
      if ('refusal' in read) return read.refusal
      const wrong = wrongWith(read.body, now())
      if (wrong !== undefined) return refuse(c, 'bad-body', wrong)
      if (!/^[gu]:./.test(akey) || !(await isKnown(store, id, akey)))
        return refuse(c, 'no-such-account', `Nothing is known of “${akey}”.`)
      const { kind, until, reason } = read.body
      const touch: Touch = {
        id: newId(),
        at: now(),
        by: c.var.actor,
        kind,
        reason,
        ...(until === undefined ? {} : { until }),
      }
      await store.transaction(queries => addTouch(queries, id, akey, touch))
      c.set('target', akey)
      // Not why: people write names there, and the log is never changed.
      c.set('detail', { kind })
      onTouched()
      return page(c, akey)
    })
    .post('/accounts/:akey/touches/:id/withdraw', async c => {
      const { id: project } = c.var.project
      const akey = c.req.param('akey')
      const read = await readBody(c, WITHDRAWAL)
      if ('refusal' in read) return read.refusal
      const touches = /^[gu]:./.test(akey) ? await readTouches(store, project, akey) : []
      const touch = touches.find(one => one.id === c.req.param('id'))
      if (touch === undefined) return refuse(c, 'no-such-touch', 'Nothing of that id was noted about it.')
      c.set('target', akey)
      c.set('detail', { kind: touch.kind })
      // Taken back before: there is nothing more to do, and no failure.
      if (touch.withdrawn !== undefined) return page(c, akey)
      const withdrawal = {
        id: newId(),
        of: touch.id,
        at: now(),
        by: c.var.actor,
        reason: read.body.reason,
      }
      await store.transaction(queries => withdrawTouch(queries, project, akey, withdrawal))
      onTouched()
      return page(c, akey)
    })
}
