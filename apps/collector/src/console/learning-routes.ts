import type { LearningState } from '@fireball/core'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { FitStore } from '../learning/fit-store.ts'
import type { Learner, LearningSettings } from '../learning/learner.ts'
import type { ConsoleEnv } from './guard.ts'
import { readBody, refuse } from './refusal.ts'

/** What the learning room needs. */
export interface LearningRoutesPorts {
  readonly fits: FitStore
  readonly learner: Pick<Learner, 'run'>
  readonly settings: LearningSettings
  readonly now: () => number
  readonly newId: () => string
  /** What is in use has changed. */
  readonly onUse: (project: string) => void
  readonly onError: (error: unknown) => void
}

const USE = v.object({ id: v.pipe(v.string(), v.maxLength(100)) })

/** The bodies of these routes, for the API’s description. */
export const LEARNING_BODIES = { 'POST /projects/:project/learning/use': USE } as const

const stateOf = async (
  { fits, settings, now }: LearningRoutesPorts,
  project: string,
): Promise<LearningState> => {
  const row = await fits.read(project)
  const all = await fits.fits(project)
  const isRunning = row.leasedUntil > now()
  return {
    live: all.find(one => one.id === row.live) ?? (await fits.fit(project, row.live).then(withoutBody)),
    liveSince: row.liveSince,
    isHeld: row.isHeld,
    running: isRunning ? (row.progress ?? { stage: 'reading', done: 0, total: 1 }) : null,
    report: row.report,
    nextAt: settings.everyMs <= 0 ? null : Math.max(now(), (row.ranAt ?? 0) + settings.everyMs),
    fits: all,
    decisions: await fits.decisions(project),
  }
}

const withoutBody = (found: Awaited<ReturnType<FitStore['fit']>>): LearningState['live'] => {
  if (found === undefined) return null
  const { fit: _, ...record } = found
  return record
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** What was learned of a project's users, how well it tells, and going back to an earlier fit. */
export const learningRoutes = (ports: LearningRoutesPorts) => {
  const { fits, learner, now, newId, onUse, onError } = ports
  return new Hono<ConsoleEnv>()
    .get('/learning', async c => c.json(await stateOf(ports, c.var.project.id)))
    .post('/learning/use', async c => {
      const read = await readBody(c, USE)
      if ('refusal' in read) return read.refusal
      const project = c.var.project.id
      const { id } = read.body
      const found = id === '' ? undefined : await fits.fit(project, id)
      if (id !== '' && (found === undefined || found.state === 'rejected'))
        return refuse(c, 'no-such-fit', 'This project has no such fit to go back to.')
      const what = found === undefined ? 'the starting values' : `the fit of ${day(found.at)}`
      await fits.use(project, id, {
        id: newId(),
        at: now(),
        by: c.var.actor,
        kind: 'back',
        fit: id,
        say: `Put ${what} in use; new fits wait.`,
      })
      onUse(project)
      return c.json(await stateOf(ports, project))
    })
    .post('/learning/resume', async c => {
      const project = c.var.project.id
      await fits.resume(project, {
        id: newId(),
        at: now(),
        by: c.var.actor,
        kind: 'resumed',
        fit: (await fits.read(project)).live,
        say: 'Lets better fits go live by themselves again.',
      })
      return c.json(await stateOf(ports, project))
    })
    .post('/learning/run', async c => {
      const project = c.var.project.id
      // Answered at once: the room shows how far it is.
      learner.run(project).catch(onError)
      await new Promise<void>(resolve => setImmediate(resolve))
      return c.json(await stateOf(ports, project))
    })
}
