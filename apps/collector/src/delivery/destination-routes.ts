import { TOPICS } from '@fireball/core'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { ConsoleEnv } from '../console/guard.ts'
import { readBody, refuse } from '../console/refusal.ts'
import type { Driver } from '../store/driver.ts'
import { text } from '../store/row.ts'
import type { Reach } from './address.ts'
import type { Delivery } from './delivery.ts'
import { checkDestination, withChange } from './destination-input.ts'
import type { DestinationStore } from './destination-store.ts'
import { DESTINATION_KINDS } from './stored-destination.ts'

/** What the rooms of destinations need. */
export interface DestinationRoutesPorts {
  readonly store: Driver
  readonly destinations: DestinationStore
  readonly delivery: Pick<Delivery, 'channels' | 'queue' | 'wake'>
  readonly reach: Reach
  readonly now: () => number
}

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100))
const url = v.pipe(v.string(), v.trim(), v.maxLength(2000))
const topics = v.pipe(v.array(v.picklist(TOPICS)), v.minLength(1), v.maxLength(TOPICS.length))
const secret = v.optional(v.pipe(v.string(), v.trim(), v.maxLength(4000)))
const fields = v.optional(v.record(v.pipe(v.string(), v.maxLength(40)), v.pipe(v.string(), v.maxLength(100))))
const isEnabled = v.optional(v.boolean())

const MAKE = v.object({ kind: v.picklist(DESTINATION_KINDS), name, url, topics, secret, fields, isEnabled })
const CHANGE = v.object({
  kind: v.optional(v.picklist(DESTINATION_KINDS)),
  name: v.optional(name),
  url: v.optional(url),
  topics: v.optional(topics),
  secret,
  fields,
  isEnabled,
})
const REPLAY = v.object({
  ids: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(255))), v.maxLength(1000))),
})
const STATE = v.fallback(v.optional(v.picklist(['waiting', 'sent', 'dead'])), undefined)

/** The bodies of these routes, for the API’s description. */
export const DESTINATION_BODIES = {
  'POST /projects/:project/destinations': MAKE,
  'PUT /projects/:project/destinations/:id': CHANGE,
  'POST /projects/:project/destinations/:id/replay': REPLAY,
} as const

/** So many accounts are compared in a preview. */
const PREVIEWED = 50
const TOP = `SELECT akey FROM accounts WHERE space = $1 AND is_of_one = 0
  ORDER BY space, urgency DESC, raw_engagement DESC, akey LIMIT ${PREVIEWED}`
const NOTHING_THERE = 'Messages are sent there, nothing is written over: there is nothing to compare.'

/** Where leads are sent: made, changed, tested, watched, and given another try. */
export const destinationRoutes = (ports: DestinationRoutesPorts) => {
  const { store, destinations, delivery, reach, now } = ports
  const find = destinations.find
  const list = async (project: string) => ({ destinations: await destinations.list(project) })
  const noSuch = (c: Parameters<typeof refuse>[0]) =>
    refuse(c, 'no-such-destination', 'This project has no such destination.')

  return new Hono<ConsoleEnv>()
    .get('/destinations', async c => c.json(await list(c.var.project.id)))
    .post('/destinations', async c => {
      const read = await readBody(c, MAKE)
      if ('refusal' in read) return read.refusal
      const project = c.var.project.id
      const checked = checkDestination(read.body, reach)
      if (!checked.ok) return refuse(c, 'bad-destination', checked.error)
      const { made, ...destination } = checked.value
      const id = await destinations.add({ project, ...destination })
      c.set('target', id)
      c.set('detail', { kind: destination.kind, name: destination.name })
      delivery.wake()
      return c.json({
        ...(await list(project)),
        ...(made === undefined ? {} : { made: { id, secret: made } }),
      })
    })
    .put('/destinations/:id', async c => {
      const read = await readBody(c, CHANGE)
      if ('refusal' in read) return read.refusal
      const project = c.var.project.id
      const before = await find(project, c.req.param('id'))
      if (before === undefined) return noSuch(c)
      const checked = withChange(before, read.body, reach, now())
      if (!checked.ok) return refuse(c, 'bad-destination', checked.error)
      const { made, ...change } = checked.value
      await destinations.change(project, before.id, change)
      c.set('detail', { name: change.name, isEnabled: change.isEnabled })
      delivery.wake()
      const answer = await list(project)
      return c.json({ ...answer, ...(made === undefined ? {} : { made: { id: before.id, secret: made } }) })
    })
    .delete('/destinations/:id', async c => {
      const project = c.var.project.id
      const before = await find(project, c.req.param('id'))
      if (before === undefined) return noSuch(c)
      await destinations.remove(project, before.id)
      c.set('detail', { kind: before.kind, name: before.name })
      return c.json(await list(project))
    })
    .post('/destinations/:id/test', async c => {
      const destination = await find(c.var.project.id, c.req.param('id'))
      if (destination === undefined) return noSuch(c)
      c.set('target', destination.id)
      const tested = await delivery.channels[destination.kind].test(destination)
      c.set('detail', { ok: tested.ok })
      return c.json(tested)
    })
    .post('/destinations/:id/preview', async c => {
      const { id } = c.var.project
      const destination = await find(id, c.req.param('id'))
      if (destination === undefined) return noSuch(c)
      const { preview } = delivery.channels[destination.kind]
      if (preview === undefined) return c.json({ items: [], error: NOTHING_THERE })
      const akeys = (await store.all(TOP, [id])).map(row => text(row, 'akey'))
      return c.json(await preview(destination, akeys))
    })
    .get('/destinations/:id/deliveries', async c => {
      const destination = await find(c.var.project.id, c.req.param('id'))
      if (destination === undefined) return noSuch(c)
      const state = v.parse(STATE, c.req.query('state'))
      return c.json(await destinations.deliveries(destination.id, state))
    })
    .post('/destinations/:id/replay', async c => {
      const read = await readBody(c, REPLAY)
      if ('refusal' in read) return read.refusal
      const project = c.var.project.id
      const destination = await find(project, c.req.param('id'))
      if (destination === undefined) return noSuch(c)
      const replayed = await delivery.queue.replay(destination.id, read.body.ids)
      await destinations.resume(project, destination.id)
      c.set('target', destination.id)
      c.set('detail', { replayed })
      delivery.wake()
      return c.json(await list(project))
    })
}
