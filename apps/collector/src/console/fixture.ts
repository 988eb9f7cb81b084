import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Program, parseMessage, type Role, type WireError } from '@fireball/core'
import { createCommitter } from '../committer.ts'
import { createCaller } from '../delivery/call.ts'
import { createDelivery } from '../delivery/delivery.ts'
import { createDestinationStore } from '../delivery/destination-store.ts'
import { createForecastStore } from '../forecast/forecast-store.ts'
import { createForecaster } from '../forecast/forecaster.ts'
import { createOverrides } from '../forecast/overrides.ts'
import { createKeys } from '../keys.ts'
import { createAssessor } from '../leads/assessor.ts'
import { createFitStore } from '../learning/fit-store.ts'
import { learnPort } from '../learning/learn.ts'
import { learnRun } from '../learning/learn-run.ts'
import { createLearner, LEARNING_DEFAULTS } from '../learning/learner.ts'
import { createProductMetrics } from '../metrics/product-metrics.ts'
import { createPeople } from '../people.ts'
import { createProgramStore } from '../program-store.ts'
import { createProjects } from '../projects.ts'
import { createPropensities } from '../propensity/propensities.ts'
import { createPropensityLearner } from '../propensity/propensity-learner.ts'
import { propensityRun } from '../propensity/propensity-run.ts'
import { createPropensityStore } from '../propensity/propensity-store.ts'
import { createQualifier } from '../qualifier.ts'
import { createAudit } from '../security/audit.ts'
import { createMembers } from '../security/members.ts'
import { createPasswords } from '../security/passwords.ts'
import { createRateLimit } from '../security/rate-limit.ts'
import { createSimulation } from '../simulation/simulation.ts'
import { migrate } from '../store/migrate.ts'
import { openSqlite } from '../store/sqlite.ts'
import { createConsoleApi } from './api.ts'
import type { Service } from './service.ts'
import { createSessions } from './sessions.ts'

const key = (n: number): string => `secret-${n}-0123456789abcdef`

/** A small program for tests: one checklist, one skill, one feature, a nudge and two prompts. */
export const PROGRAM: Program = {
  format: 1,
  name: 'Tests',
  signals: [
    { key: 'report', name: 'Ran a report', on: { event: 'Report Run' } },
    { key: 'invited', name: 'Invited', on: { event: 'Teammate Invited' }, outcome: 'none' },
  ],
  checklists: [
    {
      key: 'start',
      title: 'Get started',
      steps: [
        {
          key: 'report',
          title: 'Run a report',
          firstValue: true,
          done: { 'events.report.count': { $gte: 1 } },
        },
        { key: 'invite', title: 'Invite someone', done: { 'events.invited.count': { $gte: 1 } } },
      ],
    },
  ],
  skills: [{ key: 'reports', name: 'Run reports', why: 'You see what happens.', shownBy: ['report'] }],
  features: [
    { key: 'exports', name: 'Exports', plan: 'Pro', skills: ['reports'], open: { 'account.plan': 'pro' } },
  ],
  nudges: [
    { key: 'try', serves: { step: 'report' }, metric: 'Reports run', text: { title: 'Run a report' } },
  ],
  prompts: [
    {
      key: 'buy',
      kind: 'upgrade',
      feature: 'exports',
      metric: 'Plans bought',
      ready: { title: 'Export it' },
      notReady: { title: 'First: {{ skill.name }}' },
    },
    { key: 'ask', kind: 'hand-raise', feature: 'exports', metric: 'Answers', ready: { title: 'Ask us' } },
  ],
}

/** A console API over a store of its own, for tests; time stands still until it is moved. */
export const createFixture = async (service?: Service, domains: readonly string[] = []) => {
  const folder = await mkdtemp(join(tmpdir(), 'fireball-console-'))
  const store = openSqlite(join(folder, 'test.db'))
  let time = Date.parse('2026-03-01T12:00:00Z')
  let made = 0
  const now = () => time
  const secret = () => key(++made)
  await migrate(store, now())
  const projects = createProjects({ store, now, secret })
  const programs = createProgramStore({ store, now, newId: () => `id-${`${++made}`.padStart(6, '0')}` })
  const people = createPeople(store)
  const sessions = createSessions({ store, now, secret })
  const members = createMembers({ store, now, newId: () => `id-${`${++made}`.padStart(6, '0')}` })
  const audit = createAudit({ store, now, newId: () => `id-${`${++made}`.padStart(6, '0')}` })
  const keys = createKeys({ store, now, secret })
  const erased: string[] = []
  const errors: unknown[] = []
  const committer = createCommitter({ store, programs, onError: error => errors.push(error) })
  const propensities = createPropensities({ store, now })
  const assessor = createAssessor({ store, people, propensities, now })
  const qualifier = createQualifier({
    store,
    programs,
    people,
    assessor,
    now,
    newId: () => `id-${`${++made}`.padStart(6, '0')}`,
    onError: error => errors.push(error),
  })
  const fits = createFitStore(store)
  const newId = () => `id-${`${++made}`.padStart(6, '0')}`
  const learner = createLearner({
    store,
    fits,
    programs,
    work: (project, control) =>
      learnRun({ store, fits, programs, learn: learnPort, now, newId }, project, control),
    now,
    settings: LEARNING_DEFAULTS,
    onLive: () => qualifier.wake(),
    onError: error => errors.push(error),
  })
  const chances = createPropensityStore(store)
  const propensity = createPropensityLearner({
    store,
    fits: chances,
    work: (project, rest) =>
      propensityRun({ store, people, programs, fits: chances, now, newId }, project, rest),
    now,
    everyMs: 0,
    onLive: project => {
      propensities.refresh(project)
      qualifier.wake()
    },
    onError: error => errors.push(error),
  })
  const overrides = createOverrides(store)
  const taken = createForecastStore(store)
  const forecaster = createForecaster({ store, taken, overrides, programs, propensities, now })
  const destinations = createDestinationStore({ store, now, newId })
  const reach = { allowsPrivate: true }
  const delivery = createDelivery({
    store,
    destinations,
    people,
    caller: createCaller({ ...reach, timeoutMs: 2000 }),
    now,
    random: () => 0.5,
    origin: () => 'https://fireball.example.com',
    onError: error => errors.push(error),
  })
  await projects.ensure({ id: 'app', name: 'Your app', isDemo: false })
  await programs.publish('app', PROGRAM, { author: 'test', note: 'First' })
  const productMetrics = createProductMetrics({ store, people, now, onError: error => errors.push(error) })
  const api = createConsoleApi({
    store,
    projects,
    programs,
    people,
    assessor,
    sessions,
    members,
    passwords: createPasswords(),
    keys,
    audit,
    productMetrics,
    tries: createRateLimit({ burst: 10, perSecond: 1 / 60 }, now),
    networkOf: c => c.req.header('x-test-network') ?? '',
    service,
    domains,
    simulation: createSimulation({
      store,
      projects,
      programs,
      keys,
      sources: undefined,
      send: async () => new Response(null, { status: 503 }),
      now,
      wait: async () => undefined,
      onWiped: () => undefined,
      onError: error => errors.push(error),
    }),
    onErased: project => erased.push(project),
    onAnswered: () => qualifier.wake(),
    delivering: { destinations, delivery, reach },
    learning: {
      fits,
      learner,
      settings: LEARNING_DEFAULTS,
      newId,
      onUse: project => {
        programs.refresh(project)
        qualifier.wake()
      },
    },
    propensity: { fits: chances, learner: propensity, posteriors: assessor.posteriors },
    forecast: { forecaster, overrides, newId },
    now,
    onError: error => errors.push(error),
  })

  /** Calls the API; a body is sent as JSON unless it is text already. */
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: unknown; headers: Headers }> => {
    const response = await api.request(`http://localhost${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    }
  }

  return {
    api,
    call,
    store,
    programs,
    fits,
    learner,
    forecaster,
    propensity,
    sessions,
    members,
    projects,
    audit,
    keys,
    destinations,
    delivery,
    erased,
    errors,
    now,
    later: (ms: number) => {
      time += ms
    },
    /** The headers of someone signed in. */
    signIn: async (role: Role): Promise<Record<string, string>> => {
      const session = await sessions.exchange(await sessions.issue(role))
      return { cookie: `fireball_session=${session}` }
    },
    /** Commits messages as a secret key's; what is no message is refused. */
    receive: async (...messages: readonly object[]): Promise<void> => {
      const accepted = []
      const refused: { error: WireError; message: string }[] = []
      for (const message of messages) {
        const parsed = parseMessage(message, { shared: {} }, time, () => `event-${++made}`)
        if (parsed.ok) accepted.push({ ...parsed.value, trust: 'secret' as const })
        else refused.push({ error: parsed.error, message: JSON.stringify(message) })
      }
      await committer.submit({ project: 'app', space: 'app', receivedAt: time, accepted, refused })
    },
    /** Evaluates everything that is due. */
    settle: async (): Promise<void> => {
      qualifier.wake()
      await qualifier.settled()
    },
    /** Waits until no figures of the product are counted. */
    counted: () => productMetrics.settled(),
    dispose: async () => {
      await committer.settled()
      await productMetrics.dispose()
      await learner.dispose()
      await propensity.dispose()
      await qualifier.dispose()
      await delivery.dispose()
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What `createFixture` gives. */
export type Fixture = Awaited<ReturnType<typeof createFixture>>
