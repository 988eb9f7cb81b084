import type { Invitation, Team, TeamMember } from '@fireball/core'
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { Projects } from '../projects.ts'
import type { Audit } from '../security/audit.ts'
import type { Members } from '../security/members.ts'
import type { ConsoleEnv } from './guard.ts'
import { readBody, refuse } from './refusal.ts'
import { SESSION_LIMITS, type Sessions } from './sessions.ts'
import { signInLink } from './sign-in-link.ts'

/** What the people of the console need. */
export interface TeamRoutesPorts {
  readonly members: Members
  readonly sessions: Sessions
  readonly audit: Audit
  readonly projects: Pick<Projects, 'list'>
  readonly now: () => number
  readonly originOf: (c: Context) => string
}

const ROLE = v.picklist(['viewer', 'editor', 'admin'])
/** Single projects with the role in each; null: the role holds for all. */
const PROJECTS = v.nullable(
  v.pipe(v.record(v.string(), ROLE), v.minEntries(1, 'Name a project, or send null for all of them')),
)
const INVITE = v.object({
  email: v.pipe(v.string(), v.trim(), v.minLength(3), v.maxLength(254)),
  name: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ''),
  role: ROLE,
  projects: v.optional(PROJECTS, null),
})
const CHANGE = v.object({
  role: v.optional(ROLE),
  projects: v.optional(PROJECTS),
  name: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200))),
  isDisabled: v.optional(v.boolean()),
})
/** The bodies of these routes, for the API's description. */
export const TEAM_BODIES = { 'POST /team': INVITE, 'PUT /team/:member': CHANGE } as const

/** For the log. */
const sayProjects = (projects: TeamMember['projects']): { readonly projects?: string } => ({
  projects:
    projects === null
      ? 'all'
      : Object.entries(projects)
          .map(([project, role]) => `${project}: ${role}`)
          .join(', '),
})

/** Inviting people, changing what they may do, and the log of what was done. */
export const teamRoutes = ({ members, sessions, audit, now, originOf, projects: all }: TeamRoutesPorts) => {
  const unknownIn = async (projects: TeamMember['projects'] | undefined): Promise<string | undefined> => {
    const known = new Set((await all.list()).map(one => one.id))
    return Object.keys(projects ?? {}).find(id => !known.has(id))
  }
  const invite = async (c: Context, member: TeamMember): Promise<Invitation> => ({
    member,
    link: signInLink(originOf(c), await sessions.issue(member.role, member.id)),
    until: now() + SESSION_LIMITS.tokenMs,
  })
  return new Hono<ConsoleEnv>()
    .get('/team', async c => {
      const team: Team = { members: await members.list(), me: c.var.member }
      return c.json(team)
    })
    .post('/team', async c => {
      const read = await readBody(c, INVITE)
      if ('refusal' in read) return read.refusal
      const unknown = await unknownIn(read.body.projects)
      if (unknown !== undefined) return refuse(c, 'bad-body', `There is no project “${unknown}”.`)
      const added = await members.add(read.body)
      if (!added.ok)
        return added.error === 'bad-email'
          ? refuse(c, 'bad-body', `“${read.body.email}” is no address of mail.`)
          : refuse(c, 'email-taken', `There is a member ${read.body.email} already.`)
      c.set('target', added.value.email)
      c.set('detail', { role: added.value.role, ...sayProjects(added.value.projects) })
      return c.json(await invite(c, added.value))
    })
    .put('/team/:member', async c => {
      const read = await readBody(c, CHANGE)
      if ('refusal' in read) return read.refusal
      const id = c.req.param('member')
      const before = await members.find(id)
      if (before === undefined) return refuse(c, 'no-such-member', 'There is no such member.')
      if (
        id === c.var.member &&
        (read.body.isDisabled === true ||
          (read.body.role ?? 'admin') !== 'admin' ||
          read.body.projects != null)
      )
        return refuse(c, 'own-role', 'Nobody takes their own rights away: another admin has to.')
      const { role, name, projects, isDisabled } = read.body
      const unknown = await unknownIn(projects)
      if (unknown !== undefined) return refuse(c, 'bad-body', `There is no project “${unknown}”.`)
      await members.change(id, {
        ...(role === undefined ? {} : { role }),
        ...(name === undefined ? {} : { name }),
        ...(projects === undefined ? {} : { projects }),
        ...(isDisabled === undefined ? {} : { isDisabled }),
      })
      if (isDisabled === true) await sessions.endAll(id)
      c.set('target', before.email)
      c.set('detail', {
        ...(role === undefined ? {} : { role }),
        ...(projects === undefined ? {} : sayProjects(projects)),
        ...(isDisabled === undefined ? {} : { isDisabled }),
      })
      const after = (await members.list()).find(one => one.id === id)
      return c.json(after ?? before)
    })
    .post('/team/:member/link', async c => {
      const member = (await members.list()).find(one => one.id === c.req.param('member'))
      if (member === undefined || member.isDisabled)
        return refuse(c, 'no-such-member', 'There is no such member, or they are not let in.')
      c.set('target', member.email)
      return c.json(await invite(c, member))
    })
    .get('/audit', async c => c.json(await audit.list('', c.req.query('before'))))
}
