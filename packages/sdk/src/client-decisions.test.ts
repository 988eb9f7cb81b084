import type { WidgetPorts, WidgetState } from '@fireball/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createWorld } from '../../../test/sdk/world.ts'
import type { Progress } from './standing.ts'

describe('decisions', () => {
  const shown = (tab: { fireball: { progress: { get(): Progress } } }) =>
    tab.fireball.progress.get().decision.show?.key

  const teach = (tab: { fireball: { track(name: unknown, properties: unknown): void } }) => {
    for (const context of ['a', 'b', 'c']) tab.fireball.track('Report Built', { outcome: 'success', context })
  }

  test('the lock of a feature brings its prompt', async () => {
    const world = createWorld()
    const tab = await world.openTab('local')
    tab.fireball.hitLock('plans')
    await world.pass(10)
    expect(tab.fireball.explain('get-plans').shown).toMatchObject({ cause: 'lock', variant: 'learn' })
  })

  test('nothing is sold to an account whose plan only the server knows, unless the page says that it is locked', async () => {
    const world = createWorld()
    const tab = await world.openTab()
    const { fireball } = tab
    const answers = async () => {
      await world.pass(1000)
      return fireball.explain('get-plans').shown?.cause
    }
    fireball.identify('u1')
    fireball.group('one-co')
    expect(await answers()).toBeUndefined()
    fireball.hitLock('plans')
    expect(await answers()).toBe('lock')
    // What another account was locked out of says nothing about this one.
    fireball.group('paid-co')
    expect(await answers()).toBeUndefined()
    expect(fireball.feature('plans').state).toBe('open')
    fireball.group('free-co', { plan: 'free' })
    fireball.hitLock('plans')
    expect(await answers()).toBe('lock')
    fireball.group('paid-co')
    expect(await answers()).toBeUndefined()
  })

  test('a snapshot, which tells nothing about the account, changes nothing in that', async () => {
    const world = createWorld()
    world.answerWith({
      snapshot: { evidence: { counts: {}, registers: {}, links: {} }, through: 2, gaps: [], at: 0 },
    })
    const tab = await world.openTab()
    tab.fireball.identify('u1', {}, { signature: 's' })
    tab.fireball.group('paid-co')
    await world.pass(1000)
    tab.fireball.hitLock('plans')
    await world.pass(1000)
    expect(tab.fireball.explain('get-plans').shown).toBeUndefined()
  })

  test.each(['lead', 'engagement', 'propensity', 'communication'])(
    'what only the collector works out is unknown here: %s',
    async name => {
      const world = createWorld()
      const { client } = await world.openTab('local')
      await world.pass(10)
      expect(client.facts()?.doc[name]).toEqual({ $unknown: true })
    },
  )

  test('who is logged in as somebody else is shown nothing, spends nothing of theirs, and is not stuck for them', async () => {
    const world = createWorld()
    const tab = await world.openTab()
    const { fireball } = tab
    fireball.identify('u1')
    fireball.group('one-co', { plan: 'free' })
    teach(tab)
    fireball.hitLock('plans')
    await world.pass(1000)
    expect(shown(tab)).toBe('get-plans')
    fireball.identify('u1', {}, { impersonatedBy: 'agent' })
    fireball.hitLock('plans')
    for (let i = 0; i < 4; i++) fireball.track('Report Built', { outcome: 'failure' })
    await world.pass(1000)
    expect(shown(tab)).toBeUndefined()
    expect(new Set(fireball.explain().held.map(one => one.code))).toEqual(new Set(['impersonated']))
    expect(world.names()).not.toContain('Struggle Noticed')
    expect(world.names()).not.toContain('Prompt Shown')
    fireball.identify('u1')
    fireball.hitLock('plans')
    await world.pass(1000)
    expect(shown(tab)).toBe('get-plans')
  })

  test('three failures without a success are a struggle, once', async () => {
    const world = createWorld()
    const tab = await world.openTab()
    await world.pass(10)
    for (let i = 0; i < 5; i++) tab.fireball.track('Report Built', { outcome: 'failure', context: 'a' })
    await world.pass(1000)
    // Both features build on the skill, each is told once.
    const told = [...world.committed.values()].filter(one => one.event === 'Struggle Noticed')
    expect(told.map(one => one.properties)).toEqual([
      { kind: 'failures', feature: 'plans', skill: 'build' },
      { kind: 'failures', feature: 'reports', skill: 'build' },
    ])
    expect(tab.fireball.progress.get().skills.build).toMatchObject({
      state: 'stuck',
      stuck: { by: 'failures' },
    })
    expect(shown(tab)).toBe('need-help')
  })

  test('a success in between is no struggle', async () => {
    const world = createWorld()
    const tab = await world.openTab()
    await world.pass(10)
    for (const outcome of ['failure', 'failure', 'success', 'failure'])
      tab.fireball.track('Report Built', { outcome })
    await world.pass(1000)
    expect(world.names()).not.toContain('Struggle Noticed')
  })

  test('a question to the team is kept, sent, and told about', async () => {
    const world = createWorld()
    const tab = await world.openTab()
    await world.pass(10)
    const request = await tab.fireball.ask('How?', 'reports')
    expect(request).toMatchObject({ message: 'How?', feature: 'reports', state: 'queued' })
    world.answerWith({ help: [{ id: request?.id, state: 'answered', answer: 'So.' }] })
    await world.pass(1000)
    expect(world.names()).toEqual(['Help Asked'])
  })

  test('an answer is news on every page until it was on screen', async () => {
    const world = createWorld()
    const open = async () => {
      const drawn: { ports?: WidgetPorts; state?: WidgetState } = {}
      const tab = await world.openTab('full', ports => {
        drawn.ports = ports
        ports.subscribe(state => {
          drawn.state = state
        })
      })
      await world.pass(1000)
      return { tab, drawn }
    }
    const first = await open()
    const request = await first.tab.fireball.ask('How?', 'reports')
    world.answerWith({ help: [{ id: request?.id, state: 'answered', answer: 'So.' }] })
    await world.pass(1000)
    const answer = { state: 'answered', answer: 'So.' }
    expect(first.drawn.state?.help).toMatchObject([answer])
    first.tab.crash()
    const second = await open()
    expect(second.drawn.state?.help[0]).toMatchObject(answer)
    expect(second.drawn.state?.help[0]?.isRead).toBeUndefined()
    second.drawn.ports?.report({ kind: 'checklist', key: 'start', is: 'opened' })
    await world.pass(1000)
    second.tab.crash()
    expect((await open()).drawn.state?.help).toMatchObject([{ ...answer, isRead: true }])
  })

  test('a nudge comes when its skill is within reach, and explains what is held', async () => {
    const world = createWorld()
    const tab = await world.openTab('local')
    await world.pass(10)
    expect(tab.fireball.explain('share-it').held).toEqual([{ key: 'share-it', code: 'out-of-reach' }])
    teach(tab)
    await world.pass(10)
    expect(shown(tab)).toBe('share-it')
  })
})

describe('host values', () => {
  test('any value is survived, and its neighbours arrive', async () => {
    const world = createWorld()
    const { fireball, faults } = await world.openTab()
    await fc.assert(
      fc.asyncProperty(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
        async value => {
          fireball.track(value, value)
          fireball.identify(value, value)
          fireball.group(value, value)
          fireball.page(value, value)
          fireball.alias(value, value)
          fireball.consent(value)
          fireball.consent('full')
        },
      ),
      { numRuns: 300 },
    )
    fireball.reset()
    fireball.track('Good')
    await world.pass(60_000)
    expect(world.names()).toContain('Good')
    expect(faults.filter(fault => fault.code === 'internal')).toEqual([])
  }, 60_000)

  test('after purge nothing is kept and nothing happens', async () => {
    const world = createWorld()
    const { fireball } = await world.openTab()
    fireball.track('A')
    await world.pass(1000)
    await fireball.purge()
    fireball.track('B')
    await world.pass(1000)
    expect(world.names()).toEqual(['A'])
    expect([world.local.size, world.disk.size]).toEqual([0, 0])
  })
})
