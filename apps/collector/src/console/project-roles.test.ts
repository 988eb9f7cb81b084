import type { Invitation, Session, Team } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFixture, type Fixture } from './fixture.ts'
import { ROUTES } from './permissions.ts'

let f: Fixture
beforeEach(async () => {
  f = await createFixture()
  await f.projects.ensure({ id: 'other', name: 'Other', isDemo: false })
})
afterEach(() => f.dispose())

type Headers = Readonly<Record<string, string>>

const codeOf = ({ status, body }: { status: number; body: unknown }) => [
  status,
  (body as { error?: { code: string } } | undefined)?.error?.code,
]

const invite = async (email: string, projects: object | null, role = 'viewer'): Promise<Invitation> => {
  const answer = await f.call('POST', '/team', { email, role, projects }, await f.signIn('admin'))
  expect(answer.status).toBe(200)
  return answer.body as Invitation
}

const enter = async ({ link }: Invitation): Promise<Headers> => {
  const answer = await f.call('POST', '/sign-in', { token: new URL(link).searchParams.get('token') })
  return { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' }
}

test('a member of one project sees that one, with their role there, and no other', async () => {
  const ann = await enter(await invite('ann@example.com', { app: 'editor' }, 'admin'))
  const session = (await f.call('GET', '/session', undefined, ann)).body as Session
  expect(session).toMatchObject({ role: 'viewer', projects: [{ id: 'app', role: 'editor' }] })
  expect(session.projects).toHaveLength(1)
  expect((await f.call('GET', '/projects/app/accounts', undefined, ann)).status).toBe(200)
  expect(codeOf(await f.call('POST', '/projects/app/keys', {}, ann))).toEqual([403, 'role-too-low'])
})

test('no route of another project is reached, whatever the role in one’s own; it is not even told that it is there', async () => {
  const ann = await enter(await invite('ann@example.com', { app: 'admin' }, 'admin'))
  for (const [route, { needs }] of ROUTES) {
    const [method = '', path = ''] = route.split(' ')
    if (!path.includes(':project') || needs === 'anyone') continue
    for (const project of ['other', 'never-made']) {
      const at = path.replace(':project', project).replaceAll(/:\w+/g, 'none')
      const answer = await f.call(method, at, method === 'GET' ? undefined : {}, ann)
      expect([route, project, ...codeOf(answer)]).toEqual([route, project, 404, 'no-such-project'])
    }
  }
})

test('nothing of the collector itself is reached, whatever the roles; one’s own session and password are', async () => {
  const ann = await enter(await invite('ann@example.com', { app: 'admin', other: 'admin' }, 'admin'))
  for (const [route, { needs, ...rest }] of ROUTES) {
    const [method = '', path = ''] = route.split(' ')
    if (path.includes(':project') || needs === 'anyone') continue
    const answer = await f.call(
      method,
      path.replaceAll(/:\w+/g, 'none'),
      method === 'GET' ? undefined : {},
      ann,
    )
    if ('isOwn' in rest) expect([route, answer.status]).not.toEqual([route, 403])
    else expect([route, ...codeOf(answer)]).toEqual([route, 403, 'role-too-low'])
  }
})

test.each([
  '/projects/%6fther/accounts',
  '/projects/app/../other/accounts',
  '/projects/app%2f..%2fother/accounts',
  '/projects//other/accounts',
  '/projects/app/projects/other/accounts',
  '/projects/__proto__/accounts',
  '/projects/constructor/accounts',
  '/projects/%E0%A4%A/accounts',
])('a path that is written otherwise crosses nothing: %s', async path => {
  const ann = await enter(await invite('ann@example.com', { app: 'admin' }))
  const answer = await f.api.request(`http://localhost${path}`, { headers: ann })
  expect([403, 404]).toContain(answer.status)
})

test('in one project editor, in another viewer: each where it is', async () => {
  const ann = await enter(await invite('ann@example.com', { app: 'viewer', other: 'editor' }))
  const body = { key: 'none', paused: true }
  expect(codeOf(await f.call('POST', '/projects/app/pause', body, ann))).toEqual([403, 'role-too-low'])
  expect((await f.call('POST', '/projects/other/pause', body, ann)).status).toBe(404) // no such prompt
  expect(codeOf(await f.call('POST', '/projects/other/pause', body, ann))[1]).not.toBe('no-such-project')
})

test('a change holds at once, in both directions, and is in the log', async () => {
  const made = await invite('ann@example.com', null, 'editor')
  const ann = await enter(made)
  const admin = await f.signIn('admin')
  const path = `/team/${made.member.id}`
  expect((await f.call('GET', '/projects/other/program/history', undefined, ann)).status).toBe(200)
  expect((await f.call('PUT', path, { projects: { app: 'viewer' } }, admin)).status).toBe(200)
  expect((await f.call('GET', '/projects/other/program/history', undefined, ann)).status).toBe(404)
  const team = (await f.call('GET', '/team', undefined, admin)).body as Team
  expect(team.members[0]).toMatchObject({ role: 'editor', projects: { app: 'viewer' } })
  expect((await f.call('PUT', path, { projects: null }, admin)).status).toBe(200)
  expect((await f.call('GET', '/projects/other/program/history', undefined, ann)).status).toBe(200)
  expect((await f.audit.list('')).map(({ action, detail }) => [action, detail.projects])).toEqual(
    expect.arrayContaining([
      ['member.changed', 'app: viewer'],
      ['member.changed', 'all'],
      ['member.invited', 'all'],
    ]),
  )
})

test('nobody gives themselves more, and no role is given for a project that is not there', async () => {
  const made = await invite('ann@example.com', { app: 'admin' })
  const ann = await enter(made)
  const more = { projects: null, role: 'admin' }
  expect(codeOf(await f.call('PUT', `/team/${made.member.id}`, more, ann))).toEqual([403, 'role-too-low'])
  const admin = await f.signIn('admin')
  for (const projects of [{ none: 'viewer' }, {}, { app: 'owner' }, []])
    expect((await f.call('PUT', `/team/${made.member.id}`, { projects }, admin)).status).toBe(400)
})

test('an admin does not shut themselves out of all but one project', async () => {
  const made = await invite('root@example.com', null, 'admin')
  const root = await enter(made)
  const less = { projects: { app: 'admin' } }
  expect(codeOf(await f.call('PUT', `/team/${made.member.id}`, less, root))).toEqual([403, 'own-role'])
})
