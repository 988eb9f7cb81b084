import { publicProgram } from '@fireball/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createWorld, program } from '../../../test/sdk/world.ts'

describe('progress', () => {
  const success = (context: string) => ({ outcome: 'success', context })

  test('is there after a reload without any request for events', async () => {
    const world = createWorld()
    const first = await world.openTab('local')
    first.fireball.track('Report Built', success('a'))
    await world.pass(10)
    first.crash()
    const { fireball } = await world.openTab('local')
    await world.pass(10)
    expect(fireball.progress.get()).toMatchObject({ ready: true, activations: { start: { done: 1 } } })
    expect(world.bodies).toEqual([])
  })

  test('acknowledged events count once, before and after a reload', async () => {
    const world = createWorld()
    const first = await world.openTab()
    first.fireball.track('Report Built', success('a'))
    await world.pass(1000)
    expect(first.fireball.progress.get().skills.build?.successes).toBe(1)
    first.crash()
    const { fireball } = await world.openTab()
    await world.pass(1000)
    expect(fireball.progress.get().skills.build?.successes).toBe(1)
  })

  test('a snapshot replaces what it holds and leaves the rest', async () => {
    const world = createWorld()
    const { fireball } = await world.openTab()
    fireball.identify('u1', {}, { signature: 's' })
    await world.pass(10)
    const built = publicProgram(program).signals.find(one => one.key === 'built')?.hash
    const day = Math.floor(Date.UTC(2026, 0, 1) / 86_400_000)
    const count = {
      success: 5,
      successAssisted: 0,
      failure: 0,
      failureAssisted: 0,
      none: 0,
      noneAssisted: 0,
      sum: 0,
      first: 1,
      last: 2,
    }
    world.answerWith({
      snapshot: {
        evidence: { counts: { [`u:u1\tu:u1\t${built}\tx\t${day}`]: count }, registers: {}, links: {} },
        through: 2,
        gaps: [],
        at: 0,
      },
    })
    fireball.track('Report Built', success('a'))
    await world.pass(1000)
    expect(world.bodies[0]?.fireball.signature).toBe('s')
    expect(fireball.progress.get().skills.build?.successes).toBe(5)
    world.answerWith({})
    fireball.track('Report Built', success('b'))
    await world.pass(1000)
    expect(fireball.progress.get().skills.build?.successes).toBe(6)
  })

  test('account facts that a snapshot does not hold stay', async () => {
    const world = createWorld()
    const { fireball } = await world.openTab()
    world.answerWith({
      snapshot: { evidence: { counts: {}, registers: {}, links: {} }, through: 9, gaps: [], at: 0 },
    })
    fireball.identify('u1')
    fireball.group('g1', { plan: 'team' })
    await world.pass(1000)
    expect(fireball.feature('plans').state).toBe('open')
  })

  test('an event may carry the instant at which it happened', async () => {
    const world = createWorld()
    const { fireball } = await world.openTab()
    for (const timestamp of ['2025-12-01T00:00:00Z', new Date(5), 7, 'nonsense', {}])
      fireball.track('Then', {}, { timestamp })
    await world.pass(1000)
    const now = Date.UTC(2026, 0, 1)
    expect(world.bodies[0]?.batch.map(one => one.timestamp)).toEqual([Date.UTC(2025, 11, 1), 5, 7, now, now])
  })

  test('what an anonymous visitor did is the user’s after identify, and another user starts afresh', async () => {
    const world = createWorld()
    const { fireball, client } = await world.openTab('local')
    fireball.track('Report Built', success('a'))
    fireball.identify('u1')
    await world.pass(10)
    const { anonymousId } = client.me()
    expect(fireball.progress.get().activations.start?.done).toBe(1)
    fireball.identify('u2')
    await world.pass(10)
    expect(client.me().anonymousId).not.toBe(anonymousId)
    expect(fireball.progress.get().activations.start?.done).toBe(0)
    fireball.identify('u1')
    await world.pass(10)
    expect(fireball.progress.get().activations.start?.done).toBe(1)
  })

  test('feature answers at once, also about what was tracked a moment ago', async () => {
    const world = createWorld()
    const { fireball } = await world.openTab('local')
    await world.pass(10)
    expect(fireball.feature('plans')).toMatchObject({ state: 'locked', ready: false })
    for (const context of ['a', 'b', 'c']) fireball.track('Report Built', success(context))
    fireball.group('g1', { plan: 'team' })
    expect(fireball.feature('plans')).toEqual({ state: 'open', ready: true, missing: [] })
  })

  test('other tabs see it too', async () => {
    const world = createWorld()
    const one = await world.openTab('local')
    const two = await world.openTab('local')
    one.fireball.track('Report Built', success('a'))
    await world.pass(10)
    expect(two.fireball.progress.get().activations.start?.done).toBe(1)
  })

  test('the log stays bounded and no count is lost by that', async () => {
    const world = createWorld()
    const { fireball } = await world.openTab('full')
    for (let i = 0; i < 700; i++) fireball.track('Report Built', success(`c${i % 3}`))
    await world.pass(5000)
    fireball.track('Report Built', success('last'))
    await world.pass(5000)
    expect([...world.disk.keys()].filter(key => key[0] === 'e').length).toBeLessThanOrEqual(500)
    expect(fireball.progress.get().skills.build?.successes).toBe(701)
  })
})

describe('a log that nothing is sent from', () => {
  const kept = (world: ReturnType<typeof createWorld>) =>
    [...world.disk.keys()].filter(key => key[0] === 'e').length

  test('stays bounded at local, and no count is lost by that', async () => {
    const world = createWorld()
    const { fireball, crash } = await world.openTab('local')
    for (let burst = 0; burst < 60; burst++) {
      for (let i = 0; i < 100; i++)
        fireball.track('Report Built', { outcome: 'success', context: `c${i % 3}` })
      await world.pass(10)
      expect(kept(world)).toBeLessThanOrEqual(500)
    }
    expect(fireball.progress.get().skills.build?.successes).toBe(6000)
    crash()
    const next = await world.openTab('local')
    await world.pass(10)
    expect(next.fireball.progress.get().skills.build?.successes).toBe(6000)
    expect(world.bodies).toEqual([])
  }, 30_000)

  test('stays bounded when all happens in one task', async () => {
    const world = createWorld()
    const { fireball } = await world.openTab('local')
    for (let i = 0; i < 6000; i++) fireball.track('Report Built', { outcome: 'success' })
    await world.pass(10)
    expect(kept(world)).toBeLessThanOrEqual(500)
    expect([...world.local.keys()].filter(key => key.startsWith('j:'))).toEqual([])
    expect(fireball.progress.get().skills.build?.successes).toBe(6000)
  }, 30_000)

  test('counts the same in every tab, whichever of them folds and whoever recorded', async () => {
    const step = fc.tuple(fc.constantFrom('track', 'show', 'hide', 'reopen'), fc.nat(1))
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async steps => {
        const world = createWorld()
        const tabs = [await world.openTab('local'), await world.openTab('local')]
        let count = 0
        for (const [what, which] of steps) {
          const tab = tabs[which]
          if (what === 'track')
            for (let i = 0; i < 300; i++, count++) tab?.fireball.track('Report Built', { outcome: 'success' })
          else if (what === 'show') tab?.tab.listener?.onVisible()
          else if (what === 'hide') tab?.tab.listener?.onHidden()
          else if (what === 'reopen') {
            tab?.crash()
            tabs[which] = await world.openTab('local')
          }
          // Time for a burst to be written: a page that comes or dies in the same task is another test.
          await world.pass(10)
        }
        await world.pass(3000)
        for (const tab of tabs) tab.tab.listener?.onVisible()
        await world.pass(3000)
        for (const { fireball } of [...tabs, await world.openTab('local')]) {
          await world.pass(10)
          expect(fireball.progress.get().skills.build?.successes).toBe(count)
        }
      }),
      {
        numRuns: 40,
        // A page that folds in the very task in which it reads what others wrote.
        examples: [
          [
            [
              ['track', 0],
              ['hide', 0],
              ['track', 0],
              ['hide', 1],
              ['show', 0],
            ],
          ],
        ],
      },
    )
  }, 60_000)
})
