import type { ApiError, Session } from '@fireball/core'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import type { People } from '../people.ts'
import type { ProgramStore } from '../program-store.ts'
import type { Project, Projects } from '../projects.ts'
import type { Driver } from '../store/driver.ts'
import { accountRoutes } from './account-routes.ts'
import { connectRoutes } from './connect-routes.ts'
import {
  type ConsoleEnv,
  forgetSession,
  knownProject,
  ownOriginOnly,
  rememberSession,
  sessionSecret,
  signedIn,
} from './guard.ts'
import { type LearningRoutesPorts, learningRoutes } from './learning-routes.ts'
import { createProgramRoom } from './program.ts'
import { programRoutes } from './program-routes.ts'
import { readBody, refuse } from './refusal.ts'
import type { Sessions } from './sessions.ts'

/** What the console API needs of the collector that it is mounted in. */
export interface ConsolePorts {
  readonly store: Driver
  readonly projects: Pick<Projects, 'list'>
  readonly programs: ProgramStore
  readonly people: People
  readonly sessions: Sessions
  readonly learning: Omit<LearningRoutesPorts, 'now' | 'onError'>
  readonly now: () => number
  /** Where the collector is reached, for the tag; without it, where the request came to. */
  readonly origin?: string | undefined
  readonly onError: (error: unknown) => void
}

const MAX_BODY_BYTES = 2 * 1024 * 1024

const TOKEN = v.object({ token: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) })
const without = ({ id, name, publishableKey, isDemo }: Project): Session['projects'][number] => ({
  id,
  name,
  key: publishableKey,
  isDemo,
})

/** The console API, to be mounted at `/api`: what core’s `console-api.ts` says. */
export const createConsoleApi = (ports: ConsolePorts) => {
  const { store, projects, programs, people, sessions, now } = ports
  const room = createProgramRoom({ store, programs, now })

  const session = async (c: Context, role: Session['role']) => {
    const answer: Session = {
      role,
      projects: (await projects.list()).map(without),
      origin: ports.origin ?? new URL(c.req.url).origin,
    }
    return c.json(answer)
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
    .post('/sign-in', async c => {
      const read = await readBody(c, TOKEN)
      if ('refusal' in read) return read.refusal
      const secret = await sessions.exchange(read.body.token)
      const role = secret === undefined ? undefined : await sessions.find(secret)
      if (secret === undefined || role === undefined)
        return refuse(c, 'bad-token', 'The link is unknown, too old, or was used before.')
      rememberSession(c, secret)
      return session(c, role)
    })
    .post('/sign-out', async c => {
      const secret = sessionSecret(c)
      if (secret !== undefined) await sessions.end(secret)
      forgetSession(c)
      return c.json({ success: true })
    })
    .use(signedIn(sessions))
    .get('/session', c => session(c, c.var.role))
    .use('/projects/:project/*', knownProject(projects.list))
    .route('/projects/:project', accountRoutes({ store, programs, people, now }))
    .route('/projects/:project', programRoutes({ store, programs, room }))
    .route('/projects/:project', learningRoutes({ ...ports.learning, now, onError: ports.onError }))
    .route('/projects/:project', connectRoutes({ store, programs, room }))
    .all('*', c => refuse(c, 'no-such-route', `There is no ${c.req.method} ${c.req.path}.`))
    .onError((error, c) => {
      ports.onError(error)
      const body: ApiError = {
        error: { code: 'failed', message: 'Something went wrong; the log says what.' },
      }
      return c.json(body, 500)
    })
}
