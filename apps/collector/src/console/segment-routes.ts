import { type Condition, isObject } from '@fireball/core'
import { conditionProblems } from '@fireball/core/program'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { ProgramStore } from '../program-store.ts'
import type { ConsoleEnv } from './guard.ts'
import { noProgram, readBody, refuse } from './refusal.ts'
import { createSegmentCounter, type SegmentCountPorts } from './segment-count.ts'

/** What counting for the editor of conditions needs. */
export interface SegmentRoutesPorts extends SegmentCountPorts {
  readonly programs: Pick<ProgramStore, 'live'>
}

const COUNT = v.object({ where: v.pipe(v.unknown(), v.check(isObject, 'must be an object')) })

/** The bodies of these routes, for the API’s description. */
export const SEGMENT_BODIES = { 'POST /projects/:project/segments/count': COUNT } as const

/** For how many accounts a condition holds, while it is made. */
export const segmentRoutes = (ports: SegmentRoutesPorts) => {
  const counter = createSegmentCounter(ports)
  return new Hono<ConsoleEnv>().post('/segments/count', async c => {
    const read = await readBody(c, COUNT)
    if ('refusal' in read) return read.refusal
    const { id } = c.var.project
    const live = await ports.programs.live(id)
    if (live === undefined) return noProgram(c)
    const where = read.body.where as Condition
    const wrong = conditionProblems(where)
    if (wrong.length > 0) return refuse(c, 'bad-body', wrong.join(' '))
    return c.json(await counter.count(id, live, where))
  })
}
