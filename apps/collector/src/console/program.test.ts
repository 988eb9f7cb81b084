import type { ProgramState, PromptStats, PublishedVersion, UnmatchedEvent } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFixture, type Fixture, PROGRAM } from './fixture.ts'

let f: Fixture
let headers: Record<string, string>
beforeEach(async () => {
  f = await createFixture()
  headers = await f.signIn('editor')
})
afterEach(() => f.dispose())

const get = async <T>(path: string): Promise<T> => {
  const { status, body } = await f.call('GET', `/projects/app${path}`, undefined, headers)
  expect(status).toBe(200)
  return body as T
}
const send = (method: string, path: string, body: unknown) =>
  f.call(method, `/projects/app${path}`, body, headers)
const good = async <T>(method: string, path: string, body: unknown): Promise<T> => {
  const answer = await send(method, path, body)
  expect(answer.status).toBe(200)
  return answer.body as T
}
const codeOf = ({ status, body }: { status: number; body: unknown }) => [
  status,
  (body as { error: { code: string } }).error.code,
]

test('without a draft, the published program is what is edited', async () => {
  const state = await get<ProgramState>('/program')
  expect(state.draft).toEqual(PROGRAM)
  expect(state.published?.program).toEqual(PROGRAM)
  expect(state.isChanged).toBe(false)
  expect(state.problems.map(one => one.severity)).toEqual(['warning'])
})

test('a draft is kept as it is, with its problems; nothing but publishing puts it in force', async () => {
  const state = await good<ProgramState>('PUT', '/program/draft', { program: { ...PROGRAM, name: '' } })
  expect(state.isChanged).toBe(true)
  expect(state.problems).toEqual([{ severity: 'error', path: 'name', message: 'must not be empty' }])
  expect((await f.programs.live('app'))?.program.name).toBe('Tests')
  for (const program of [null, 5, 'text', [], {}])
    expect((await good<ProgramState>('PUT', '/program/draft', { program })).draft).toEqual(program)
})

test('a draft with errors is not published, and says what they are', async () => {
  await good('PUT', '/program/draft', { program: { ...PROGRAM, nudges: [{ key: 'Bad Key' }] } })
  const answer = await send('POST', '/program/publish', { note: 'try' })
  expect(codeOf(answer)).toEqual([422, 'has-errors'])
  expect((answer.body as { error: { problems: unknown[] } }).error.problems.length).toBeGreaterThan(1)
  expect((await get<ProgramState>('/program')).draft).toMatchObject({ nudges: [{ key: 'Bad Key' }] })
})

test('publish, history, roll back', async () => {
  const before = await get<ProgramState>('/program')
  f.later(1000)
  await good('PUT', '/program/draft', { program: { ...PROGRAM, name: 'Renamed' } })
  const after = await good<ProgramState>('POST', '/program/publish', { note: 'A better name' })
  expect(after.isChanged).toBe(false)
  expect(after.published?.program.name).toBe('Renamed')

  const history = await get<readonly PublishedVersion[]>('/program/history')
  expect(history.map(({ note, by, isLive }) => [note, by, isLive])).toEqual([
    ['A better name', 'editor', true],
    ['First', 'test', false],
  ])

  f.later(1000)
  const back = await good<ProgramState>('POST', '/program/rollback', { id: before.published?.id })
  expect(back.published?.program.name).toBe('Tests')
  expect(back.published?.version).toBe(before.published?.version)
  expect(await get<readonly PublishedVersion[]>('/program/history')).toHaveLength(3)
  expect(codeOf(await send('POST', '/program/rollback', { id: 'nope' }))).toEqual([404, 'no-such-version'])
})

test.each([
  ['PUT', '/program/draft', {}],
  ['PUT', '/program/draft', []],
  ['POST', '/program/publish', { note: 5 }],
  ['POST', '/program/publish', { note: 'x'.repeat(501) }],
  ['POST', '/program/rollback', {}],
  ['POST', '/program/starter', { product: 'Kite', setUp: '', core: 'b', advanced: 'c' }],
  ['POST', '/pause', { key: 'buy' }],
  ['POST', '/events/unmatched', { name: '' }],
  ['POST', '/help/1', { state: 'sent' }],
])('%s %s refuses %j', async (method, path, body) => {
  expect(codeOf(await send(method, path, body))).toEqual([400, 'bad-body'])
})

test('what is nested too deep is refused on every route', async () => {
  const nested = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`)
  expect(await good<ProgramState>('PUT', '/program/draft', { program: nested(63) })).toMatchObject({})
  const deep = `{"program":${'['.repeat(10_000)}${']'.repeat(10_000)}}`
  for (const [method, path] of [
    ['PUT', '/program/draft'],
    ['POST', '/program/publish'],
    ['POST', '/pause'],
  ] as const)
    expect(codeOf(await f.call(method, `/projects/app${path}`, deep, headers))).toEqual([400, 'too-deep'])
  expect(codeOf(await send('PUT', '/program/draft', { program: nested(64) }))).toEqual([400, 'too-deep'])
})

test('the JSON Schema of programs describes their parts', async () => {
  const schema = await get<{ properties: Record<string, unknown> }>('/program/schema')
  expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(['signals', 'skills', 'prompts']))
  expect(JSON.stringify(schema)).toContain('Distinct contexts with an unassisted success')
})

test('a prompt is paused and let go without publishing; * is all', async () => {
  const pausedKeys = (stats: readonly PromptStats[]) => stats.filter(one => one.isPaused).map(one => one.key)
  expect(pausedKeys(await get('/prompts'))).toEqual([])
  expect(pausedKeys(await good('POST', '/pause', { key: 'buy', paused: true }))).toEqual(['buy'])
  expect(pausedKeys(await good('POST', '/pause', { key: '*', paused: true }))).toEqual(['try', 'buy', 'ask'])
  expect((await get<ProgramState>('/program')).paused).toEqual(['*', 'buy'])
  expect(pausedKeys(await good('POST', '/pause', { key: '*', paused: false }))).toEqual(['buy'])
  expect(pausedKeys(await good('POST', '/pause', { key: 'buy', paused: false }))).toEqual([])
  expect(codeOf(await send('POST', '/pause', { key: 'nope', paused: true }))).toEqual([404, 'no-such-prompt'])
  expect(await get<readonly PublishedVersion[]>('/program/history')).toHaveLength(1)
})

test('how prompts do is counted in users; who was shown one counts as eligible', async () => {
  const add = (akey: string, shown: number | null, clicked: number | null, goal: number | null) =>
    f.store.run(
      `INSERT INTO prompt_stats (akey, prompt, space, eligible_at, shown_at, clicked_at, dismissed_at, goal_at)
        VALUES ($1, 'buy', 'app', 1, $2, $3, NULL, $4)`,
      [akey, shown, clicked, goal],
    )
  await add('app/u:1', 1, 1, 1)
  await add('app/u:2', 1, null, null)
  await add('app/u:3', null, null, 1)
  // Shown by a browser before the collector had looked.
  await f.store.run(
    `INSERT INTO prompt_stats (akey, prompt, space, shown_at) VALUES ('app/u:4', 'buy', 'app', 2)`,
  )
  const stats = await get<readonly PromptStats[]>('/prompts')
  expect(stats.map(one => [one.key, one.kind, one.title])).toEqual([
    ['try', 'nudge', 'Run a report'],
    ['buy', 'upgrade', 'Export it'],
    ['ask', 'hand-raise', 'Ask us'],
  ])
  expect(stats[1]).toMatchObject({ eligible: 4, shown: 3, clicked: 1, dismissed: 0, goalReached: 1 })
  expect(stats[0]).toMatchObject({ eligible: 0, shown: 0 })
})

const STARTER = { product: 'Kite', setUp: 'Project Created', core: 'Report Run', advanced: 'Report Shared' }

test('a starter never overwrites the team’s own work, but an empty draft and an earlier starter', async () => {
  expect(codeOf(await send('POST', '/program/starter', STARTER))).toEqual([409, 'draft-in-the-way'])
  const nothing = { signals: [], checklists: [], skills: [], features: [], nudges: [], prompts: [] }
  await good('PUT', '/program/draft', { program: { format: 1, name: 'Empty', ...nothing } })
  const first = await good<ProgramState>('POST', '/program/starter', STARTER)
  expect(first.problems).toEqual([])
  const second = await good<ProgramState>('POST', '/program/starter', { ...STARTER, core: 'Chart Drawn' })
  expect(second.draft).toMatchObject({
    signals: [{}, { key: 'core', on: { event: 'Chart Drawn' } }, {}, { on: { event: 'Chart Drawn' } }, {}],
  })
  const published = await good<ProgramState>('POST', '/program/publish', {})
  expect(published.isChanged).toBe(false)
})

test('an event that no signal reads becomes one with a click', async () => {
  await f.receive(
    { type: 'track', event: 'Chart Drawn', userId: '1', properties: { outcome: 'success', context: 'a' } },
    { type: 'track', event: 'Chart Drawn', userId: '2' },
    { type: 'track', event: 'Report Run', userId: '1' },
    { type: 'track', event: 'Été!', userId: '1', properties: { outcome: 'succes', context: '' } },
    { type: 'track', event: 'Feature Locked', userId: '1', properties: { feature: 'exports' } },
    { type: 'page', name: 'Home', userId: '1' },
  )
  const unmatched = await get<readonly UnmatchedEvent[]>('/events/unmatched')
  expect(
    unmatched.map(({ name, count, hasOutcome, hasContext }) => [name, count, hasOutcome, hasContext]),
  ).toEqual([
    ['Chart Drawn', 2, true, true],
    ['Été!', 1, false, false],
  ])
  await good('POST', '/events/unmatched', { name: 'Chart Drawn' })
  const state = await good<ProgramState>('POST', '/events/unmatched', { name: 'Été!' })
  expect(state.draft).toMatchObject({
    signals: [
      {},
      {},
      { key: 'chart-drawn', name: 'Chart Drawn', on: { event: 'Chart Drawn' } },
      { key: 't', on: { event: 'Été!' }, outcome: 'none' },
    ],
  })
  expect(state.problems.filter(one => one.severity === 'error')).toEqual([])
  expect(await get('/events/unmatched')).toEqual([])
  for (const name of ['Chart Drawn', 'Never Came'])
    expect(codeOf(await send('POST', '/events/unmatched', { name }))).toEqual([404, 'no-such-event'])
})

test('a signal cannot be added to a draft that is no program', async () => {
  await f.receive({ type: 'track', event: 'Chart Drawn', userId: '1' })
  await good('PUT', '/program/draft', { program: { signals: 'none' } })
  expect(codeOf(await send('POST', '/events/unmatched', { name: 'Chart Drawn' }))).toEqual([
    409,
    'draft-unreadable',
  ])
})
