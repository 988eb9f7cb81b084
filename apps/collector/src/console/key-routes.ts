import { KEY_SCOPES, type NewKey } from '@fireball/core'
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { Keys } from '../keys.ts'
import type { Audit } from '../security/audit.ts'
import type { ConsoleEnv } from './guard.ts'
import { readBody, refuse } from './refusal.ts'

/** What managing keys needs. */
export interface KeyRoutesPorts {
  readonly keys: Keys
  readonly audit: Audit
}

const HOUR_MS = 3_600_000
const MAX_HOURS = 24 * 30

const MAKE = v.object({
  kind: v.picklist(['publishable', 'secret']),
  mode: v.picklist(['live', 'test']),
  scopes: v.optional(v.pipe(v.array(v.picklist(KEY_SCOPES)), v.maxLength(KEY_SCOPES.length))),
  rate: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000))),
})
const OVERLAP = v.object({
  overlapHours: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_HOURS)), 24),
})
/** The bodies of these routes, for the API's description. */
export const KEY_BODIES = {
  'POST /projects/:project/keys': MAKE,
  'POST /projects/:project/keys/:key/rotate': OVERLAP,
  'POST /projects/:project/identity/rotate': OVERLAP,
} as const

const noSuchKey = (c: Context): Response => refuse(c, 'no-such-key', 'This project has no such key.')

/** The keys of a project: made, rotated with an overlap, revoked; and the log of what was done in it. */
export const keyRoutes = ({ keys, audit }: KeyRoutesPorts) =>
  new Hono<ConsoleEnv>()
    .get('/keys', async c => c.json(await keys.list(c.var.project.id)))
    .post('/keys', async c => {
      const read = await readBody(c, MAKE)
      if ('refusal' in read) return read.refusal
      const { id } = c.var.project
      const key = await keys.add(id, read.body)
      c.set('target', `…${key.slice(-4)}`)
      c.set('detail', { kind: read.body.kind, mode: read.body.mode })
      const answer: NewKey = { key, keys: await keys.list(id) }
      return c.json(answer)
    })
    .post('/keys/:key/rotate', async c => {
      const read = await readBody(c, OVERLAP)
      if ('refusal' in read) return read.refusal
      const { id } = c.var.project
      const { overlapHours } = read.body
      const made = await keys.rotate(id, c.req.param('key'), overlapHours * HOUR_MS)
      if (!made.ok) return noSuchKey(c)
      c.set('target', c.req.param('key'))
      c.set('detail', { overlapHours })
      const answer: NewKey = { key: made.value, keys: await keys.list(id) }
      return c.json(answer)
    })
    .post('/keys/:key/revoke', async c => {
      const { id } = c.var.project
      const ended = await keys.revoke(id, c.req.param('key'))
      c.set('target', c.req.param('key'))
      return ended.ok ? c.json(await keys.list(id)) : noSuchKey(c)
    })
    .post('/identity/rotate', async c => {
      const read = await readBody(c, OVERLAP)
      if ('refusal' in read) return read.refusal
      const { id } = c.var.project
      c.set('target', id)
      return c.json({ secret: await keys.rotateIdentity(id, read.body.overlapHours * HOUR_MS) })
    })
    .get('/audit', async c => c.json(await audit.list(c.var.project.id, c.req.query('before'))))
