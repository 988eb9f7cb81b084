import type { Role, Session, SignInWays, TeamMember } from '@fireball/core'
import { type Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import * as v from 'valibot'
import type { Members } from '../security/members.ts'
import { PASSWORD_LIMITS, type Passwords } from '../security/passwords.ts'
import type { RateLimit } from '../security/rate-limit.ts'
import type { ConsoleEnv } from './guard.ts'
import { forgetSession, isOverHttps, rememberSession, sessionSecret } from './guard.ts'
import { readBody, refuse } from './refusal.ts'
import type { Arrived, Journey, Service } from './service.ts'
import type { Sessions } from './sessions.ts'

/** What signing in needs. */
export interface SignInPorts {
  readonly sessions: Sessions
  readonly members: Members
  readonly passwords: Passwords
  /** Tries at passwords and links, by network and by address of mail. */
  readonly tries: RateLimit
  /** Where a request comes from. */
  readonly networkOf: (c: Context) => string
  readonly service?: Service | undefined
  /** Mail domains whose people become members when they come from the service. */
  readonly domains: readonly string[]
  /** Where the collector is reached. */
  readonly originOf: (c: Context) => string
  readonly answer: (c: Context, signed: { role: Role; member: string }) => Promise<Session>
  readonly note: (actor: string, action: string, target: string) => Promise<void>
}

const TOKEN = v.object({ token: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) })
const PASSWORD = v.object({
  email: v.pipe(v.string(), v.minLength(1), v.maxLength(254)),
  password: v.pipe(v.string(), v.minLength(1), v.maxLength(4 * PASSWORD_LIMITS.max)),
})
const NEW_PASSWORD = v.object({
  current: v.optional(v.pipe(v.string(), v.maxLength(4 * PASSWORD_LIMITS.max)), ''),
  password: v.pipe(v.string(), v.maxLength(4 * PASSWORD_LIMITS.max)),
})
/** The bodies of these routes, for the API's description. */
export const SIGN_IN_BODIES = {
  'POST /sign-in': TOKEN,
  'POST /sign-in/password': PASSWORD,
  'PUT /me/password': NEW_PASSWORD,
} as const

const AWAY = 'fireball_away'
/** So long may someone be away at the service. */
const AWAY_SECONDS = 600
const CALLBACK = '/api/sign-in/service/callback'
/** A wrong password costs as much as so many tries are allowed in a minute. */
const MINUTE = 60_000

const tooMany = (c: Context, waitMs: number): Response => {
  c.header('Retry-After', `${Math.ceil(waitMs / 1000)}`)
  return refuse(c, 'too-many-tries', `Too many tries. Wait ${Math.ceil(waitMs / MINUTE)} min.`)
}

const readJourney = (c: Context): Journey | undefined => {
  const [state = '', nonce = '', verifier = ''] = (getCookie(c, AWAY) ?? '').split('.')
  return state === '' || nonce === '' || verifier === '' ? undefined : { state, nonce, verifier }
}

/** Every way in: one-time links, passwords, and a sign-in service. */
export const signInRoutes = (ports: SignInPorts) => {
  const { sessions, members, passwords, tries, service, answer, note, networkOf, originOf } = ports
  const awayCookie = (c: Context) =>
    // Lax: the way back from the service is a navigation from another site.
    ({ path: CALLBACK, httpOnly: true, sameSite: 'Lax', secure: isOverHttps(c) }) as const

  const memberWho = async ({ issuer, subject, email, name }: Arrived): Promise<TeamMember | undefined> => {
    const known = await members.findByService({ issuer, subject })
    if (known !== undefined) return known
    const byEmail = await members.findByEmail(email)
    // An address that is tied to somebody at the service is not given to whoever has it there now.
    if (byEmail?.hasService === true) return undefined
    const isWelcome = ports.domains.includes(email.toLowerCase().split('@').at(-1) ?? '')
    const added =
      byEmail === undefined && isWelcome ? await members.add({ email, name, role: 'viewer' }) : undefined
    const member = byEmail ?? (added?.ok === true ? added.value : undefined)
    if (member !== undefined && !member.isDisabled) await members.setService(member.id, { issuer, subject })
    return member
  }

  const home = (c: Context, problem?: string): Response =>
    c.redirect(problem === undefined ? '/console/' : `/console/sign-in?problem=${problem}`)

  return new Hono<ConsoleEnv>()
    .get('/sign-in', async c => {
      const ways: SignInWays = {
        password: await members.hasPasswords(),
        service: service === undefined ? null : { name: service.name, href: '/api/sign-in/service' },
      }
      return c.json(ways)
    })
    .post('/sign-in', async c => {
      const read = await readBody(c, TOKEN)
      if ('refusal' in read) return read.refusal
      const wait = tries.waitMs(networkOf(c))
      if (wait > 0) return tooMany(c, wait)
      const secret = await sessions.exchange(read.body.token)
      const signed = secret === undefined ? undefined : await sessions.find(secret)
      if (secret === undefined || signed === undefined) {
        tries.take(networkOf(c))
        return refuse(c, 'bad-token', 'The link is unknown, too old, or was used before.')
      }
      rememberSession(c, secret)
      const session = await answer(c, signed)
      c.set('actor', session.member?.email ?? signed.role)
      c.set('target', 'link')
      if (signed.member !== '') await members.seen(signed.member)
      return c.json(session)
    })
    .post('/sign-in/password', async c => {
      const read = await readBody(c, PASSWORD)
      if ('refusal' in read) return read.refusal
      const { email, password } = read.body
      const keys = [networkOf(c), `mail ${email.trim().toLowerCase()}`]
      const wait = Math.max(...keys.map(key => tries.waitMs(key)))
      if (wait > 0) return tooMany(c, wait)
      // Taken before the slow part, so that many at once are not all let through.
      for (const key of keys) tries.take(key)
      const member = await members.findByEmail(email)
      const isRight = await passwords.verify(password, member?.password)
      if (member === undefined || !isRight || member.isDisabled) {
        await note(member?.email ?? 'nobody', 'sign-in.refused', networkOf(c))
        return refuse(c, 'bad-password', 'That address and password do not belong together.')
      }
      const secret = await sessions.begin(member)
      rememberSession(c, secret)
      await members.seen(member.id)
      c.set('actor', member.email)
      c.set('target', 'password')
      return c.json(await answer(c, { role: member.role, member: member.id }))
    })
    .post('/sign-out', async c => {
      const secret = sessionSecret(c)
      if (secret !== undefined) await sessions.end(secret)
      forgetSession(c)
      return c.json({ success: true })
    })
    .get('/sign-in/service', async c => {
      const left = await service?.leave(originOf(c) + CALLBACK)
      if (left === undefined || !left.ok) return home(c, left?.error ?? 'no-service')
      const { state, nonce, verifier } = left.value.journey
      setCookie(c, AWAY, `${state}.${nonce}.${verifier}`, { ...awayCookie(c), maxAge: AWAY_SECONDS })
      return c.redirect(left.value.href)
    })
    .get('/sign-in/service/callback', async c => {
      const journey = readJourney(c)
      deleteCookie(c, AWAY, awayCookie(c))
      if (service === undefined || journey === undefined) return home(c, 'no-service')
      const back = new URL(originOf(c) + CALLBACK)
      back.search = new URL(c.req.url).search
      const arrived = await service.arrive(back, journey)
      if (!arrived.ok) return home(c, arrived.error)
      const member = await memberWho(arrived.value)
      if (member === undefined || member.isDisabled) {
        await note(arrived.value.email, 'sign-in.refused', service.name)
        return home(c, 'no-member')
      }
      rememberSession(c, await sessions.begin(member))
      await members.seen(member.id)
      await note(member.email, 'signed-in', service.name)
      return home(c)
    })
    .put('/me/password', async c => {
      const read = await readBody(c, NEW_PASSWORD)
      if ('refusal' in read) return read.refusal
      const member = await members.find(c.var.member)
      if (member === undefined)
        return refuse(c, 'no-such-member', 'A link of the command line is nobody: invite yourself first.')
      const wait = tries.waitMs(`mail ${member.email}`)
      if (wait > 0) return tooMany(c, wait)
      // Who comes by a fresh link may set a first password; who has one says it.
      if (member.password !== undefined && !(await passwords.verify(read.body.current, member.password))) {
        tries.take(`mail ${member.email}`)
        return refuse(c, 'bad-password', 'The current password is another one.')
      }
      const hashed = await passwords.hash(read.body.password)
      if (!hashed.ok)
        return refuse(
          c,
          'bad-body',
          `A password has ${PASSWORD_LIMITS.min} to ${PASSWORD_LIMITS.max} characters.`,
        )
      await members.setPassword(member.id, hashed.value)
      await sessions.endAll(member.id, sessionSecret(c))
      c.set('target', member.email)
      return c.json({ success: true })
    })
}
