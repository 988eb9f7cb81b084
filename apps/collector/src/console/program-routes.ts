import { Hono } from 'hono'
import * as v from 'valibot'
import type { ProgramStore } from '../program-store.ts'
import type { Driver } from '../store/driver.ts'
import type { ConsoleEnv } from './guard.ts'
import { type ProgramRoom, programJsonSchema } from './program.ts'
import { promptStats } from './prompts.ts'
import { noProgram, readBody, refuse } from './refusal.ts'

/** What the program room and the prompts beside it need. */
export interface ProgramRoutesPorts {
  readonly store: Driver
  readonly programs: Pick<ProgramStore, 'live' | 'setPaused'>
  readonly room: ProgramRoom
}

const short = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(100, 'at most 100 characters'),
)
const DRAFT = v.looseObject({ program: v.unknown() })
const PUBLISH = v.object({ note: v.optional(v.pipe(v.string(), v.maxLength(500)), '') })
const ROLLBACK = v.object({ id: v.pipe(v.string(), v.minLength(1), v.maxLength(100)) })
const STARTER = v.object({ product: short, setUp: short, core: short, advanced: short })
const PAUSE = v.object({ key: v.pipe(v.string(), v.minLength(1), v.maxLength(100)), paused: v.boolean() })
/** The bodies of these routes, for the API’s description. */
export const PROGRAM_BODIES = {
  'PUT /projects/:project/program/draft': DRAFT,
  'POST /projects/:project/program/publish': PUBLISH,
  'POST /projects/:project/program/rollback': ROLLBACK,
  'POST /projects/:project/program/starter': STARTER,
  'POST /projects/:project/pause': PAUSE,
} as const

/** Draft, publish, roll back, start over; how prompts do, and holding them back. */
export const programRoutes = ({ store, programs, room }: ProgramRoutesPorts) =>
  new Hono<ConsoleEnv>()
    .get('/program', async c => c.json(await room.state(c.var.project.id)))
    .get('/program/schema', c => c.json(programJsonSchema()))
    .get('/program/history', async c => c.json(await room.history(c.var.project.id)))
    .put('/program/draft', async c => {
      const read = await readBody(c, DRAFT)
      if ('refusal' in read) return read.refusal
      await room.saveDraft(c.var.project.id, read.body.program, c.var.actor)
      return c.json(await room.state(c.var.project.id))
    })
    .post('/program/publish', async c => {
      const read = await readBody(c, PUBLISH)
      if ('refusal' in read) return read.refusal
      const published = await room.publish(c.var.project.id, read.body.note, c.var.actor)
      return published.ok
        ? c.json(await room.state(c.var.project.id))
        : refuse(c, 'has-errors', 'The draft has errors, so it cannot be published.', published.error)
    })
    .post('/program/rollback', async c => {
      const read = await readBody(c, ROLLBACK)
      if ('refusal' in read) return read.refusal
      const published = await room.rollback(c.var.project.id, read.body.id, c.var.actor)
      return published.ok
        ? c.json(await room.state(c.var.project.id))
        : refuse(c, 'no-such-version', 'This project has no such version.')
    })
    .post('/program/starter', async c => {
      const read = await readBody(c, STARTER)
      if ('refusal' in read) return read.refusal
      const started = await room.startOver(c.var.project.id, read.body, c.var.actor)
      return started.ok
        ? c.json(await room.state(c.var.project.id))
        : refuse(c, started.error, 'The draft holds work of your own; a starter would overwrite it.')
    })
    .get('/prompts', async c => {
      const live = await programs.live(c.var.project.id)
      return live === undefined ? c.json([]) : c.json(await promptStats(store, c.var.project.id, live))
    })
    .post('/pause', async c => {
      const read = await readBody(c, PAUSE)
      if ('refusal' in read) return read.refusal
      const { id } = c.var.project
      const { key, paused } = read.body
      const known = await programs.live(id)
      if (known === undefined) return noProgram(c)
      const { nudges, prompts, messages = [] } = known.program
      const isThere = [...nudges, ...prompts, ...messages].some(one => one.key === key)
      if (!isThere && key !== '*' && !known.paused.includes(key))
        return refuse(c, 'no-such-prompt', `The published program has no prompt “${key}”.`)
      await programs.setPaused(id, key, paused, c.var.actor)
      const live = (await programs.live(id)) ?? known
      return c.json(await promptStats(store, id, live))
    })
