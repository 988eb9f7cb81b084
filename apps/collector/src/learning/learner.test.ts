import { type AbilityFit, UNFITTED } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestCollector, type Message, NOON, type TestCollector } from '../fixture.ts'
import { aProgram } from '../fixture-program.ts'
import { createFitStore } from './fit-store.ts'
import type { LearnPort } from './learn-port.ts'
import { learnRun } from './learn-run.ts'
import { createLearner, LEARNING_DEFAULTS } from './learner.ts'

const DAY_MS = 86_400_000

let t: TestCollector
beforeEach(async () => {
  t = await createTestCollector(aProgram())
})
afterEach(() => t.close())

const reports = (users: number, days: number, from = 0): Message[] =>
  Array.from({ length: users * days }, (_, i) => ({
    type: 'track',
    event: 'Report Run',
    userId: `user-${i % users}`,
    messageId: `report-${from}-${i}`,
    properties: { outcome: i % 4 === 0 ? 'failure' : 'success', context: `report-${i % 7}` },
    timestamp: new Date(NOON - (days - Math.floor(i / users)) * DAY_MS).toISOString(),
  }))

const told = { outcomes: 100, auc: 0.8, logLoss: 0.4, ece: 0.01, bins: [] }

/** Fits that are made up, so that what the job does with them is all that is tested. */
const createFake = (weights: AbilityFit['weights'] = UNFITTED.weights) => {
  const state = { isBetter: true, made: 0, users: 0, lastDay: 0, cut: undefined as unknown }
  const port: LearnPort = {
    fit: async ({ users, onProgress, rest }) => {
      state.users = users.length
      state.lastDay = Math.max(...users.flatMap(one => one.rows.map(row => row.day)))
      onProgress(1, 2)
      await rest()
      return { ...UNFITTED, weights, version: `fit-${++state.made}` }
    },
    publishable: fit => fit,
    compare: async ({ since, until }) => {
      state.cut = { since, until }
      return { isBetter: state.isBetter, gain: 0.1, low: 0.05, high: 0.15, outcomes: 100 }
    },
    predict: async ({ fit }) => ({ ...told, logLoss: fit.version === 'unfitted' ? 0.5 : 0.4 }),
  }
  return { state, port }
}

const createJob = (port: LearnPort, onLive: () => void = () => {}) => {
  const fits = createFitStore(t.store)
  let made = 0
  const newId = () => `run-${t.now()}-${`${made++}`.padStart(4, '0')}`
  const learner = createLearner({
    store: t.store,
    fits,
    programs: t.programs,
    work: (project, control) =>
      learnRun(
        { store: t.store, fits, programs: t.programs, learn: port, now: t.now, newId },
        project,
        control,
      ),
    now: t.now,
    settings: LEARNING_DEFAULTS,
    onLive,
    onError: error => t.errors.push(error),
  })
  return { fits, learner }
}

const servedFit = async (): Promise<{ etag: string | null; ability: AbilityFit | undefined }> => {
  const response = await t.app.request(`/v1/program?key=${t.publishable}`)
  const { ability } = (await response.json()) as { ability?: AbilityFit }
  return { etag: response.headers.get('etag'), ability }
}

test('with too little it says how much is missing and stays with the starting values', async () => {
  await t.send(reports(5, 10))
  const { fits, learner } = createJob(createFake().port)
  const end = await learner.run('app')
  expect(end).toMatchObject({
    report: {
      result: 'not-enough',
      say: 'Not enough yet: 50 of 300 outcomes. The starting values stay in use.',
      outcomes: 50,
      needed: 300,
      users: 5,
    },
  })
  expect(await fits.read('app')).toMatchObject({ live: '', ranAt: t.now(), report: { outcomes: 50 } })
  expect(await servedFit()).toMatchObject({ ability: undefined })
})

test('a better fit goes live: it is served, with another ETag, and accounts are evaluated anew', async () => {
  await t.send(reports(40, 12))
  t.wake()
  await t.settled()
  const before = await servedFit()
  const stale = async () =>
    (await t.store.all(`SELECT DISTINCT version FROM accounts`)).map(row => row.version)
  const [basis] = await stale()
  const fake = createFake()
  let isLive = false
  const { fits, learner } = createJob(fake.port, () => {
    isLive = true
  })
  const end = await learner.run('app')
  expect(end).toMatchObject({
    report: { result: 'live', outcomes: 480, users: 40 },
    decision: { kind: 'live', by: 'Fireball', say: expect.stringContaining('log loss 0.400 against 0.500') },
  })
  expect(isLive).toBe(true)
  // A fifth of twelve days are the last three; the fit saw only what came before.
  const today = Math.floor(NOON / DAY_MS)
  expect(fake.state).toMatchObject({
    lastDay: today - 4,
    cut: expect.objectContaining({ since: today - 3, until: today - 1 }),
  })
  expect(await fits.fits('app')).toMatchObject([
    {
      state: 'live',
      version: 'fit-1',
      through: (today - 3) * DAY_MS - 1,
      figures: { outcomes: 360, comparison: { gain: 0.1 }, starting: { logLoss: 0.5 } },
    },
  ])
  const after = await servedFit()
  expect(after.ability?.version).toBe('fit-1')
  expect(after.etag).not.toBe(before.etag)
  t.wake()
  await t.settled()
  expect(await stale()).not.toContain(basis)
})

test('where forgetting was learned, a quiet account is looked at on the day on which an ability fades, and not before', async () => {
  await t.send([
    ...reports(40, 12),
    ...['a', 'b', 'c', 'd'].map(context => ({
      type: 'track',
      event: 'Report Run',
      userId: 'ann',
      messageId: `ann-${context}`,
      properties: { outcome: 'success', context },
      timestamp: new Date(NOON - DAY_MS).toISOString(),
    })),
  ])
  const { learner } = createJob(createFake({ ...UNFITTED.weights, start: -0.1, ownThisMonth: 1.2 }).port)
  expect(await learner.run('app')).toMatchObject({ report: { result: 'live' } })
  const settle = async () => {
    t.wake()
    await t.settled()
  }
  const ann = async () => {
    const [row] = await t.store.all(
      `SELECT body, due_at FROM accounts a JOIN touched t ON t.akey = a.akey WHERE a.akey = 'app/u:ann'`,
    )
    const { ability } = JSON.parse(String(row?.body)) as { ability: { able: number } }
    return { able: ability.able, dueAt: Number(row?.due_at) }
  }
  await settle()
  expect((await ann()).able).toBe(1)
  t.later(40 * DAY_MS)
  await settle()
  const { able, dueAt } = await ann()
  expect(able).toBe(1)
  // Not at each midnight, nor each week: once, on a day that the model tells.
  expect(dueAt % DAY_MS).toBe(0)
  expect(dueAt - t.now()).toBeGreaterThan(8 * DAY_MS)
  t.later(dueAt - 1 - t.now())
  await settle()
  expect(await ann()).toEqual({ able, dueAt })
  t.later(1)
  await settle()
  expect((await ann()).able).toBe(0)
})

test('a fit that does not tell later evidence better is rejected, with its figures', async () => {
  await t.send(reports(40, 12))
  const fake = createFake()
  fake.state.isBetter = false
  const { fits, learner } = createJob(fake.port)
  expect(await learner.run('app')).toMatchObject({ report: { result: 'rejected' } })
  expect(await fits.read('app')).toMatchObject({ live: '' })
  expect(await fits.fits('app')).toMatchObject([
    { state: 'rejected', figures: { comparison: { low: 0.05 } } },
  ])
  expect((await servedFit()).ability).toBeUndefined()
})

test('the next fit is compared on evidence that the one in use has not seen, and supersedes it', async () => {
  await t.send(reports(40, 12))
  const fake = createFake()
  const { fits, learner } = createJob(fake.port)
  await learner.run('app')
  expect(await learner.run('app')).toMatchObject({ report: { result: 'live' } })
  t.later(10 * DAY_MS)
  await t.send(
    reports(40, 5, 1).map(one => ({
      ...one,
      timestamp: new Date(Date.parse(`${one.timestamp}`) + 10 * DAY_MS).toISOString(),
    })),
  )
  const end = await learner.run('app')
  expect(end).toMatchObject({ report: { result: 'live' }, made: { figures: { current: { logLoss: 0.4 } } } })
  expect((await fits.fits('app')).map(one => one.state)).toEqual(['live', 'superseded', 'superseded'])
  expect((await fits.read('app')).live).toBe((await fits.fits('app'))[0]?.id)
})

test('after a person chose a fit, better ones wait until they are let through', async () => {
  await t.send(reports(40, 12))
  const { fits, learner } = createJob(createFake().port)
  await learner.run('app')
  const back = { id: 'd1', at: t.now(), by: 'editor', kind: 'back', fit: '', say: 'Back.' } as const
  await fits.use('app', '', back)
  expect(await learner.run('app')).toMatchObject({ report: { result: 'held' }, made: { state: 'candidate' } })
  expect(await fits.read('app')).toMatchObject({ live: '', isHeld: true })
  await fits.resume('app', { ...back, id: 'd2', kind: 'resumed' })
  expect(await learner.run('app')).toMatchObject({ report: { result: 'live' } })
})

test('a dry run says what it would do and keeps nothing', async () => {
  await t.send(reports(40, 12))
  const { fits, learner } = createJob(createFake().port)
  expect(await learner.run('app', { isDryRun: true })).toMatchObject({ report: { result: 'live' } })
  expect(await fits.read('app')).toMatchObject({ live: '', ranAt: null })
  expect(await fits.fits('app')).toEqual([])
})

test('of several collectors one fits; the lease of one that died runs out', async () => {
  await t.send(reports(40, 12))
  const { fits, learner } = createJob(createFake().port)
  expect(await fits.claim('app', t.now(), t.now() + 60_000)).toBe(true)
  expect(await learner.run('app')).toBe('busy')
  t.later(60_001)
  expect(await learner.run('app')).toMatchObject({ report: { result: 'live' } })
})

test('a run that is interrupted keeps nothing, gives its lease back, and is made again', async () => {
  await t.send(reports(40, 12))
  const fake = createFake()
  let reached: () => void = () => {}
  const isFitting = new Promise<void>(resolve => {
    reached = resolve
  })
  const first = createJob({
    ...fake.port,
    fit: async ({ rest, onProgress }) => {
      onProgress(1, 1000)
      reached()
      for (;;) await rest()
    },
  })
  first.learner.wake()
  await isFitting
  await first.learner.dispose()
  expect(await first.fits.read('app')).toMatchObject({ ranAt: null, leasedUntil: 0, progress: null })
  const second = createJob(fake.port)
  second.learner.wake()
  await second.learner.settled()
  expect(await second.fits.read('app')).toMatchObject({ report: { result: 'live' } })
  expect(t.errors).toEqual([])
})

test('runs are due once, then with time and news, or with many news', async () => {
  await t.send(reports(40, 12))
  const fake = createFake()
  const { fits, learner } = createJob(fake.port)
  const wake = async () => {
    learner.wake()
    await learner.settled()
    return (await fits.read('app')).ranAt
  }
  const first = await wake()
  expect(first).toBe(t.now())
  t.later(2 * DAY_MS)
  expect(await wake()).toBe(first)
  await t.send(reports(1, 1, 2))
  expect(await wake()).toBe(t.now())
})

test('a mistake of ours is told once, not tried again at once', async () => {
  await t.send(reports(40, 12))
  const fake = createFake()
  const { fits, learner } = createJob({
    ...fake.port,
    fit: async () => {
      throw new Error('numbers')
    },
  })
  learner.wake()
  await learner.settled()
  learner.wake()
  await learner.settled()
  expect(t.errors).toHaveLength(1)
  expect(await fits.read('app')).toMatchObject({ live: '', report: { result: 'failed' }, leasedUntil: 0 })
  t.errors.length = 0
})
