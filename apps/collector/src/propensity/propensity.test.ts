import type { AccountRow, PropensityState } from '@fireball/core'
import { afterEach, expect, test } from 'vitest'
import { createTestCollector, type Message, NOON, type TestCollector } from '../fixture.ts'
import { aProgram } from '../fixture-program.ts'

const DAY_MS = 86_400_000

let t: TestCollector
afterEach(() => t.close())

/** The same numbers in every run. */
const dice = (seed: number) => (): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 32
}

/** Users who begin one after the other; the busier they are in their first weeks, the likelier they subscribe. */
const population = (count: number): Message[] => {
  const random = dice(11)
  return Array.from({ length: count }, (_, i) => i).flatMap(i => {
    const userId = `user-${i}`
    const beganAt = NOON - (200 - Math.floor((i * 150) / count)) * DAY_MS
    const drive = random()
    const track = (event: string, day: number, properties: Message = {}): Message => ({
      type: 'track',
      event,
      userId,
      messageId: `${userId}-${event}-${day}`,
      timestamp: new Date(beganAt + day * DAY_MS).toISOString(),
      properties,
    })
    const days = Array.from({ length: 14 }, (_, day) => day).filter(
      day => day === 0 || random() < 0.05 + 0.8 * drive,
    )
    const chance = 1 / (1 + Math.exp(-(11 * drive - 6)))
    const bought = random() < chance ? [track('Subscription Started', 15 + Math.floor(random() * 10))] : []
    return [
      ...days.map(day =>
        track('Report Run', day, { outcome: random() < 0.7 ? 'success' : 'failure', context: `c${day % 3}` }),
      ),
      ...bought,
    ]
  })
}

const send = async (messages: readonly Message[]): Promise<void> => {
  for (let from = 0; from < messages.length; from += 500) await t.send(messages.slice(from, from + 500))
}

const wake = async (): Promise<void> => {
  t.wake()
  await t.settled()
}

const open = async (count: number): Promise<void> => {
  t = await createTestCollector(aProgram())
  await send(population(count))
  await wake()
}

const state = async (): Promise<PropensityState> => {
  const session = await t.sessions.exchange(await t.sessions.issue('viewer'))
  const response = await t.app.request('/api/projects/app/propensity', {
    headers: { cookie: `fireball_session=${session}` },
  })
  return (await response.json()) as PropensityState
}

const rowOf = async (akey: string): Promise<AccountRow> => {
  const [row] = await t.store.all('SELECT body FROM accounts WHERE akey = $1', [`app/${akey}`])
  return JSON.parse(String(row?.body))
}

test('a fit that tells later accounts better goes live: chances, reasons and the card come from it', async () => {
  await open(110)
  expect(await state()).toMatchObject({
    source: 'types',
    card: null,
    ranAt: null,
    say: 'Nothing was learned yet; it is looked for once a day.',
  })
  const before = (await rowOf('u:user-0')).lead?.propensity
  expect(before).toMatchObject({ source: 'types', reasons: [] })
  expect(await t.propensity.run('app')).toMatchObject({ report: { result: 'better' } })
  const { source, card, say, converted, not } = await state()
  expect(source).toBe('fit')
  expect(say).toMatch(/^Told what \d+ accounts did later better: log loss/)
  expect(converted + not).toBe(110)
  expect(card?.auc).toBeGreaterThan(0.65)
  expect(card?.trainedOn.to).toBeLessThan(card?.testedOn.from ?? 0)
  expect(card?.features.map(one => one.feature)).toContain('days')
  t.wake()
  await t.settled()
  const after = (await rowOf('u:user-0')).lead?.propensity
  expect(after).toMatchObject({ source: 'fit', version: card?.version, horizonDays: 30 })
  expect(after?.reasons[0]?.say).toMatch(/\.$/)
  expect(t.errors).toEqual([])
}, 60_000)

test('with too little data the odds of the seven types stay, and it says what is missing', async () => {
  await open(20)
  expect(await t.propensity.run('app')).toMatchObject({ report: { result: 'not-enough' } })
  const { source, say, needed, posteriors } = await state()
  expect(source).toBe('types')
  expect(needed).toBe(30)
  expect((await state()).missing).toMatchObject({
    apartDays: 30,
    earlier: { needed: 20 },
    later: { converted: 0, needed: 10 },
    expectedAt: expect.any(Number),
  })
  expect(say).toMatch(/^Not enough yet: of 20 accounts whose 30 days are over, \d+ converted and \d+ did not/)
  expect(posteriors).toHaveLength(7)
  expect((await rowOf('u:user-0')).lead?.propensity.source).toBe('types')
})

test('what a run saw of an import is looked at again once the import has settled, and not before', async () => {
  t = await createTestCollector(aProgram(), { learning: { everyMs: DAY_MS, afterMessages: 1_000_000 } })
  await wake()
  expect(await state()).toMatchObject({ ranAt: NOON, converted: 0, not: 0 })
  const messages = population(110)
  await send(messages.slice(0, 500))
  t.later(70_000)
  await send(messages.slice(500))
  await wake()
  // The last message came this instant: more may follow.
  expect(await state()).toMatchObject({ ranAt: NOON, source: 'types' })
  t.later(70_000)
  await wake()
  expect(await state()).toMatchObject({ ranAt: NOON + 140_000, source: 'fit', missing: null })
  // A word more is no other project.
  await t.send([{ type: 'track', event: 'Report Run', userId: 'user-1' }])
  t.later(7_200_000)
  await wake()
  expect((await state()).ranAt).toBe(NOON + 140_000)
}, 60_000)

test('a run while much waits to be worked out is repeated too', async () => {
  t = await createTestCollector(aProgram(), { learning: { everyMs: DAY_MS, afterMessages: 1_000_000 } })
  await send(population(8))
  await t.settled()
  await t.store.run('UPDATE touched SET touched = touched + 1, leased_until = $1', [NOON + 3_600_000])
  expect(await t.propensity.run('app')).toMatchObject({ report: { result: 'not-enough' } })
  t.later(61_000)
  await t.propensity.settled()
  t.propensity.wake()
  await t.propensity.settled()
  expect((await state()).ranAt, 'it still waits').toBe(NOON)
  await t.store.run('UPDATE touched SET evaluated = touched')
  t.propensity.wake()
  await t.propensity.settled()
  expect((await state()).ranAt).toBe(NOON + 61_000)
})

test('of several collectors one learns; what it was doing when it stopped is done again', async () => {
  await open(2)
  await t.store.run(`INSERT INTO propensity (project, live, leased_until) VALUES ('app', '', $1)`, [
    t.now() + 60_000,
  ])
  expect(await t.propensity.run('app')).toBe('busy')
  t.later(60_001)
  expect(await t.propensity.run('app')).toMatchObject({ report: { result: 'not-enough' } })
})
