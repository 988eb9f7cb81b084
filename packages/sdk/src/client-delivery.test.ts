import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createWorld } from '../../../test/sdk/world.ts'

describe('delivery', () => {
  test('events of one moment go in one request', async () => {
    const world = createWorld()
    const { fireball } = await world.openTab()
    fireball.track('A')
    fireball.track('B')
    await world.pass(1000)
    expect(world.bodies.map(body => body.batch.map(one => one.event))).toEqual([['A', 'B']])
  })

  test('nothing is sent inside a Retry-After window, by no tab', async () => {
    const world = createWorld()
    const one = await world.openTab()
    const two = await world.openTab()
    world.be('busy')
    one.fireball.track('A')
    await world.pass(1000)
    const before = world.bodies.length
    two.fireball.track('B')
    await one.fireball.flush()
    await two.fireball.flush()
    await world.pass(3900)
    expect(world.bodies.length).toBe(before)
    world.be('ok')
    await world.pass(2000)
    expect(world.names().sort()).toEqual(['A', 'B'])
  })

  test('a page that has just come and is hidden sends nothing that the tab in charge is about to send', async () => {
    const world = createWorld()
    const one = await world.openTab()
    await world.pass(3000)
    const two = await world.openTab()
    await world.pass(10)
    one.fireball.track('A')
    two.fireball.track('B')
    await world.pass(100)
    two.tab.listener?.onHidden()
    await world.settle()
    expect(world.bodies).toEqual([])
    await world.pass(5000)
    expect(world.names().sort()).toEqual(['A', 'B'])
    expect(world.copies()).toBe(0)
  })

  test('a page that does not know yet that it is alone hands on what it has done itself', async () => {
    const world = createWorld()
    const before = await world.openTab()
    world.be('down')
    before.fireball.track('A')
    await world.pass(300)
    before.crash()
    world.be('ok')
    await world.pass(400_000)
    world.stallLocks(true)
    const { fireball, tab } = await world.openTab()
    await world.pass(10)
    fireball.track('B')
    tab.listener?.onHidden()
    await world.settle()
    expect(world.names()).toEqual(['B'])
  })

  test('a tab whose turn has come sends nothing before it has read what became of it', async () => {
    const world = createWorld()
    const one = await world.openTab()
    world.be('busy')
    one.fireball.track('A')
    await world.pass(1000)
    world.be('ok')
    await world.pass(4000)
    await world.openTab()
    await world.pass(10)
    // The other tab has read that A waits, and means to send it soon.
    const goOn = world.stallReads()
    await world.pass(241)
    one.tab.listener?.onHidden()
    await world.settle()
    await world.pass(500)
    expect(world.names()).toEqual(['A'])
    goOn()
    await world.pass(5000)
    expect(world.copies()).toBe(0)
  })

  test('a store that never answers does not keep new events from leaving', async () => {
    const world = createWorld()
    world.stallReads()
    const { fireball } = await world.openTab()
    fireball.track('A')
    await world.pass(3000)
    fireball.track('B')
    await world.pass(1000)
    expect(world.names()).toEqual(['A', 'B'])
  })

  test('a store that never answers keeps nothing from leaving, even if nothing else happens', async () => {
    const world = createWorld()
    world.be('down')
    const before = await world.openTab()
    before.fireball.track('A')
    // It has noted it down by then, and not stored it.
    await Promise.resolve()
    await Promise.resolve()
    before.crash()
    world.be('ok')
    world.stallReads()
    const { fireball } = await world.openTab()
    fireball.track('B')
    await world.pass(3000)
    expect(world.names()).toEqual(['A', 'B'])
  })

  test('any interleaving of tracking, failing, lost answers, crashes and broken disks loses nothing, and ends with each event acknowledged', async () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.constant('track' as const) },
      { weight: 3, arbitrary: fc.constant('pass' as const) },
      fc.constantFrom('crash' as const, 'open' as const, 'hide' as const, 'show' as const),
      fc.constantFrom('ok' as const, 'down' as const, 'lost' as const, 'busy' as const),
      fc.constantFrom('break' as const, 'mend' as const),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, fc.nat(2)), { maxLength: 40 }), async steps => {
        const world = createWorld()
        let tabs = [await world.openTab()]
        const tracked: string[] = []
        for (const [what, which] of steps) {
          const tab = tabs[which % Math.max(1, tabs.length)]
          if (what === 'track' && tab) {
            tracked.push(`E${tracked.length}`)
            tab.fireball.track(tracked.at(-1))
          } else if (what === 'pass') await world.pass(400 * (which + 1))
          else if (what === 'open' && tabs.length < 3) tabs.push(await world.openTab())
          else if (what === 'crash' && tab) {
            // A task ends with its microtasks: the journal is written by then.
            await Promise.resolve()
            tab.crash()
            tabs = tabs.filter(one => one !== tab)
          } else if (what === 'hide') {
            tab?.tab.listener?.onHidden()
            await world.settle()
          } else if (what === 'show') {
            tab?.tab.listener?.onVisible()
            await world.settle()
          } else if (what === 'ok' || what === 'down' || what === 'lost' || what === 'busy') world.be(what)
          else if (what === 'break') world.breakDisk(true)
          else if (what === 'mend') world.breakDisk(false)
        }
        world.be('ok')
        world.breakDisk(false)
        const last = await world.openTab()
        await world.pass(600_000)
        last.tab.listener?.onVisible()
        await world.pass(600_000)
        expect(
          world
            .names()
            .filter(name => name[0] === 'E')
            .sort(),
        ).toEqual(tracked.sort())
        // Acknowledged once and for all: nothing is sent again.
        const before = world.bodies.length
        for (const tab of tabs) tab.crash()
        last.crash()
        await world.openTab()
        await world.pass(600_000)
        expect(world.bodies.slice(before).flatMap(body => body.batch)).toEqual([])
        expect([...world.local.keys()].filter(key => key.startsWith('j:'))).toEqual([])
      }),
      { numRuns: 150 },
    )
  }, 60_000)

  test('while the page lives and answers arrive, nothing is sent twice', async () => {
    const step = fc.constantFrom('track', 'pass', 'open', 'down', 'ok', 'hide', 'show')
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, fc.nat(2)), { maxLength: 30 }), async steps => {
        const world = createWorld()
        const tabs = [await world.openTab()]
        await world.pass(3000)
        let count = 0
        for (const [what, which] of steps) {
          const tab = tabs[which % tabs.length]
          if (what === 'track') tab?.fireball.track(`E${count++}`)
          else if (what === 'open' && tabs.length < 3) {
            tabs.push(await world.openTab())
            await world.pass(3000)
          } else if (what === 'down' || what === 'ok') world.be(what)
          else if (what === 'hide') tab?.tab.listener?.onHidden()
          else if (what === 'show') tab?.tab.listener?.onVisible()
          else await world.pass(500)
          await world.settle()
        }
        world.be('ok')
        await world.pass(600_000)
        expect(world.committed.size).toBe(count)
        expect(world.copies()).toBe(0)
        const seqs = [...world.committed.values()].map(
          ({ context: { fireball } }) => `${fireball.device} ${fireball.seq}`,
        )
        expect(new Set(seqs).size).toBe(seqs.length)
      }),
      { numRuns: 150 },
    )
  }, 60_000)

  test('the collector’s clock is learned from its answers, and the time of a request is no part of it', async () => {
    const world = createWorld()
    const { fireball } = await world.openTab()
    const day = 86_400_000
    world.answerWith({ at: Date.UTC(2026, 0, 1) - day })
    fireball.track('First')
    await world.pass(1000)
    fireball.track('Second')
    await world.pass(1000)
    const [first, second] = world.bodies
    expect(first?.fireball.isOnTime).toBeUndefined()
    expect(second?.fireball.isOnTime).toBe(true)
    const off = (second?.batch[0]?.timestamp ?? 0) - (Date.UTC(2026, 0, 1) + 1000 - day)
    expect(Math.abs(off)).toBeLessThanOrEqual(250)
  })

  test('all events of a page carry the time that it gives, and what is wrong with the device’s clock is made up for', async () => {
    const world = createWorld()
    const tab = await world.openTab()
    const { fireball } = tab
    const day = 86_400_000
    const start = Date.UTC(2026, 0, 1)
    world.answerWith({ at: start + 5000 })
    fireball.track('First')
    await world.pass(1000)
    world.answerWith({})
    const then = start - 9 * day
    fireball.clock(() => then)
    fireball.page('Home')
    await fireball.ask('How?')
    fireball.hitLock('plans')
    await world.pass(1000)
    const times = [...world.committed.values()].slice(1).map(one => [one.event ?? one.type, one.timestamp])
    const [, second] = world.bodies
    const ahead = (times[0]?.[1] as number) - then
    expect(times).toEqual(['page', 'Help Asked', 'Feature Locked'].map(name => [name, then + ahead]))
    expect(Math.abs(ahead - 4750)).toBeLessThanOrEqual(500)
    expect((second as unknown as { sentAt: number }).sentAt).toBe(start + 1250 + ahead)
    expect(fireball.explain('get-plans').shown).toMatchObject({ cause: 'lock' })
  })

  test('a clock that is right is left alone, so that the order of events stays', async () => {
    const world = createWorld()
    const { fireball } = await world.openTab()
    world.answerWith({ at: Date.UTC(2026, 0, 1) + 400 })
    for (const name of ['A', 'B']) {
      fireball.track(name)
      await world.pass(1000)
    }
    expect(world.bodies.map(body => body.batch[0]?.timestamp)).toEqual(
      [0, 1000].map(ms => Date.UTC(2026, 0, 1) + ms),
    )
  })

  test('an address that never answers is not asked for ever; a sign of life is a new start', async () => {
    const world = createWorld()
    const tab = await world.openTab()
    world.be('down')
    tab.fireball.track('A')
    await world.pass(24 * 3_600_000)
    const tried = world.bodies.length
    expect(tried).toBeLessThanOrEqual(13)
    await world.pass(24 * 3_600_000)
    expect(world.bodies.length).toBe(tried)
    world.be('ok')
    tab.tab.listener?.onOnline()
    await world.pass(400_000)
    expect(world.names()).toEqual(['A'])
  })

  test('72 hours without a network, and a page a day: all arrives afterwards, once, in order and with its own time', async () => {
    const hour = 3_600_000
    const world = createWorld()
    world.be('down')
    let tab = await world.openTab()
    for (let i = 0; i < 72; i++) {
      tab.fireball.track(`E${i}`)
      await world.pass(hour)
      if (i % 24 < 23) continue
      tab.crash()
      tab = await world.openTab()
    }
    // Twelve tries for each page that found nobody, and one for each event.
    expect(world.bodies.length).toBeLessThanOrEqual(72 + 4 * 13)
    world.be('ok')
    tab.tab.listener?.onOnline()
    await world.pass(400_000)
    const start = Date.UTC(2026, 0, 1)
    expect([...world.committed.values()].map(({ event, timestamp }) => [event, timestamp])).toEqual(
      Array.from({ length: 72 }, (_, i) => [`E${i}`, start + i * hour]),
    )
    expect(world.copies()).toBe(0)
  })

  test.each([
    ['forward', 86_400_000],
    ['back', -86_400_000],
  ])('a clock that is put %s by a day while a Retry-After runs holds up nothing', async (_, ms) => {
    const world = createWorld()
    const tab = await world.openTab()
    world.be('busy')
    tab.fireball.track('A')
    await world.pass(1000)
    tab.crash()
    world.be('ok')
    world.shiftClock(ms)
    await world.openTab()
    await world.pass(10_000)
    expect(world.names()).toEqual(['A'])
  })

  test('what nothing keeps is armed to leave with the page, until it has been sent', async () => {
    const world = createWorld()
    world.breakDisk(true)
    world.denyLocal(true)
    const { fireball } = await world.openTab()
    fireball.track('A')
    await world.settle()
    expect(world.armed().map(body => body.batch.map(one => one.event))).toEqual([['A']])
    await world.pass(1000)
    expect([world.armed(), world.names()]).toEqual([[], ['A']])
  })

  test('a page that is closed before its task is over has written what the task recorded', async () => {
    const world = createWorld()
    const { fireball, tab } = await world.openTab()
    fireball.track('A')
    fireball.track('B')
    tab.listener?.onClosing()
    world.denyLocal(true)
    expect([...world.local.values()].join()).toMatch(/"name":"A".*"name":"B"/)
  })

  test('how many events would end with the page is told whenever it changes', async () => {
    const world = createWorld()
    world.breakDisk(true)
    world.denyLocal(true)
    const { fireball, tab, faults } = await world.openTab()
    for (let i = 0; i < 40; i++) fireball.track('A', { text: 'x'.repeat(5000) })
    await world.settle()
    tab.listener?.onLeave()
    tab.listener?.onHidden()
    const told = () => faults.filter(({ code }) => code === 'unsaved').map(({ detail }) => detail)
    const count = (bodies: readonly { batch: readonly unknown[] }[]) =>
      bodies.reduce((sum, { batch }) => sum + batch.length, 0)
    expect([count(world.armed()), count(world.bodies), told()]).toEqual([11, 11, [29, 18]])
    tab.listener?.onReturn()
    await world.pass(1000)
    expect(world.names()).toHaveLength(40)
    expect(told().at(-1)).toBe(0)
  })

  test('with all storage denied everything works from memory', async () => {
    const world = createWorld()
    world.breakDisk(true)
    world.denyLocal(true)
    const { fireball } = await world.openTab()
    fireball.track('Report Built', { outcome: 'success', context: 'a' })
    await world.pass(1000)
    expect(world.names()).toEqual(['Report Built'])
    expect(fireball.progress.get().activations.start?.done).toBe(1)
  })
})
