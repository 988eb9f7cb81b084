import type { LearningReport } from '@fireball/core'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { type Committer, createCommitter } from './committer.ts'
import { createConsoleApi } from './console/api.ts'
import { createSessions, type Sessions } from './console/sessions.ts'
import { createFiller } from './filler.ts'
import { DATA_HEADERS } from './headers.ts'
import { createFitStore } from './learning/fit-store.ts'
import { learnPort } from './learning/learn.ts'
import { learnRun } from './learning/learn-run.ts'
import {
  createLearner,
  LEARNING_DEFAULTS,
  type Learner,
  type LearningSettings,
  type Work,
} from './learning/learner.ts'
import { createMetrics } from './metrics.ts'
import { processPace } from './pace.ts'
import { createPeople, type People } from './people.ts'
import { createProgramStore, type ProgramStore } from './program-store.ts'
import { createProjects, type Projects } from './projects.ts'
import { createQualifier } from './qualifier.ts'
import { type AssetFolders, assetRoutes } from './routes/assets.ts'
import { ingestRoutes } from './routes/ingest.ts'
import { landingRoutes } from './routes/landing.ts'
import { operationsRoutes } from './routes/operations.ts'
import { programRoutes } from './routes/program.ts'
import type { Driver } from './store/driver.ts'

/** What a collector needs of the world. */
export interface CollectorPorts {
  /** With its schema up to date. */
  readonly store: Driver
  readonly folders: AssetFolders
  readonly now: () => number
  /** A new id that sorts after all earlier ones. */
  readonly newId: () => string
  /** A new secret: random, URL-safe, at least 128 bits. */
  readonly secret: () => string
  /** Where the collector is reached, when that is not where requests come to. */
  readonly origin?: string | undefined
  /** Something that is nobody's mistake but ours. */
  readonly onError: (error: unknown) => void
  /** When the ability model is fitted anew. */
  readonly learning?: LearningSettings | undefined
  /** Where it is fitted; without it, in this thread. */
  readonly learnIn?: Work | undefined
  /** What a run of learning found, for the log. */
  readonly onLearned?: ((project: string, report: LearningReport) => void) | undefined
  /** Whether the figures of the whole process belong to this collector. */
  readonly isProcess?: boolean
}

/** A collector: its routes, and what stands behind them. */
export interface Collector {
  readonly app: Hono
  readonly projects: Projects
  readonly programs: ProgramStore
  readonly people: People
  readonly sessions: Sessions
  readonly committer: Committer
  readonly learner: Learner
  /** Looks for work that time has made due, and for what an earlier process left. */
  wake(): void
  /** Settles when everything received is committed, filled and evaluated. */
  settled(): Promise<void>
  /** Finishes what was received, and stops; the store stays open. */
  dispose(): Promise<void>
}

export const createCollector = (ports: CollectorPorts): Collector => {
  const { store, folders, now, newId, secret, onError, origin, isProcess = false } = ports
  let isStopping = false
  const projects = createProjects({ store, now, secret })
  const sessions = createSessions({ store, now, secret })
  const people = createPeople(store)
  const metrics = createMetrics({ isProcess })
  const programs = createProgramStore({
    store,
    now,
    newId,
    onChange: project => {
      filler.wake(project)
      qualifier.wake()
    },
  })
  const pace = isProcess ? processPace() : undefined
  const qualifier = createQualifier({ store, programs, people, now, newId, onError, pace })
  const filler = createFiller({ store, programs, onError, onFilled: () => qualifier.wake() })
  const fits = createFitStore(store)
  const learning = ports.learning ?? LEARNING_DEFAULTS
  const learner = createLearner({
    store,
    fits,
    programs,
    work:
      ports.learnIn ??
      ((project, control) =>
        learnRun({ store, fits, programs, learn: learnPort, now, newId }, project, control)),
    now,
    settings: learning,
    onLive: () => qualifier.wake(),
    onError,
    onReport: ports.onLearned,
  })
  const committer = createCommitter({
    store,
    programs,
    onCommit: messages => {
      metrics.committed(messages)
      qualifier.wake()
    },
    onError,
  })

  const app = new Hono()
  app.use(
    '/v1/*',
    cors({
      origin: '*',
      allowHeaders: ['Authorization', 'Content-Type', 'Content-Encoding'],
      exposeHeaders: ['ETag', 'Retry-After'],
      maxAge: 86_400,
    }),
  )
  app.route('/', ingestRoutes({ store, people, projects, programs, committer, now, newId }, metrics))
  app.route('/', programRoutes({ projects, programs }))
  app.route('/', operationsRoutes({ store, metrics, isStopping: () => isStopping }))
  app.route('/', landingRoutes())
  app.route('/', assetRoutes(folders))
  app.route(
    '/api',
    createConsoleApi({
      store,
      projects,
      programs,
      people,
      sessions,
      learning: {
        fits,
        learner,
        settings: learning,
        newId,
        onUse: project => {
          programs.refresh(project)
          qualifier.wake()
        },
      },
      now,
      origin,
      onError,
    }),
  )
  app.notFound(c => c.text('Not found\n', 404, { ...DATA_HEADERS }))
  app.onError((error, c) => {
    onError(error)
    return c.json({ success: false, error: { code: 'failed' } }, 500, { ...DATA_HEADERS })
  })

  const settled = async (): Promise<void> => {
    await committer.settled()
    await filler.settled()
    await learner.settled()
    await qualifier.settled()
  }

  return {
    app,
    projects,
    programs,
    people,
    sessions,
    committer,
    learner,
    wake: () => {
      qualifier.wake()
      learner.wake()
      // Fills of an earlier process go on where it stopped.
      projects.list().then(all => {
        for (const { id } of all) filler.wake(id)
      }, onError)
    },
    settled,
    dispose: async () => {
      isStopping = true
      await committer.settled()
      await filler.dispose()
      await learner.dispose()
      await qualifier.dispose()
    },
  }
}
