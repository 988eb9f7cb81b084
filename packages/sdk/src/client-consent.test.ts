import { describe, expect, test } from 'vitest'
import { createWorld } from '../../../test/sdk/world.ts'

describe('consent', () => {
  test('what was recorded at local is never sent, and still counts', async () => {
    const world = createWorld()
    const { fireball } = await world.openTab('local')
    fireball.track('Report Built', { outcome: 'success' })
    await world.pass(1000)
    fireball.consent('full')
    fireball.track('Later')
    await world.pass(1000)
    expect(world.names()).toEqual(['Later'])
    expect(fireball.progress.get().activations.start?.done).toBe(1)
  })

  test('a withdrawn consent holds back what waits', async () => {
    const world = createWorld()
    const { fireball } = await world.openTab()
    world.be('down')
    fireball.track('Waiting')
    await world.pass(1000)
    fireball.consent('local')
    world.be('ok')
    await world.pass(600_000)
    fireball.consent('full')
    await world.pass(600_000)
    expect(world.names()).toEqual([])
  })

  test('necessary: only named events, no user, no account, no traits', async () => {
    const world = createWorld()
    const { fireball } = await world.openTab('necessary')
    fireball.identify('u1', { email: 'a@example.com' })
    fireball.group('g1', { plan: 'team' })
    fireball.track('Other')
    fireball.track('Report Built')
    await world.pass(1000)
    expect(world.names()).toEqual(['Report Built'])
    expect(JSON.stringify(world.bodies)).not.toMatch(/u1|g1|example/)
    // What the host told is still known here.
    expect(fireball.feature('plans').state).toBe('open')
  })

  test('necessary: nothing that is made of the user id leaves, not even when a question only asks', async () => {
    const world = createWorld()
    const tab = await world.openTab('full')
    tab.fireball.identify('u1', {}, { signature: 'mac-of-u1' })
    void tab.fireball.ask('How?')
    await world.pass(1000)
    expect(world.bodies.at(-1)?.fireball.signature).toBe('mac-of-u1')
    const before = world.bodies.length
    tab.fireball.consent('necessary')
    tab.tab.listener?.onVisible()
    tab.fireball.track('Report Built')
    await world.pass(1000)
    tab.tab.listener?.onVisible()
    await world.pass(1000)
    const after = world.bodies.slice(before)
    expect(after.map(body => body.batch.length)).toContain(0)
    expect(JSON.stringify(after)).not.toMatch(/u1/)
  })

  test('a choice is kept for the next page', async () => {
    const world = createWorld()
    const first = await world.openTab('full')
    first.fireball.consent('local')
    first.crash()
    const { fireball } = await world.openTab('full')
    expect(fireball.consent()).toBe('local')
  })
})
