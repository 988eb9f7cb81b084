import { type Program, publicProgram } from '@fireball/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createClient } from './client.ts'
import { createEmitter, type Fault } from './emitter.ts'
import { createFacade } from './fireball.ts'
import type { ClientPorts, PageListener } from './ports.ts'
import { NO_PROGRESS, type Progress } from './standing.ts'
import { createPlainStore } from './store.ts'
import { struggles } from './stuck.ts'

const program: Program = {
  format: 1,
  name: 'Kites',
  signals: [
    { key: 'built', name: 'Built', on: { event: 'Report Built' } },
    { key: 'shared', name: 'Shared', on: { event: 'Report Shared' } },
  ],
  checklists: [
    {
      key: 'start',
      title: 'Start',
      steps: [
        { key: 'one', title: 'One', done: { 'events.built.success': { $gte: 1 } } },
        { key: 'two', title: 'Two', done: { 'events.built.success': { $gte: 2 } } },
      ],
    },
  ],
  skills: [
    { key: 'build', name: 'Build', why: 'So.', shownBy: ['built'] },
    { key: 'share', name: 'Share', why: 'So.', shownBy: ['shared'], requires: ['build'] },
  ],
  features: [
    { key: 'plans', name: 'Plans', open: { 'account.plan': 'team' }, skills: ['build'] },
    { key: 'reports', name: 'Reports', skills: ['build'] },
  ],
  nudges: [
    {
      key: 'share-it',
      serves: { skill: 'share' },
      text: { title: 'Share' },
      alone: { title: 'Now alone' },
      metric: 'shares',
    },
  ],
  prompts: [
    {
      key: 'get-plans',
      kind: 'upgrade',
      feature: 'plans',
      ready: { title: 'Plans' },
      notReady: { title: 'Build first' },
      metric: 'upgrades',
    },
    {
      key: 'need-help',
      kind: 'hand-raise',
      feature: 'reports',
      ready: { title: 'Help?' },
      metric: 'answers',
    },
  ],
}

interface Message {
  readonly messageId: string
  readonly event?: string
  readonly type: string
  readonly timestamp: number
  readonly userId?: string
  readonly context: {
    readonly groupId?: string
    readonly fireball: { readonly device: string; readonly seq: number }
  }
}

interface Body {
  readonly batch: readonly Message[]
  readonly anonymousId?: string
  readonly userId?: string
  readonly fireball: Readonly<Record<string, unknown>>
  readonly context?: { readonly fireball?: { readonly device: string } }
}

/** How the collector treats a request: `lost` commits it, but the answer never arrives. */
type Mood = 'ok' | 'down' | 'lost' | 'busy'

/** A browser with its disk, a collector, and time that stands still until it is moved. */
const createWorld = () => {
  const local = new Map<string, string>()
  const disk = new Map<string, unknown>()
  const committed = new Map<string, Message>()
  const bodies: Body[] = []
  const tabs = new Set<Tab>()
  const locks = new Map<string, (() => void)[]>()
  const armed = new Set<Body>()
  let answer: Record<string, unknown> = {}
  let time = Date.UTC(2026, 0, 1)
  let mood: Mood = 'ok'
  let isDiskBroken = false
  let isLocalDenied = false
  let dice = 0
  let copies = 0

  /** Lets everything that was promised happen. */
  const settle = async () => {
    for (let i = 0; i < 30; i++) await Promise.resolve()
  }

  const tell = (from: Tab, name: string, text: string | null, before: string | null) => {
    for (const tab of tabs) if (tab !== from) tab.listener?.onForeign(name, text, before)
  }

  const openTab = async (consent: string | undefined = 'full') => {
    let isDead = false
    const timers = new Set<{ at: number; then: () => void }>()
    const alive = <T>(value: T): Promise<T> => (isDead ? new Promise(() => {}) : Promise.resolve(value))
    const held = new Set<() => void>()
    const tab: Tab = {
      listener: undefined,
      timers,
      crash() {
        isDead = true
        timers.clear()
        tabs.delete(tab)
        for (const release of [...held]) release()
      },
    }
    const ports: ClientPorts = {
      notes: {
        read: name => (isLocalDenied ? null : (local.get(name) ?? null)),
        write(name, text) {
          if (isDead || isLocalDenied) return false
          const before = local.get(name) ?? null
          local.set(name, text)
          if (before !== text) tell(tab, name, text, before)
          return true
        },
        remove(name) {
          if (isDead || isLocalDenied) return
          const before = local.get(name)
          if (before === undefined) return
          local.delete(name)
          tell(tab, name, null, before)
        },
        names: start => (isLocalDenied ? [] : [...local.keys()].filter(name => name.startsWith(start))),
      },
      store: {
        read: async () => {
          if (isDiskBroken) throw new Error('denied')
          return alive(structuredClone(new Map([...disk].sort(([a], [b]) => (a < b ? -1 : 1)))))
        },
        async update(keys, change) {
          if (isDiskBroken) throw new Error('denied')
          await Promise.resolve()
          if (isDead) return new Promise(() => {})
          const found = new Map(
            keys.flatMap(key => (disk.has(key) ? [[key, structuredClone(disk.get(key))]] : [])),
          )
          for (const [key, value] of change(found))
            if (value === undefined) disk.delete(key)
            else disk.set(key, structuredClone(value))
          await Promise.resolve()
          return alive(undefined)
        },
        destroy: async () => disk.clear(),
      },
      squeeze: async body => body,
      postLater(text) {
        const body: Body = JSON.parse(text)
        armed.add(body)
        return () => armed.delete(body)
      },
      async post(text) {
        const body: Body = JSON.parse(`${text}`)
        bodies.push(body)
        const now = mood
        if (now === 'down') return { status: 0, waitMs: 0 }
        if (now === 'busy') return { status: 503, waitMs: 5000 }
        for (const message of body.batch) {
          if (committed.has(message.messageId)) copies++
          // What is equal for all messages stands once on the batch.
          const fireball = { ...body.context?.fireball, ...message.context.fireball }
          committed.set(message.messageId, { ...message, context: { ...message.context, fireball } })
        }
        if (now === 'lost') return { status: 0, waitMs: 0 }
        return alive({
          status: 200,
          waitMs: 0,
          body: { success: true, refused: [], program: 'tag', offers: [], help: [], ...answer },
        })
      },
      fetchProgram: async () =>
        alive({ body: JSON.parse(JSON.stringify(publicProgram(program))), tag: 'tag' }),
      loadWidget: async () => {
        throw new Error('no widget here')
      },
      now: () => time,
      random: () => {
        dice = (dice * 1_103_515_245 + 12_345) % 2 ** 31
        return dice / 2 ** 31
      },
      wait(ms, then) {
        const timer = { at: time + ms, then }
        timers.add(timer)
        return () => timers.delete(timer)
      },
      loadStuck: async () => ({ struggles }),
      path: () => '/a',
      whenActive: then => then(),
      page: () => ({ url: 'https://host.test/a', path: '/a', title: 'A', referrer: '' }),
      isOnline: () => true,
      privacySignal: () => undefined,
      lock(name, then) {
        const queue = locks.get(name) ?? []
        locks.set(name, queue)
        const turn = () => {
          if (!isDead && then() === false) release()
        }
        const release = () => {
          held.delete(release)
          const index = queue.indexOf(turn)
          if (index >= 0) queue.splice(index, 1)
          if (index === 0) queue[0]?.()
        }
        held.add(release)
        if (queue.push(turn) === 1) turn()
        return release
      },
      listen(listener) {
        tab.listener = listener
        return () => {
          tab.listener = undefined
        }
      },
      open: () => {},
      say: () => {},
    }
    const emitter = createEmitter()
    const progress = createPlainStore<Progress>(NO_PROGRESS)
    const client = createClient({ key: 'pk_test', consent, widget: false }, ports, emitter, progress)
    const faults: Fault[] = []
    emitter.on('error', fault => faults.push(fault))
    tabs.add(tab)
    await settle()
    return { ...tab, tab, client, fireball: createFacade(client, emitter, progress, ports.page), faults }
  }

  const pass = async (ms: number) => {
    const end = time + ms
    for (;;) {
      const next = [...tabs]
        .flatMap(tab => [...tab.timers].map(timer => ({ tab, timer })))
        .sort((a, b) => a.timer.at - b.timer.at)[0]
      if (!next || next.timer.at > end) break
      time = Math.max(time, next.timer.at)
      next.tab.timers.delete(next.timer)
      next.timer.then()
      await settle()
    }
    time = end
    await settle()
  }

  return {
    openTab,
    pass,
    settle,
    local,
    disk,
    committed,
    bodies,
    copies: () => copies,
    armed: () => [...armed],
    names: () => [...committed.values()].map(({ event, type }) => event ?? type),
    be: (next: Mood) => {
      mood = next
    },
    answerWith: (more: Record<string, unknown>) => {
      answer = more
    },
    breakDisk: (is: boolean) => {
      isDiskBroken = is
    },
    denyLocal: (is: boolean) => {
      isLocalDenied = is
    },
  }
}

interface Tab {
  listener: PageListener | undefined
  readonly timers: Set<{ at: number; then: () => void }>
  crash(): void
}

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

  test('nothing is sold to an account whose plan only the server knows', async () => {
    const world = createWorld()
    const tab = await world.openTab()
    tab.fireball.identify('u1')
    tab.fireball.group('paid-co')
    tab.fireball.hitLock('plans')
    await world.pass(1000)
    expect(tab.fireball.explain('get-plans').shown).toBeUndefined()
    tab.fireball.group('free-co', { plan: 'free' })
    tab.fireball.hitLock('plans')
    await world.pass(1000)
    expect(tab.fireball.explain('get-plans').shown).toMatchObject({ cause: 'lock' })
    tab.fireball.group('paid-co')
    tab.fireball.hitLock('plans')
    await world.pass(1000)
    expect(tab.fireball.explain('get-plans').shown).toBeUndefined()
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

  test('three failures without a success are a struggle, once', async () => {
    const world = createWorld()
    const tab = await world.openTab()
    await world.pass(10)
    for (let i = 0; i < 5; i++) tab.fireball.track('Report Built', { outcome: 'failure', context: 'a' })
    await world.pass(1000)
    const struggles = world.names().filter(name => name === 'Struggle Noticed')
    expect(struggles).toHaveLength(2) // both features build on the skill, each is told once
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
