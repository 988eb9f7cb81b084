import { dayOf } from '@fireball/core'
import { afterEach, expect, test } from 'vitest'
import { createTestCollector, NOON, type TestCollector } from '../apps/collector/src/fixture.ts'
import { aProgram } from '../apps/collector/src/fixture-program.ts'
import { createKeys } from '../apps/collector/src/keys.ts'
import { computeMetrics } from '../apps/collector/src/metrics/compute.ts'
import { countEvidence } from '../apps/collector/src/metrics/count.ts'
import { readersOf } from '../apps/collector/src/metrics/readers.ts'
import { isHeldOut, TIPPING } from '../apps/collector/src/metrics/tipping-points.ts'
import { bruteForce } from './metrics/brute-force.ts'
import { aPopulation } from './metrics/population.ts'

const TODAY = dayOf(NOON)
const USES = { report: 'Report Run', share: 'Report Shared', invite: 'Teammate Invited' } as const
const program = aProgram({ exclude: { emailDomains: ['team.example'] } })

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

/** The key of an account as brute force names it. */
const toAkey = (account: string): string => {
  if (account.startsWith('group-')) return `g:${account}`
  const who = account.replace('alone ', '')
  return who.startsWith('anonymous ') ? `a:${who.replace('anonymous ', '')}` : `u:${who}`
}

test.each([1, 2])('population %i: every figure is what brute force over its messages gives', async seed => {
  collector = await createTestCollector(program)
  const sent = aPopulation(seed, TODAY, 64)
  await collector.send(sent.map(one => ({ ...one })))
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
  const brute = bruteForce(sent, { ...range, internalDomain: '@team.example', uses: Object.values(USES) })
  const metrics = await computeMetrics(ports(), live, range, NOON)
  const { users, accounts, active, cohorts, churn, equation } = metrics
  const { tipping, ...figures } = brute
  expect({ users, accounts, active, cohorts, churn, equation }).toEqual(figures)
  // Not of nothing.
  expect(Math.min(users - 5, equation.transactions, churn.customers)).toBeGreaterThan(0)
  if (seed % 2 === 1) expect(Math.min(...cohorts.map(one => one.users))).toBeGreaterThan(0)

  const readers = readersOf(live)
  const whole = await countEvidence(ports(), { program, readers, range })
  if (seed % 2 === 1)
    expect(Math.min(whole.tipping.found.accounts, whole.tipping.heldOut.accounts)).toBeGreaterThan(2)
  const parts = await countEvidence(ports(), { program, readers, range, held: { users: 8, accounts: 6 } })
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
