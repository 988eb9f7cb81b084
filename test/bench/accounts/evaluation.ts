import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Program } from '@fireball/core'
import { uuidv7 } from 'uuidv7'
import { createCommitter } from '../../../apps/collector/src/committer.ts'
import { createAssessor } from '../../../apps/collector/src/leads/assessor.ts'
import { readHistory } from '../../../apps/collector/src/leads/history.ts'
import { createPeople } from '../../../apps/collector/src/people.ts'
import { createProgramStore } from '../../../apps/collector/src/program-store.ts'
import { createProjects } from '../../../apps/collector/src/projects.ts'
import { createQualifier } from '../../../apps/collector/src/qualifier.ts'
import { migrate } from '../../../apps/collector/src/store/migrate.ts'
import { openSqlite } from '../../../apps/collector/src/store/sqlite.ts'

/** Reports one figure. */
export type Say = (metric: string, value: number, unit: string, more?: object) => void

const USERS = 30
const SIGNALS = 50
const SKILLS = 20
const RULES = 30
/** Contexts in which each user uses each signal, and days over which that is spread. */
const CONTEXTS = 4
const DAYS = 20
const ROUNDS = 60

const keys = (n: number, name: string): readonly string[] =>
  Array.from({ length: n }, (_, i) => `${name}-${i}`)

/** 50 signals, 20 skills and 30 rules: ten nudges, ten prompts and ten segments. */
export const largeProgram = (): Program => {
  const signals = keys(SIGNALS, 'signal')
  const skills = keys(SKILLS, 'skill')
  const third = RULES / 3
  return {
    format: 1,
    name: 'Bench',
    signals: signals.map(key => ({ key, name: key, on: { event: key } })),
    checklists: [
      {
        key: 'start',
        title: 'Start',
        steps: signals.slice(0, 8).map((signal, i) => ({
          key: `step-${i}`,
          title: signal,
          firstValue: i < 2,
          done: { [`events.${signal}.count`]: { $gte: 2 } },
        })),
      },
    ],
    skills: skills.map((key, i) => ({
      key,
      name: key,
      why: 'It helps.',
      shownBy: [`signal-${i}`, `signal-${i + 20}`],
      ...(i >= 10 ? { requires: [`skill-${i - 10}`] } : {}),
    })),
    features: keys(third, 'feature').map((key, i) => ({
      key,
      name: key,
      plan: 'Pro',
      skills: [`skill-${i}`],
      open: { 'account.plan': 'pro' },
    })),
    nudges: keys(third, 'nudge').map((key, i) => ({
      key,
      serves: { skill: `skill-${i}` },
      metric: 'Use',
      audience: { [`events.signal-${i}.d7`]: { $gte: 1 }, [`skill.skill-${i}.contexts`]: { $lt: 9 } },
      text: { title: key },
    })),
    prompts: keys(third, 'prompt').map((key, i) => ({
      key,
      kind: 'upgrade' as const,
      feature: `feature-${i}`,
      metric: 'Plans',
      audience: { 'lead.odds': { $gte: 0.1 }, [`events.signal-${i}.count`]: { $gte: 1 } },
      ready: { title: key },
    })),
    segments: keys(third, 'segment').map((key, i) => ({
      key,
      name: key,
      where: { [`events.signal-${i}.d30`]: { $gte: i }, 'engagement.score': { $gte: i * 10 } },
    })),
  }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

interface Spent {
  readonly ms: number
  /** Time of the processor: on a busy machine it tells more than the clock. */
  readonly cpuMs: number
}

const spent = async (work: () => Promise<unknown>): Promise<Spent> => {
  const startedAt = performance.now()
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return { ms: performance.now() - startedAt, cpuMs: (user + system) / 1000 }
}

/** One account of 30 users who use 50 signals: evaluated and written, beside only reading the rows that this takes. */
export const benchEvaluation = async (say: Say): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'fireball-bench-'))
  const store = openSqlite(join(folder, 'bench.db'))
  const fail = (error: unknown) => {
    throw error
  }
  const now = Date.now
  await migrate(store, now())
  await createProjects({ store, now, secret: uuidv7 }).ensure({ id: 'app', name: 'App', isDemo: false })
  const programs = createProgramStore({ store, now, newId: uuidv7 })
  const published = await programs.publish('app', largeProgram(), { author: 'bench', note: '' })
  if (!published.ok) throw new Error(JSON.stringify(published.error))
  const people = createPeople(store)
  const assessor = createAssessor({ store, people, now })
  const committer = createCommitter({ store, programs, onError: fail })
  const at = now()
  for (let user = 0; user < USERS; user++)
    await committer.submit({
      project: 'app',
      space: 'app',
      receivedAt: at,
      refused: [],
      accepted: Array.from({ length: SIGNALS * CONTEXTS }, (_, i) => ({
        event: {
          id: uuidv7(),
          type: 'track' as const,
          name: `signal-${i % SIGNALS}`,
          userId: `user-${user}`,
          groupId: 'acme',
          properties: {
            outcome: i % 9 === 0 ? 'failure' : 'success',
            context: `c${Math.floor(i / SIGNALS)}`,
          },
          context: {},
          at: at - ((i * 7 + user) % DAYS) * 86_400_000,
          assisted: false,
        },
        warnings: [],
        trust: 'secret' as const,
      })),
    })
  const qualifier = createQualifier({ store, programs, people, assessor, now, newId: uuidv7, onError: fail })
  const touch = (): Promise<unknown> =>
    store.run("UPDATE touched SET touched = touched + 1 WHERE akey = 'app/g:acme'")
  const evaluate = async (): Promise<void> => {
    qualifier.wake()
    await qualifier.settled()
  }
  const live = await programs.live('app')
  if (live === undefined) throw new Error('No program')
  const read = async (): Promise<unknown> => [
    await people.ofAccount('app', 'g:acme'),
    await readHistory(store, 'app', 'g:acme'),
  ]
  const judge = (): Promise<unknown> => assessor.assess('app', 'g:acme', live)
  for (let i = 0; i < 10; i++) for (const work of [read, judge, touch, evaluate]) await work()
  const rounds = { read: [] as Spent[], judge: [] as Spent[], evaluate: [] as Spent[] }
  for (let i = 0; i < ROUNDS; i++) {
    rounds.read.push(await spent(read))
    rounds.judge.push(await spent(judge))
    await touch()
    rounds.evaluate.push(await spent(evaluate))
  }
  const { rows } = await people.ofAccount('app', 'g:acme')
  await qualifier.dispose()
  await committer.settled()
  await store.close()
  await rm(folder, { recursive: true, force: true })
  const of = (all: readonly Spent[], pick: keyof Spent): number => median(all.map(one => one[pick]))
  const ratio = (all: readonly Spent[], pick: keyof Spent): number =>
    Number((of(all, pick) / of(rounds.read, pick)).toFixed(2))
  say('rows', rows.length, 'rows')
  say('read_ms', of(rounds.read, 'ms'), 'ms')
  say('judge_ms', of(rounds.judge, 'ms'), 'ms', { vs: 'reading', ratio: ratio(rounds.judge, 'ms') })
  say('evaluate_ms', of(rounds.evaluate, 'ms'), 'ms')
  say('evaluate_cpu_ms', of(rounds.evaluate, 'cpuMs'), 'ms', {
    vs: 'reading',
    ratio: ratio(rounds.evaluate, 'cpuMs'),
  })
  say('evaluate_per_s', 1000 / of(rounds.evaluate, 'ms'), '1/s', {
    vs: 'reading the same rows',
    ratio: ratio(rounds.evaluate, 'ms'),
  })
}
