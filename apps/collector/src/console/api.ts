import type { ApiError, Role, Session } from '@fireball/core'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { exportRoutes } from '../delivery/account-export.ts'
import { type DestinationRoutesPorts, destinationRoutes } from '../delivery/destination-routes.ts'
import { type ForecastRoutesPorts, forecastRoutes } from '../forecast/forecast-routes.ts'
import type { Keys } from '../keys.ts'
import type { Assessor } from '../leads/assessor.ts'
import type { ProductMetricsDesk } from '../metrics/product-metrics.ts'
import { metricsRoutes } from '../metrics/routes.ts'
import type { People } from '../people.ts'
import type { ProgramStore } from '../program-store.ts'
import type { Project, Projects } from '../projects.ts'
import { type PropensityRoutesPorts, propensityRoutes } from '../propensity/propensity-routes.ts'
import type { Audit } from '../security/audit.ts'
import type { Members } from '../security/members.ts'
import type { Passwords } from '../security/passwords.ts'
import type { RateLimit } from '../security/rate-limit.ts'
import type { SimulationDesk } from '../simulation/simulation.ts'
import { simulationRoutes } from '../simulation/simulation-routes.ts'
import type { Driver } from '../store/driver.ts'
import { isStoreFailure } from '../store/say-failure.ts'
import { accountRoutes } from './account-routes.ts'
import { connectRoutes } from './connect-routes.ts'
import { type ConsoleEnv, knownProject, ownOriginOnly, permitted } from './guard.ts'
import { keyRoutes } from './key-routes.ts'
import { leadRoutes } from './lead-routes.ts'
import { type LearningRoutesPorts, learningRoutes } from './learning-routes.ts'
import { peopleRoutes } from './people-routes.ts'
import { createProgramRoom } from './program.ts'
import { programRoutes } from './program-routes.ts'
import { refuse } from './refusal.ts'
import { savedViewRoutes } from './saved-views.ts'
import { segmentRoutes } from './segment-routes.ts'
import type { Service } from './service.ts'
import type { Sessions } from './sessions.ts'
import { signInRoutes } from './sign-in-routes.ts'
import { teamRoutes } from './team-routes.ts'

/** What the console API needs of the collector that it is mounted in. */
export interface ConsolePorts {
  readonly store: Driver
  readonly projects: Pick<Projects, 'list' | 'findKey'>
  readonly programs: ProgramStore
  readonly people: People
  readonly assessor: Assessor
  readonly sessions: Sessions
  readonly members: Members
  readonly passwords: Passwords
  readonly keys: Keys
  readonly audit: Audit
  readonly productMetrics: ProductMetricsDesk
  /** Tries to sign in, by network and by address of mail. */
  readonly tries: RateLimit
  /** The network that a request comes from. */
  readonly networkOf: (c: Context) => string
  readonly service?: Service | undefined
  /** Mail domains whose people become members when they come from the service. */
  readonly domains?: readonly string[] | undefined
  readonly learning: Omit<LearningRoutesPorts, 'now' | 'onError'>
  readonly delivering: Omit<DestinationRoutesPorts, 'store' | 'now'>
  readonly propensity: Omit<PropensityRoutesPorts, 'programs' | 'now' | 'onError'>
  readonly forecast: Omit<ForecastRoutesPorts, 'programs' | 'now'>
  readonly simulation: SimulationDesk
  readonly onErased: (project: string) => void
  /** A request for help was answered: the account’s standing is due. */
  readonly onAnswered: () => void
  readonly now: () => number
  /** Where the collector is reached, for the tag; without it, where the request came to. */
  readonly origin?: string | undefined
  readonly onError: (error: unknown) => void
}

const MAX_BODY_BYTES = 2 * 1024 * 1024

const without = ({
  id,
  name,
  publishableKey,
  isDemo,
  isSimulated,
}: Project): Session['projects'][number] => ({
  id,
  name,
  key: publishableKey,
  isDemo,
  ...(isSimulated ? { isSimulated } : {}),
})

/** The console API, to be mounted at `/api`: what core’s `api-routes.ts` says. */
export const createConsoleApi = (ports: ConsolePorts) => {
  const { store, projects, programs, people, assessor, sessions, members, audit, now, onError } = ports
  const room = createProgramRoom({ store, programs, now })
  const originOf = (c: Context): string => ports.origin ?? new URL(c.req.url).origin

  const session = async (
    c: Context,
    { role, member }: { readonly role: Role; readonly member: string },
  ): Promise<Session> => {
    const who = member === '' ? undefined : await members.find(member)
    return {
      // Of a member of single projects the role stands with each of them.
      role: who?.projects == null ? role : 'viewer',
      member: who === undefined ? null : { id: who.id, email: who.email, name: who.name },
      projects: (await projects.list()).flatMap(one => {
        if (who?.projects == null) return [without(one)]
        const role = who.projects[one.id]
        return role === undefined ? [] : [{ ...without(one), role }]
      }),
      origin: originOf(c),
    }
  }

  return new Hono<ConsoleEnv>()
    .use(async (c, next) => {
      c.header('Cache-Control', 'no-store')
      await next()
    })
    .use(ownOriginOnly)
    .use(
      bodyLimit({
        maxSize: MAX_BODY_BYTES,
        onError: c => refuse(c, 'too-large', `A body has at most ${MAX_BODY_BYTES} bytes.`),
      }),
    )
    .use(permitted({ sessions, members, projects, audit, onError }))
    .route(
      '/',
      signInRoutes({
        sessions,
        members,
        passwords: ports.passwords,
        tries: ports.tries,
        networkOf: ports.networkOf,
        service: ports.service,
        domains: ports.domains ?? [],
        originOf,
        answer: session,
        note: (actor, action, target) => audit.add({ project: '', actor, action, target }).catch(onError),
      }),
    )
    .get('/session', async c => c.json(await session(c, { role: c.var.role, member: c.var.member })))
    .route('/', teamRoutes({ members, sessions, audit, now, originOf, projects }))
    .route('/', simulationRoutes({ simulation: ports.simulation }))
    .use('/projects/:project/*', knownProject(projects.list))
    .route(
      '/projects/:project',
      accountRoutes({ store, programs, people, assessor, now, onAnswered: ports.onAnswered }),
    )
    .route(
      '/projects/:project',
      leadRoutes({
        store,
        programs,
        assessor,
        now,
        newId: ports.learning.newId,
        onTouched: ports.onAnswered,
      }),
    )
    .route('/projects/:project', savedViewRoutes({ store, now, newId: ports.learning.newId }))
    .route('/projects/:project', segmentRoutes({ store, programs, assessor, now }))
    .route('/projects/:project', programRoutes({ store, programs, room }))
    .route('/projects/:project', metricsRoutes({ programs, productMetrics: ports.productMetrics, now }))
    .route('/projects/:project', learningRoutes({ ...ports.learning, now, onError }))
    .route('/projects/:project', propensityRoutes({ ...ports.propensity, programs, now, onError }))
    .route('/projects/:project', forecastRoutes({ ...ports.forecast, programs, now }))
    .route('/projects/:project', destinationRoutes({ ...ports.delivering, store, now }))
    .route('/projects/:project', exportRoutes({ store, programs, now }))
    .route('/projects/:project', connectRoutes({ store, programs, room }))
    .route('/projects/:project', keyRoutes({ keys: ports.keys, audit }))
    .route('/projects/:project', peopleRoutes({ store, people, now, onErased: ports.onErased }))
    .all('*', c => refuse(c, 'no-such-route', `There is no ${c.req.method} ${c.req.path}.`))
    .onError((error, c) => {
      onError(error)
      if (isStoreFailure(error)) {
        c.header('Retry-After', '2')
        return refuse(c, 'unavailable', 'The database does not answer right now; nothing was lost.')
      }
      const body: ApiError = {
        error: { code: 'failed', message: 'Something went wrong; the log says what.' },
      }
      return c.json(body, 500)
    })
}
