import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Project } from '../projects.ts'
import { refuse } from './refusal.ts'
import { type Role, SESSION_LIMITS, type Sessions } from './sessions.ts'

/** What the guards leave for the routes behind them. */
export interface ConsoleEnv {
  readonly Variables: { readonly role: Role; readonly project: Project }
}

const COOKIE = 'fireball_session'

const isOverHttps = (c: Context): boolean =>
  new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https'

/** Not readable by scripts, never sent from another site. */
const cookieOptions = (c: Context) =>
  ({ path: '/api', httpOnly: true, sameSite: 'Strict', secure: isOverHttps(c) }) as const

/** Lets this browser in from now on. */
export const rememberSession = (c: Context, secret: string): void =>
  setCookie(c, COOKIE, secret, { ...cookieOptions(c), maxAge: SESSION_LIMITS.sessionMs / 1000 })

export const forgetSession = (c: Context): void => {
  deleteCookie(c, COOKIE, cookieOptions(c))
}

export const sessionSecret = (c: Context): string | undefined => getCookie(c, COOKIE)

const isReading = (method: string): boolean => method === 'GET' || method === 'HEAD'

/**
 * Refuses changes that a page of another origin asks for. `SameSite=Strict` alone lets other ports of the same host
 * through, and those are other apps. Behind a proxy the scheme may differ, so only hosts are compared.
 */
export const ownOriginOnly: MiddlewareHandler = async (c, next) => {
  if (isReading(c.req.method)) return next()
  const site = c.req.header('sec-fetch-site')
  const origin = c.req.header('origin')
  const host = c.req.header('host') ?? new URL(c.req.url).host
  const isOwn =
    site !== undefined
      ? site === 'same-origin' || site === 'none'
      : origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
  return isOwn ? next() : refuse(c, 'other-origin', 'Changes are taken from the console’s own pages only.')
}

/** Lets through who is signed in; who only looks may change nothing. */
export const signedIn =
  (sessions: Sessions): MiddlewareHandler<ConsoleEnv> =>
  async (c, next) => {
    const secret = sessionSecret(c)
    const role = secret === undefined ? undefined : await sessions.find(secret)
    if (role === undefined)
      return refuse(c, 'signed-out', 'Not signed in. `npm run fireball -- sign-in` prints a link.')
    if (role === 'viewer' && !isReading(c.req.method))
      return refuse(c, 'role-too-low', 'A viewer may look, but not change anything.')
    c.set('role', role)
    return next()
  }

/** Finds the project that the path names. */
export const knownProject =
  (list: () => Promise<readonly Project[]>): MiddlewareHandler<ConsoleEnv> =>
  async (c, next) => {
    const id = c.req.param('project')
    const project = (await list()).find(one => one.id === id)
    if (project === undefined) return refuse(c, 'no-such-project', `There is no project “${id}”.`)
    c.set('project', project)
    return next()
  }
