import {
  checklistView,
  type Program,
  parseEnvelope,
  present,
  publicProgram,
  type WidgetPorts,
} from '@fireball/core'
import { createClient } from '../../packages/sdk/src/client.ts'
import { createEmitter, type Fault } from '../../packages/sdk/src/emitter.ts'
import { createFacade } from '../../packages/sdk/src/fireball.ts'
import type { ClientPorts, PageListener } from '../../packages/sdk/src/ports.ts'
import { NO_PROGRESS, type Progress } from '../../packages/sdk/src/standing.ts'
import { createPlainStore } from '../../packages/sdk/src/store.ts'
import { parts } from './parts.ts'

export const program: Program = {
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

export interface Message {
  readonly messageId: string
  readonly event?: string
  readonly type: string
  readonly timestamp: number
  readonly userId?: string
  readonly properties?: object
  readonly context: {
    readonly groupId?: string
    readonly fireball: { readonly device: string; readonly seq: number }
  }
}

export interface Body {
  readonly batch: readonly Message[]
  readonly anonymousId?: string
  readonly userId?: string
  readonly fireball: Readonly<Record<string, unknown>>
  readonly context?: { readonly fireball?: { readonly device: string } }
}

/** How the collector treats a request: `lost` commits it, but the answer never arrives. */
export type Mood = 'ok' | 'down' | 'lost' | 'busy'

/** A body with all that each of its messages says or shares. */
const spelledOut = (text: string): Body => {
  const raw: Body & Partial<Pick<Message, 'type' | 'timestamp'>> = JSON.parse(text)
  const envelope = parseEnvelope(raw)
  if (!envelope.ok) throw new Error(envelope.error.code)
  const { type, timestamp, context } = raw
  const batch = envelope.value.messages.map(message => {
    const own: Partial<Message> = { ...Object(message) }
    const fireball = { ...context?.fireball, ...own.context?.fireball }
    return { type, timestamp, ...own, context: { ...context, ...own.context, fireball } } as Message
  })
  return { ...raw, batch }
}

/** A browser with its disk, a collector, and time that stands still until it is moved. */
export const createWorld = (served: Program = program) => {
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
  let isLockStalled = false
  let reading: Promise<void> | undefined
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

  /** With `draw` the tab has a widget, which is that. */
  const openTab = async (consent: string | undefined = 'full', draw?: (ports: WidgetPorts) => unknown) => {
    let isDead = false
    let pageTime: (() => unknown) | undefined
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
          await reading
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
        const body = spelledOut(text)
        armed.add(body)
        return () => armed.delete(body)
      },
      async post(text) {
        const body = spelledOut(`${text}`)
        bodies.push(body)
        const now = mood
        if (now === 'down') return { status: 0, waitMs: 0 }
        if (now === 'busy') return { status: 503, waitMs: 5000 }
        for (const message of body.batch) {
          if (committed.has(message.messageId)) copies++
          committed.set(message.messageId, message)
        }
        if (now === 'lost') return { status: 0, waitMs: 0 }
        return alive({
          status: 200,
          waitMs: 0,
          body: { success: true, refused: [], program: 'tag', offers: [], help: [], ...answer },
        })
      },
      fetchProgram: async () =>
        alive({ body: JSON.parse(JSON.stringify(publicProgram(served))), tag: 'tag' }),
      loadWidget: async () => ({
        present,
        checklistView,
        mountWidget(widget) {
          draw?.(widget)
          return { dispose: () => {} }
        },
      }),
      now: () => Number(pageTime?.() ?? time),
      clock: () => time,
      follow: next => {
        pageTime = next
      },
      random: () => {
        dice = (dice * 1_103_515_245 + 12_345) % 2 ** 31
        return dice / 2 ** 31
      },
      wait(ms, then) {
        const timer = { at: time + ms, then }
        timers.add(timer)
        return () => timers.delete(timer)
      },
      loadPart: async name => parts[name],
      path: () => '/a',
      whenActive: then => then(),
      page: () => ({ url: 'https://host.test/a', path: '/a', title: 'A', referrer: '' }),
      isOnline: () => true,
      isInView: () => true,
      privacySignal: () => undefined,
      lock(name, then, known) {
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
        if (isLockStalled) return release
        if (queue.push(turn) === 1) turn()
        known?.()
        return release
      },
      listen(listener) {
        tab.listener = listener
        return () => {
          tab.listener = undefined
        }
      },
      open: () => {},
    }
    const emitter = createEmitter()
    const progress = createPlainStore<Progress>(NO_PROGRESS)
    const client = createClient(
      { key: 'pk_test', consent, widget: draw !== undefined },
      ports,
      emitter,
      progress,
    )
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
    /** Somebody puts the clock of the device forward, or back. */
    shiftClock: (ms: number) => {
      time += ms
    },
    be: (next: Mood) => {
      mood = next
    },
    answerWith: (more: Record<string, unknown>) => {
      answer = more
    },
    breakDisk: (is: boolean) => {
      isDiskBroken = is
    },
    /** The browser says of no lock who has it. */
    stallLocks: (is: boolean) => {
      isLockStalled = is
    },
    /** What is read from now on is there when the answer is called. */
    stallReads() {
      let goOn = () => {}
      reading = new Promise(done => {
        goOn = () => {
          reading = undefined
          done()
        }
      })
      return goOn
    },
    denyLocal: (is: boolean) => {
      isLocalDenied = is
    },
  }
}

export interface Tab {
  listener: PageListener | undefined
  readonly timers: Set<{ at: number; then: () => void }>
  crash(): void
}
