import type { LeadPage } from '@fireball/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTestCollector, type Message, NOON } from '../fixture.ts'
import { aProgram } from '../fixture-program.ts'
import { readHistory } from './history.ts'

const CASES = 3
const SEED = 7
const HOUR_MS = 3_600_000

const USERS = ['u1', 'u2', 'u3'] as const
const BROWSERS = ['b1', 'b2', 'b3'] as const
const GROUPS = ['g1', 'g2'] as const

const user = fc.constantFrom(...USERS)
const browser = fc.constantFrom(...BROWSERS)
const group = fc.constantFrom(...GROUPS)
const hoursAgo = fc.integer({ min: 1, max: 40 * 24 })

/** Somebody acts: as a user, as a visitor, or as both; in an account that the message names, or in none. */
const act = fc.record({
  kind: fc.constant('act' as const),
  event: fc.constantFrom(
    'Report Run',
    'Report Run',
    'Report Shared',
    'Teammate Invited',
    'Feature Locked',
    'Message Received',
    'Message Sent',
    'Trial Started',
    'Subscription Started',
    'Subscription Cancelled',
  ),
  context: fc.constantFrom('c1', 'c2', 'c3', 'c4'),
  who: fc.oneof(
    fc.record({ userId: user }),
    fc.record({ anonymousId: browser }),
    fc.record({ userId: user, anonymousId: browser }),
  ),
  group: fc.option(group, { nil: undefined }),
  isImpersonated: fc.boolean(),
  hoursAgo,
})
const join = fc.record({
  kind: fc.constant('join' as const),
  userId: user,
  group,
  left: fc.boolean(),
  employees: fc.integer({ min: 1, max: 50 }),
  hoursAgo,
})
const identify = fc.record({
  kind: fc.constant('identify' as const),
  userId: user,
  anonymousId: browser,
  hoursAgo,
})

const story = fc.array(fc.oneof({ weight: 6, arbitrary: act }, join, identify), {
  minLength: 5,
  maxLength: 30,
})
type Step = typeof story extends fc.Arbitrary<(infer S)[]> ? S : never

/** The same story for people and accounts of their own. */
const messagesOf = (steps: readonly Step[], end: string): readonly Message[] =>
  steps.map((step, i) => {
    const common = {
      messageId: `m${`${i}`.padStart(3, '0')}-${end}`,
      timestamp: NOON - step.hoursAgo * HOUR_MS,
    }
    if (step.kind === 'join')
      return {
        ...common,
        type: 'group',
        userId: `${step.userId}-${end}`,
        groupId: `${step.group}-${end}`,
        traits: { left: step.left, employees: step.employees },
      }
    if (step.kind === 'identify')
      return {
        ...common,
        type: 'identify',
        userId: `${step.userId}-${end}`,
        anonymousId: `${step.anonymousId}-${end}`,
        traits: {},
      }
    const { who, event, context, isImpersonated } = step
    return {
      ...common,
      type: 'track',
      event,
      ...('userId' in who ? { userId: `${who.userId}-${end}` } : {}),
      ...('anonymousId' in who ? { anonymousId: `${who.anonymousId}-${end}` } : {}),
      properties: { outcome: 'success', context, feature: 'export', thread: context },
      context: {
        ...(step.group === undefined ? {} : { groupId: `${step.group}-${end}` }),
        ...(isImpersonated ? { impersonated: true } : {}),
      },
    }
  })

test('what an account is as a lead is the same in whatever order its facts arrive', async () => {
  const collector = await createTestCollector(
    aProgram({
      leads: { trialDays: 10, mql: { 'events.report.count': { $gte: 2 } } },
      segments: [{ key: 'big', name: 'Big', where: { 'account.employees': { $gte: 25 } } }],
    }),
  )
  const session = await collector.sessions.exchange(await collector.sessions.issue('viewer'))
  const headers = { cookie: `fireball_session=${session}` }
  const stories = fc.sample(
    story.chain(steps =>
      fc.record({
        steps: fc.constant(steps),
        other: fc.shuffledSubarray(
          steps.map((_, i) => i),
          { minLength: steps.length },
        ),
        split: fc.integer({ min: 3, max: 9 }),
      }),
    ),
    { numRuns: CASES, seed: SEED },
  )
  for (const [i, { steps, other, split }] of stories.entries()) {
    await collector.send(messagesOf(steps, `${i}a`))
    const shuffled = messagesOf(steps, `${i}b`)
    for (let from = 0; from < other.length; from += split) {
      await collector.send(
        other.slice(from, from + split).flatMap((place): readonly Message[] => {
          const one = shuffled[place]
          return one === undefined ? [] : [one]
        }),
      )
      await collector.settled()
    }
  }
  await collector.settled()
  // All are judged against one population, trials among them.
  await collector.store.run('DELETE FROM trials')
  for (let round = 0; round < 2; round++) {
    await collector.store.run("UPDATE accounts SET version = ''")
    await collector.store.run('UPDATE touched SET touched = touched + 1')
    collector.wake()
    await collector.settled()
  }

  const derived = async (akey: string, end: string) => {
    const answer = await collector.app.request(
      `/api/projects/app/accounts/${encodeURIComponent(akey)}/lead`,
      { headers },
    )
    const page: LeadPage | { error: unknown } = await answer.json()
    const history = await readHistory(collector.store, 'app', akey)
    const said = JSON.stringify({
      lead: 'lead' in page ? page.lead : null,
      offers: 'lead' in page ? page.offers : null,
      listed: history.before ?? null,
      lives: history.lives
        .filter(one => one.withdrawnAt === undefined)
        .map(({ cycle, stage, at, reasons }) => ({ cycle, stage, at: at - NOON, reasons }))
        .sort((a, b) => a.at - b.at || (a.stage < b.stage ? -1 : 1)),
      trials: history.trials.map(({ endedAt, isWon, body }) => ({ endedAt, isWon, body })),
    })
    return JSON.parse(said.replaceAll(`-${end}`, ''))
  }
  expect((await collector.store.all("SELECT akey FROM accounts WHERE life <> ''")).length).toBeGreaterThan(
    CASES,
  )
  for (const [i, { steps }] of stories.entries())
    for (const akey of [...GROUPS.map(one => `g:${one}`), ...USERS.map(one => `u:${one}`)])
      expect([steps, await derived(`${akey}-${i}b`, `${i}b`)]).toEqual([
        steps,
        await derived(`${akey}-${i}a`, `${i}a`),
      ])
  expect(collector.errors).toEqual([])
  await collector.close()
}, 60_000)
