import { Hono } from 'hono'
import * as v from 'valibot'
import type { ProgramStore } from '../program-store.ts'
import type { Driver } from '../store/driver.ts'
import { recentEvents, unmatchedEvents } from './connect.ts'
import type { ConsoleEnv } from './guard.ts'
import type { ProgramRoom } from './program.ts'
import { readBody, refuse } from './refusal.ts'

/** What the connect room needs. */
export interface ConnectRoutesPorts {
  readonly store: Driver
  readonly programs: Pick<ProgramStore, 'live'>
  readonly room: ProgramRoom
}

const NAMED = v.object({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(255)) })
/** The bodies of these routes, for the API’s description. */
export const CONNECT_BODIES = { 'POST /projects/:project/events/unmatched': NAMED } as const

/** What arrives, and what of it no signal reads. */
export const connectRoutes = ({ store, programs, room }: ConnectRoutesPorts) =>
  new Hono<ConsoleEnv>()
    .get('/events/recent', async c => {
      const { id } = c.var.project
      const after = Number(c.req.query('after') ?? 0)
      const live = await programs.live(id)
      const cursor = Number.isSafeInteger(after) ? after : 0
      return c.json(await recentEvents(store, id, live?.signals ?? [], cursor))
    })
    .get('/events/unmatched', async c => {
      const { id } = c.var.project
      const live = await programs.live(id)
      return c.json(await unmatchedEvents(store, id, [live?.program, await room.draft(id)]))
    })
    .post('/events/unmatched', async c => {
      const read = await readBody(c, NAMED)
      if ('refusal' in read) return read.refusal
      const { id } = c.var.project
      const unmatched = await unmatchedEvents(store, id, [await room.draft(id)])
      const event = unmatched.find(one => one.name === read.body.name)
      if (event === undefined)
        return refuse(c, 'no-such-event', `No unread event is called “${read.body.name}”.`)
      const added = await room.addSignal(id, event, c.var.actor)
      return added.ok
        ? c.json(await room.state(id))
        : refuse(c, added.error, 'The draft is no program; mend it, or take back an older version first.')
    })
