import type { AccountPage, ExplainedSkill, LearningState } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFixture, type Fixture } from './fixture.ts'

const DAY_MS = 86_400_000

let f: Fixture
let headers: Record<string, string>
beforeEach(async () => {
  f = await createFixture()
  headers = await f.signIn('editor')
})
afterEach(() => f.dispose())

const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
  const answer = await f.call(method, `/projects/app${path}`, body, headers)
  expect([answer.status, answer.body]).toEqual([200, answer.body])
  return answer.body as T
}
const state = () => call<LearningState>('GET', '/learning')

/** Even users succeed mostly, odd ones seldom; contexts matter. */
const reports = (users: number, days: number): object[] =>
  Array.from({ length: users * days }, (_, i) => {
    const [user, day] = [i % users, Math.floor(i / users)]
    const isEasy = (user + day) % 2 === 0
    const isGood = user % 2 === 0 ? isEasy || i % 5 !== 0 : isEasy && i % 3 === 0
    return {
      type: 'track',
      event: 'Report Run',
      userId: `user-${user}`,
      messageId: `report-${i}`,
      properties: {
        outcome: isGood ? 'success' : 'failure',
        context: isEasy ? `easy-${day % 3}` : `hard-${day % 3}`,
      },
      timestamp: new Date(f.now() - (days - day) * DAY_MS).toISOString(),
    }
  })

test('before anything was learned the starting values are in use, and nothing is hidden about it', async () => {
  expect(await state()).toEqual({
    live: null,
    liveSince: null,
    isHeld: false,
    running: null,
    report: null,
    nextAt: expect.any(Number),
    fits: [],
    decisions: [],
  })
})

test('with too little, the report says how much is missing, skill by skill', async () => {
  await f.receive(...reports(4, 3).map(one => ({ ...one, properties: { outcome: 'success', context: 'a' } })))
  await call('POST', '/learning/run')
  await f.learner.settled()
  const { report, live } = await state()
  expect(live).toBeNull()
  expect(report).toMatchObject({
    result: 'not-enough',
    outcomes: 12,
    needed: 300,
    skills: [
      {
        key: 'reports',
        successes: 12,
        failures: 0,
        lacks: 'No failures are reported: send “Report Run” with outcome: "failure" when it does not work.',
      },
    ],
  })
})

test('a run makes a fit live; an editor goes back and lets learning go on; all is written down', async () => {
  await f.receive(...reports(60, 12))
  const asked = await call<LearningState>('POST', '/learning/run')
  expect(asked.running?.stage).toBe('reading')
  await f.learner.settled()
  const learned = await state()
  expect(learned).toMatchObject({
    running: null,
    live: { state: 'live', figures: { users: 60 } },
    report: { result: 'live' },
  })
  expect(learned.decisions).toMatchObject([{ kind: 'live', by: 'Fireball', fit: learned.live?.id }])

  const back = await call<LearningState>('POST', '/learning/use', { id: '' })
  expect(back).toMatchObject({ live: null, isHeld: true, liveSince: f.now() })
  expect(back.decisions[0]).toMatchObject({ kind: 'back', by: 'editor', fit: '' })
  expect(back.fits[0]?.state).toBe('superseded')

  expect(await call('POST', '/learning/resume')).toMatchObject({ isHeld: false, live: null })
  const again = await call<LearningState>('POST', '/learning/use', { id: learned.live?.id })
  expect(again.live?.id).toBe(learned.live?.id)
  expect((await f.programs.live('app'))?.ability.version).toBe(learned.live?.version)
})

test('a viewer looks and changes nothing; what is not there cannot be used', async () => {
  const viewer = await f.signIn('viewer')
  const as = (who: Record<string, string>, path: string, body?: unknown) =>
    f.call('POST', `/projects/app/learning${path}`, body ?? {}, who)
  expect((await f.call('GET', '/projects/app/learning', undefined, viewer)).status).toBe(200)
  expect((await as(viewer, '/use', { id: '' })).status).toBe(403)
  expect((await as(viewer, '/run')).status).toBe(403)
  expect((await as(headers, '/use', { id: 'gone' })).status).toBe(404)
  expect((await as(headers, '/use', {})).status).toBe(400)
})

test('an ability is explained: what each part adds makes the score, and the page says the same', async () => {
  await f.receive(...reports(60, 12))
  await call('POST', '/learning/run')
  await f.learner.settled()
  const page = await call<AccountPage>('GET', '/accounts/u%3Auser-0')
  const view = page.users[0]?.skills[0]
  const found = await call<ExplainedSkill>(
    'GET',
    '/accounts/u%3Auser-0/ability?user=u%3Auser-0&skill=reports',
  )
  expect(found.view).toEqual(view)
  expect(found.logit).toBe(found.parts.reduce((sum, { adds }) => sum + adds, 0))
  expect(found.view.p).toBeCloseTo(1 / (1 + Math.exp(-found.logit)), 9)
  expect(found.parts.every(({ say }) => say !== '')).toBe(true)
  expect(found.evidence).toMatchObject([
    {
      signal: 'report',
      name: 'Ran a report',
      successes: view?.successes,
      failures: view?.failures,
      tried: 6,
    },
  ])
  expect(found.changes.length).toBeGreaterThan(2)
  expect(found.version).toBe((await state()).live?.version)
  for (const query of ['user=u:nobody&skill=reports', 'user=u:user-0&skill=gone', ''])
    expect(
      (await f.call('GET', `/projects/app/accounts/u%3Auser-0/ability?${query}`, undefined, headers)).status,
    ).toBe(404)
})
