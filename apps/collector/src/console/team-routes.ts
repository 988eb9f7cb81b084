import type { Invitation, Team, TeamMember } from '@fireball/core'
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
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
  readonly now: () => number
  readonly originOf: (c: Context) => string
}

const ROLE = v.picklist(['viewer', 'editor', 'admin'])
const INVITE = v.object({
  email: v.pipe(v.string(), v.trim(), v.minLength(3), v.maxLength(254)),
  name: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ''),
  role: ROLE,
})
const CHANGE = v.object({
  role: v.optional(ROLE),
  name: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200))),
  isDisabled: v.optional(v.boolean()),
})
/** The bodies of these routes, for the API's description. */
export const TEAM_BODIES = { 'POST /team': INVITE, 'PUT /team/:member': CHANGE } as const

/** Inviting people, changing what they may do, and the log of what was done. */
export const teamRoutes = ({ members, sessions, audit, now, originOf }: TeamRoutesPorts) => {
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
      const added = await members.add(read.body)
      if (!added.ok)
        return added.error === 'bad-email'
          ? refuse(c, 'bad-body', `“${read.body.email}” is no address of mail.`)
          : refuse(c, 'email-taken', `There is a member ${read.body.email} already.`)
      c.set('target', added.value.email)
      c.set('detail', { role: added.value.role })
      return c.json(await invite(c, added.value))
    })
    .put('/team/:member', async c => {
      const read = await readBody(c, CHANGE)
      if ('refusal' in read) return read.refusal
      const id = c.req.param('member')
      const before = await members.find(id)
      if (before === undefined) return refuse(c, 'no-such-member', 'There is no such member.')
      if (id === c.var.member && (read.body.isDisabled === true || (read.body.role ?? 'admin') !== 'admin'))
        return refuse(c, 'own-role', 'Nobody takes their own rights away: another admin has to.')
      const { role, name, isDisabled } = read.body
      await members.change(id, {
        ...(role === undefined ? {} : { role }),
        ...(name === undefined ? {} : { name }),
        ...(isDisabled === undefined ? {} : { isDisabled }),
      })
      if (isDisabled === true) await sessions.endAll(id)
      c.set('target', before.email)
      c.set('detail', {
        ...(role === undefined ? {} : { role }),
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
