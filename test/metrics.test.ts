import { dayOf } from '@fireball/core'
import { afterEach, expect, test } from 'vitest'
import { createTestCollector, NOON, type TestCollector } from '../apps/collector/src/fixture.ts'
import { aProgram } from '../apps/collector/src/fixture-program.ts'
import { createKeys } from '../apps/collector/src/keys.ts'
import { computeMetrics } from '../apps/collector/src/metrics/compute.ts'
import { countEvidence } from '../apps/collector/src/metrics/count.ts'
import { readersOf } from '../apps/collector/src/metrics/readers.ts'
import { isHeldOut, TIPPING } from '../apps/collector/src/metrics/tipping-points.ts'
import { bruteEngagement } from './metrics/brute-engagement.ts'
import { actsOf, bruteForce, isAlone } from './metrics/brute-force.ts'
import { bruteStandings } from './metrics/brute-standings.ts'
import { aPopulation } from './metrics/population.ts'

/** Some more by hand: `SEEDS=100 npx vitest run --project unit test/metrics.test.ts`. */
const seeds = Array.from({ length: Number(process.env.SEEDS ?? 3) }, (_, i) => i + 1)
const TODAY = dayOf(NOON)
const USES = { report: 'Report Run', share: 'Report Shared', invite: 'Teammate Invited' } as const
const WEIGHING = { weights: { 'Report Run': 10, 'Report Shared': 3 }, cap: 2, windowDays: 14 } as const
const program = aProgram({
  exclude: { emailDomains: ['team.example'] },
  engagement: { weights: { report: 10, share: 3 }, dailyCap: WEIGHING.cap, windowDays: WEIGHING.windowDays },
  // Nothing to be able to do: who is locked out is ready.
  features: [
    { key: 'export', name: 'Exports', plan: 'Pro', open: { 'events.report.count': { $gte: 1000 } } },
  ],
  prompts: [
    {
      key: 'buy-export',
      kind: 'upgrade',
      feature: 'export',
      metric: 'Plans bought',
      ready: { title: 'Export it' },
    },
  ],
  leads: {
    mql: { 'events.share.count': { $gte: 1 } },
    sql: { 'events.share.count': { $gte: 2 }, 'events.invite.count': { $gte: 1 } },
  },
})

let collector: TestCollector
afterEach(() => collector.close())

const ports = () => ({
  store: collector.store,
  people: collector.people,
  space: 'app',
  rest: () => Promise.resolve(),
})

const liveProgram = async () => {
  const live = await collector.programs.live('app')
  if (live === undefined) throw new Error('no program')
  return live
}

/** Sums in another order differ in the last digits. */
const rounded = (value: object): object =>
  JSON.parse(JSON.stringify(value, (_, one) => (typeof one === 'number' ? Math.round(one * 1e9) / 1e9 : one)))

/** The key of an account as brute force names it. */
const toAkey = (account: string): string => {
  if (account.startsWith('group-')) return `g:${account}`
  const who = account.replace('alone ', '')
  return who.startsWith('anonymous ') ? `a:${who.replace('anonymous ', '')}` : `u:${who}`
}

test.each(seeds)('population %i: every figure is what brute force over its messages gives', async seed => {
  collector = await createTestCollector(program)
  const sent = aPopulation(seed, TODAY, 64)
  await collector.send(sent.map(one => ({ ...one })))
  await collector.settled()
  // What a test key sends is of another space.
  const testKey = await createKeys({
    store: collector.store,
    now: collector.now,
    secret: () => 'test',
  }).add('app', {
    kind: 'secret',
    mode: 'test',
  })
  await collector.send([{ type: 'track', event: 'Report Run', userId: 'tester' }], {}, testKey)
  const live = await liveProgram()
  // Odd ones see how everything began, even ones what came before as well.
  const range = { from: TODAY - (seed % 2 === 1 ? 70 : 45), to: TODAY - (seed % 3) }
  const acts = actsOf(sent, '@team.example')
  const { tipping, ...figures } = bruteForce(acts, { ...range, today: TODAY, uses: Object.values(USES) })
  const { users, accounts, active, stickiness, cohorts, churn, equation, ...metrics } = await computeMetrics(
    ports(),
    live,
    { range, alone: 'in' },
    NOON,
  )
  expect({ users, accounts, active, cohorts, churn, equation, stickiness }).toEqual({
    ...figures,
    stickiness: expect.closeTo(figures.stickiness ?? 0, 12),
  })
  expect(rounded(metrics.engagement)).toEqual(
    rounded(bruteEngagement(acts, WEIGHING, { ...range, today: TODAY })),
  )
  const standings = bruteStandings(acts, { ...range, now: NOON })
  const { activation, trialToPaid, funnel } = metrics
  expect(rounded({ activation, trialToPaid, funnel })).toEqual(
    rounded({
      activation: standings.activation,
      trialToPaid: standings.trialToPaid,
      funnel: standings.funnel,
    }),
  )
  const grouped = acts.filter(one => !isAlone(one.account))
  const { tipping: _, ...without } = bruteForce(grouped, {
    ...range,
    today: TODAY,
    uses: Object.values(USES),
  })
  const out = await computeMetrics(ports(), live, { range, alone: 'out' }, NOON)
  expect(rounded(out)).toMatchObject(
    rounded({
      ...without,
      engagement: bruteEngagement(grouped, WEIGHING, { ...range, today: TODAY }),
      ...bruteStandings(grouped, { ...range, now: NOON }),
    }),
  )
  // Not of nothing.
  expect(Math.min(users - 5, equation.transactions, churn.customers)).toBeGreaterThan(0)
  if (seed % 2 === 1) expect(Math.min(...cohorts.map(one => one.users))).toBeGreaterThan(0)

  const readers = readersOf(live)
  const input = { live, readers, range, wholeThrough: TODAY - 1, alone: 'in' } as const
  const whole = await countEvidence(ports(), input)
  if (seed % 2 === 1)
    expect(Math.min(whole.tipping.found.accounts, whole.tipping.heldOut.accounts)).toBeGreaterThan(2)
  const parts = await countEvidence(ports(), { ...input, held: { users: 8, accounts: 6 } })
  expect(parts).toEqual(whole)
  for (const [half, isHalf] of [
    [whole.tipping.found, (account: string) => !isHeldOut(account)],
    [whole.tipping.heldOut, isHeldOut],
  ] as const)
    for (const [place, { key }] of readers.acts.entries()) {
      const event = key in USES ? USES[key as keyof typeof USES] : undefined
      if (event === undefined) continue
      for (const [i, days] of TIPPING.days.entries())
        for (const [j, times] of TIPPING.times.entries()) {
          const said = tipping(event, times, days, account => isHalf(toAkey(account)))
          const cell = i * TIPPING.times.length + j
          expect({
            accounts: half.accounts,
            converted: half.converted,
            did: half.did[place]?.[cell],
            both: half.both[place]?.[cell],
          }).toEqual(said)
        }
    }
})
