import type { KeyScope, Role } from '@fireball/core'
import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Project, Projects } from '../projects.ts'
import { headerKeyOf } from '../routes/ingest.ts'
import type { Audit } from '../security/audit.ts'
import type { Members } from '../security/members.ts'
import { isAllowed, type Permission, permissionOf } from './permissions.ts'
import { refuse } from './refusal.ts'
import { SESSION_LIMITS, type Sessions } from './sessions.ts'

/** What the guards leave for the routes behind them. */
export interface ConsoleEnv {
  readonly Variables: {
    readonly role: Role
    readonly project: Project
    /** The only projects that who calls is let into, with their role in each; null for all. */
    readonly projects: Readonly<Record<string, Role>> | null
    /** Id of the member; '' for a link of the command line, or a key. */
    readonly member: string
    /** Who does it, as the audit log calls them. */
    actor: string
    /** What it was done to, and what else the audit log keeps; where the path does not say it. */
    target: string
    detail: Readonly<Record<string, string | number | boolean | null>>
  }
}

const COOKIE = 'fireball_session'

/** Whether the browser came over TLS, as far as the request tells. */
export const isOverHttps = (c: Context): boolean =>
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

/** What the guard needs. */
export interface GuardPorts {
  readonly sessions: Pick<Sessions, 'find'>
  readonly members: Pick<Members, 'find'>
  readonly projects: Pick<Projects, 'findKey'>
  readonly audit: Audit
  readonly onError: (error: unknown) => void
}

interface Caller {
  readonly role: Role
  readonly member: string
  readonly actor: string
  readonly projects: Readonly<Record<string, Role>> | null
}

/** A secret key of the project in the path, where the route is open to its scope. Its live data alone are behind the API. */
const keyCaller = async (
  c: Context,
  { projects }: GuardPorts,
  needs: Role | 'anyone',
  scope: KeyScope | undefined,
): Promise<Caller | undefined> => {
  const key = headerKeyOf(c.req.header('authorization'))
  if (scope === undefined || needs === 'anyone' || key === undefined) return undefined
  const access = await projects.findKey(key)
  const isIts = /\/projects\/([^/]+)/.exec(c.req.path)?.[1] === access?.project
  return access?.kind === 'secret' &&
    access.space === access.project &&
    isIts &&
    access.scopes.includes(scope)
    ? { role: needs, member: '', actor: `key …${key.slice(-4)}`, projects: null }
    : undefined
}

const sessionCaller = async (c: Context, { sessions, members }: GuardPorts): Promise<Caller | undefined> => {
  const secret = sessionSecret(c)
  const signed = secret === undefined ? undefined : await sessions.find(secret)
  if (signed === undefined) return undefined
  const member = signed.member === '' ? undefined : await members.find(signed.member)
  return { ...signed, actor: member?.email ?? signed.role, projects: member?.projects ?? null }
}

/** The project that a path names; '' for one that cannot be read, and undefined where it names none. */
const projectIn = (path: string): string | undefined => {
  const named = /\/projects\/([^/]+)/.exec(path)?.[1]
  try {
    return named === undefined ? undefined : decodeURIComponent(named)
  } catch {
    return ''
  }
}

/** What a caller may do there: of a member of single projects nothing elsewhere, and nothing to the collector itself. */
const roleAt = ({ role, projects }: Caller, path: string, isOwn: boolean): Role | undefined => {
  if (projects === null) return role
  const project = projectIn(path)
  if (project === undefined) return isOwn ? 'viewer' : undefined
  return Object.hasOwn(projects, project) ? projects[project] : undefined
}

/** The same, whether it is not there or not theirs: nobody learns which. */
const noSuchProject = (c: Context): Response =>
  refuse(c, 'no-such-project', `There is no project “${projectIn(c.req.path) ?? ''}”.`)

/** Lets through who may do what the request asks for, by the table of permissions; writes what was done into the audit log. */
export const permitted = (ports: GuardPorts): MiddlewareHandler<ConsoleEnv> => {
  const { audit, onError } = ports
  return async (c, next) => {
    const found = permissionOf(c.req.method, c.req.path)
    const { needs, scope, does, isOwn }: Partial<Permission> & Pick<Permission, 'needs'> =
      found?.permission ?? {
        needs: 'viewer',
      }
    const caller = (await sessionCaller(c, ports)) ?? (await keyCaller(c, ports, needs, scope))
    if (caller === undefined && needs !== 'anyone')
      return refuse(c, 'signed-out', 'Not signed in. `npm run fireball -- sign-in` prints a link.')
    const role = caller && roleAt(caller, c.req.path, isOwn === true)
    if (caller !== undefined && needs !== 'anyone') {
      if (role === undefined && projectIn(c.req.path) !== undefined) return noSuchProject(c)
      if (role === undefined)
        return refuse(c, 'role-too-low', 'That is for members of all projects; you are one of some.')
      if (!isAllowed(role, needs))
        return refuse(c, 'role-too-low', `That takes the role “${needs}”; yours is “${role}”.`)
    }
    if (found === undefined) return refuse(c, 'no-such-route', `There is no ${c.req.method} ${c.req.path}.`)
    c.set('role', role ?? 'viewer')
    c.set('projects', caller?.projects ?? null)
    c.set('member', caller?.member ?? '')
    c.set('actor', caller?.actor ?? '')
    await next()
    if (does === undefined || c.res.status >= 400) return
    const project = c.var.project?.id ?? ''
    const target = c.var.target ?? decodeURIComponent(c.req.path.split('/').at(-1) ?? '')
    // What was done is done: a log that cannot be written is told, not answered.
    await audit
      .add({ project, actor: c.var.actor, action: does, target, detail: c.var.detail ?? {} })
      .catch(onError)
  }
}

/** Finds the project that the path names. */
export const knownProject =
  (list: () => Promise<readonly Project[]>): MiddlewareHandler<ConsoleEnv> =>
  async (c, next) => {
    const id = c.req.param('project')
    const project = (await list()).find(one => one.id === id)
    if (project === undefined || (c.var.projects !== null && !Object.hasOwn(c.var.projects, project.id)))
      return noSuchProject(c)
    c.set('project', project)
    return next()
  }
