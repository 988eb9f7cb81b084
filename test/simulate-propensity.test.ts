import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AccountRow, Program } from '@fireball/core'
import { expect, test } from 'vitest'
import { createTestCollector, NOON } from '../apps/collector/src/fixture.ts'
import { toBatches } from '../apps/demo/simulator/batches.ts'
import { simulate } from '../apps/demo/simulator/simulate.ts'
import { root } from '../scripts/run.ts'

const program: Program = JSON.parse(readFileSync(join(root, 'apps/demo/program.json'), 'utf8'))

/** What `npm run simulate` sends when nobody asks for anything else. */
const USUAL = { accounts: 300, days: 120, seed: 1, now: NOON } as const

test('the usual simulated population has conversions far enough apart: a fit goes live, and accounts are told by it', async () => {
  const { accounts, messages } = simulate(USUAL)
  // Open trials have no outcome to learn of; without them it is half the work.
  const over = accounts.filter(one => one.outcome !== 'open').map(one => `${one.id}-`)
  const isOver = ({ userId, anonymousId }: (typeof messages)[number]): boolean =>
    over.some(start => (userId ?? anonymousId ?? '').startsWith(start))
  const collector = await createTestCollector(program)
  for (const body of toBatches(messages.filter(isOver)))
    await collector.post('/v1/batch', body, { authorization: `Bearer ${collector.secret}` })
  await collector.settled()
  expect(await collector.propensity.run('app')).toMatchObject({ report: { result: 'better' } })
  collector.wake()
  await collector.settled()
  const rows = await collector.store.all('SELECT body FROM accounts ORDER BY akey')
  expect(rows.length).toBe(over.length)
  for (const row of rows) {
    const { lead }: AccountRow = JSON.parse(String(row.body))
    expect(lead?.propensity).toMatchObject({ source: 'fit', horizonDays: 30 })
  }
  expect(collector.errors).toEqual([])
  await collector.close()
}, 300_000)
