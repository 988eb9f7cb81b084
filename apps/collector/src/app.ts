import { isObject } from '@fireball/core'
import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import { createClockWatch } from './clock-set-back.ts'
import type { CollectorPorts } from './collector-ports.ts'
import { type Committer, createCommitter } from './committer.ts'
import { createConsoleApi } from './console/api.ts'
import { createService } from './console/service.ts'
import { createSessions, type Sessions } from './console/sessions.ts'
import { createDelivering } from './delivery/delivering.ts'
import type { Delivery } from './delivery/delivery.ts'
import { messageRoutes } from './delivery/message-routes.ts'
import { createFiller } from './filler.ts'
import { createForecastStore } from './forecast/forecast-store.ts'
import { createForecaster } from './forecast/forecaster.ts'
import { createOverrides } from './forecast/overrides.ts'
import { baseHeaders, DATA_HEADERS } from './headers.ts'
import { createKeys } from './keys.ts'
import { createAssessor } from './leads/assessor.ts'
import { createFitStore } from './learning/fit-store.ts'
import { learnPort } from './learning/learn.ts'
import { learnRun } from './learning/learn-run.ts'
import { createLearner, LEARNING_DEFAULTS, type Learner } from './learning/learner.ts'
import { createProductMetrics } from './metrics/product-metrics.ts'
import { createMetrics } from './metrics.ts'
import { createOfferReader } from './offer-reader.ts'
import { createOpenApi } from './openapi/document.ts'
import { processPace } from './pace.ts'
import { createPeople, type People } from './people.ts'
import { createProgramStore, type ProgramStore } from './program-store.ts'
import { createProjects, type Projects } from './projects.ts'
import { createPropensities } from './propensity/propensities.ts'
import {
  createPropensityLearner,
  PROPENSITY_EVERY_MS,
  type PropensityLearner,
} from './propensity/propensity-learner.ts'
import { propensityRun } from './propensity/propensity-run.ts'
import { createPropensityStore } from './propensity/propensity-store.ts'
import { createQualifier } from './qualifier.ts'
import { createReceiving, type Reply, refusal } from './receiving.ts'
import { createRetention } from './retention.ts'
import { assetRoutes } from './routes/assets.ts'
import { ingestRoutes, POSTHOG_PATHS } from './routes/ingest.ts'
import { createIngestListener, type Listener } from './routes/ingest-listener.ts'
import { landingRoutes } from './routes/landing.ts'
import { operationsRoutes } from './routes/operations.ts'
import { programRoutes } from './routes/program.ts'
import { createAudit } from './security/audit.ts'
import { clientAddress, networkOf } from './security/client-address.ts'
import { createIngestLimits } from './security/ingest-limits.ts'
import { createMembers, type Members } from './security/members.ts'
import { createPasswords } from './security/passwords.ts'
import { createRateLimit } from './security/rate-limit.ts'
import { createSimulation } from './simulation/simulation.ts'
import { isStoreFailure } from './store/say-failure.ts'

/** So many wrong tries to sign in at once, and then one so often. */
const SIGN_IN_RATE = { burst: 10, perSecond: 1 / 60 } as const

/** How often days are looked for that are over. */
const ROLL_MS = 3_600_000

/** A collector: its routes, and what stands behind them. */
export interface Collector {
  readonly app: Hono
  /** Takes the requests of the tracking API before `app` sees them, with the same answers. */
  readonly listener: Listener
  readonly projects: Projects
  readonly programs: ProgramStore
  readonly people: People
  readonly sessions: Sessions
  readonly members: Members
  readonly committer: Committer
  readonly learner: Learner
  readonly delivery: Delivery
  readonly propensity: PropensityLearner
  /** Where it listens: links that are sent out lead there, when nobody said where it is reached. */
  listening(origin: string): void
  /** Looks for work that time has made due, and for what an earlier process left. */
  wake(): void
  /** Settles when everything received is committed, filled and evaluated. */
  settled(): Promise<void>
  /** From now on it says that it is not ready, and still takes what comes. */
  stopping(): void
  /** Finishes what was received, and stops; the store stays open. */
  dispose(): Promise<void>
}

/** Where the socket of a request comes from; undefined for one that was made in this process. */
const socketAddressOf = (env: unknown): string | undefined => {
  const incoming = isObject(env) ? env.incoming : undefined
  const socket = isObject(incoming) ? incoming.socket : undefined
  const address = isObject(socket) ? socket.remoteAddress : undefined
  return typeof address === 'string' ? address : undefined
}

export const createCollector = (ports: CollectorPorts): Collector => {
  const { store, folders, now, newId, secret, onError, origin, isProcess = false } = ports
  let isStopping = false
  const projects = createProjects({ store, now, secret })
  const sessions = createSessions({ store, now, secret })
  const members = createMembers({ store, now, newId })
  const audit = createAudit({ store, now, newId })
  const people = createPeople(store)
  const metrics = createMetrics({
    isProcess,
    waiting: () => committer.waiting(),
    waitingDeliveries: () => delivering.destinations.waiting(),
  })
  const delivering = createDelivering({
    store,
    people,
    now,
    newId,
    allowsPrivate: ports.allowsPrivate ?? false,
    origin,
    limits: ports.delivering,
    onResult: metrics.delivered,
    onError,
  })
  const { delivery } = delivering
  const programs = createProgramStore({
    store,
    now,
    newId,
    onChange: project => {
      filler.wake(project)
      qualifier.wake()
    },
  })
  const retention = createRetention({ store, programs, now })
  let rolling: Promise<void> | undefined
  let rolledAt = 0
  /** Days end by themselves: looked for once an hour. */
  const roll = async (): Promise<void> => {
    try {
      for (const { id } of await projects.list())
        if (!isStopping) {
          await retention.roll(id)
          for (const space of [id, `${id}:test`]) await forecaster.tick(space)
        }
      await delivery.prune()
    } catch (error) {
      onError(error)
    } finally {
      rolling = undefined
    }
  }
  const pace = isProcess ? processPace() : undefined
  const propensities = createPropensities({ store, now })
  const assessor = createAssessor({ store, people, propensities, now })
  const chances = createPropensityStore(store)
  const overrides = createOverrides(store)
  const forecaster = createForecaster({
    store,
    taken: createForecastStore(store),
    overrides,
    programs,
    propensities,
    now,
  })
  const qualifier = createQualifier({
    store,
    programs,
    people,
    assessor,
    now,
    newId,
    onError,
    onWritten: () => delivery.wake(),
    pace,
  })
  const filler = createFiller({ store, programs, onError, onFilled: () => qualifier.wake() })
  const productMetrics = createProductMetrics({ store, people, now, onError, pace })
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
  const propensity = createPropensityLearner({
    store,
    fits: chances,
    work: (project, rest) =>
      propensityRun({ store, people, programs, fits: chances, now, newId }, project, rest),
    now,
    // Its own: a pace remembers what it last saw.
    pace: isProcess ? processPace() : undefined,
    everyMs: learning.everyMs === 0 ? 0 : PROPENSITY_EVERY_MS,
    onLive: project => {
      propensities.refresh(project)
      qualifier.wake()
    },
    onError,
  })
  const committer = createCommitter({
    store,
    programs,
    onCommit: messages => {
      metrics.committed(messages)
      qualifier.wake()
      delivery.wake()
    },
    onError,
  })

  const addressOf = (c: Context): string =>
    clientAddress(socketAddressOf(c.env), c.req.header('x-forwarded-for'), ports.proxies)

  const keys = createKeys({ store, now, secret })
  const onErased = (project: string): void => {
    committer.forgetLinks()
    programs.refresh(project)
    qualifier.wake()
  }
  const simulation = createSimulation({
    store,
    projects,
    programs,
    keys,
    sources: ports.simulating,
    send: async (path, init) => app.request(path, init),
    now,
    wait: ms => new Promise(settle => setTimeout(settle, ms)),
    onWiped: onErased,
    onError,
  })

  const app = new Hono()
  const always = baseHeaders(origin?.startsWith('https:') === true)
  const base = Object.entries(always)
  const { onRequest } = ports
  app.use(async (c, next) => {
    const startedAt = performance.now()
    // Set before the route answers, so that its own stand and the fast path of plain answers stays.
    for (const [name, value] of base) c.header(name, value)
    await next()
    metrics.answered(c.res.status)
    onRequest?.({
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      ms: Math.round(performance.now() - startedAt),
      address: addressOf(c),
    })
  })
  // Whatever headers a client sends: there is no cookie here that they could misuse.
  const open = cors({ origin: '*', exposeHeaders: ['ETag', 'Retry-After'], maxAge: 86_400 })
  for (const path of ['/v1/*', '/sourceConfig/*', '/beacon/*', '/array/*', '/flags/*', '/decide/*'])
    app.use(path, open)
  for (const path of POSTHOG_PATHS) app.use(path, open)
  const limits = ports.rates === undefined ? undefined : createIngestLimits(ports.rates, now)
  const taking = {
    store,
    people,
    projects,
    programs,
    committer,
    offers: createOfferReader(store, now),
    now,
    newId,
    limits,
    networkOf: (c: Context) => networkOf(addressOf(c)),
  }
  const receive = createReceiving({ ...taking, metrics, answerWithinMs: ports.answerWithinMs ?? 20_000 })
  app.route('/', ingestRoutes({ receive, networkOf: taking.networkOf }))
  app.route('/', messageRoutes(taking))
  app.route('/', programRoutes({ projects, programs }))
  app.route(
    '/',
    operationsRoutes({ store, metrics, metricsToken: ports.metricsToken, isStopping: () => isStopping }),
  )
  const describe = createOpenApi()
  app.get('/openapi.json', c => c.json(describe(origin ?? new URL(c.req.url).origin)))
  app.route(
    '/',
    landingRoutes(async () => (await projects.list()).some(one => one.isSimulated)),
  )
  app.route('/', assetRoutes(folders))
  app.route(
    '/api',
    createConsoleApi({
      store,
      projects,
      programs,
      people,
      assessor,
      sessions,
      members,
      passwords: createPasswords(),
      keys,
      audit,
      productMetrics,
      tries: createRateLimit(SIGN_IN_RATE, now),
      networkOf: c => networkOf(addressOf(c)),
      service: ports.service && createService(ports.service, { now, onError }),
      domains: ports.service?.domains,
      onErased,
      simulation,
      onAnswered: () => qualifier.wake(),
      delivering,
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
      propensity: { fits: chances, learner: propensity, posteriors: assessor.posteriors },
      forecast: { forecaster, overrides, newId },
      now,
      origin,
      onError,
    }),
  )
  app.notFound(c => c.text('Not found\n', 404, { ...DATA_HEADERS }))
  const failed = (error: unknown): Reply => {
    onError(error)
    return isStoreFailure(error)
      ? refusal(503, { code: 'unavailable' }, { ...DATA_HEADERS, 'Retry-After': '2' })
      : refusal(500, { code: 'failed' }, DATA_HEADERS)
  }
  app.onError((error, c) => {
    const { status, body, headers } = failed(error)
    return c.body(body, status, { 'Content-Type': 'application/json', ...headers })
  })
  const listener = createIngestListener({
    receive,
    headers: always,
    addressOf: (socket, forwarded) => clientAddress(socket, forwarded, ports.proxies),
    networkOf,
    onAnswered: request => {
      metrics.answered(request.status)
      onRequest?.(request)
    },
    onFailure: failed,
  })

  const watchClock = createClockWatch(store, now)
  let watched: Promise<void> | undefined
  const settled = async (): Promise<void> => {
    await watched
    await simulation.settled()
    await committer.settled()
    await filler.settled()
    await learner.settled()
    await propensity.settled()
    await rolling
    await qualifier.settled()
    await delivery.settled()
  }

  return {
    app,
    listener,
    projects,
    programs,
    people,
    sessions,
    members,
    committer,
    learner,
    propensity,
    delivery,
    listening: delivering.listening,
    stopping: () => {
      isStopping = true
    },
    wake: () => {
      if (Math.abs(now() - rolledAt) >= ROLL_MS) {
        rolledAt = now()
        rolling ??= roll()
      }
      const wakeAll = (): void => {
        qualifier.wake()
        learner.wake()
        propensity.wake()
        delivery.wake()
      }
      // What a clock that was set back holds up is due at once.
      watched = watchClock().then(back => {
        if (back > 0) wakeAll()
      }, onError)
      wakeAll()
      // Fills of an earlier process go on where it stopped.
      projects.list().then(all => {
        for (const { id } of all) filler.wake(id)
      }, onError)
    },
    settled,
    dispose: async () => {
      isStopping = true
      await watched
      await simulation.dispose()
      await committer.settled()
      await rolling
      await productMetrics.dispose()
      await filler.dispose()
      await learner.dispose()
      await propensity.dispose()
      await qualifier.dispose()
      await delivery.dispose()
    },
  }
}
