import {
  checklistView,
  type Program,
  present,
  publicProgram,
  type WidgetPorts,
  type WidgetState,
} from '@fireball/core'
import { createClient } from '../../../packages/sdk/src/client.ts'
import { createEmitter } from '../../../packages/sdk/src/emitter.ts'
import type { ClientPorts, PageListener } from '../../../packages/sdk/src/ports.ts'
import { NO_PROGRESS, type Progress } from '../../../packages/sdk/src/standing.ts'
import { createPlainStore } from '../../../packages/sdk/src/store.ts'
import { parts } from '../../sdk/parts.ts'

/** Something that a person has had on screen: which tab, what, when. */
export interface Showing {
  readonly tab: number
  readonly key: string
  readonly at: number
}

/** How much later a thing happens elsewhere, ms: the longest each may take. */
const LATEST = { storage: 40, disk: 25, lock: 8, paint: 60 } as const

type Random = () => number

/** Numbers in [0, 1) that follow from the seed. */
export const dice = (seed: number): Random => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A tab in the queue for a lock. */
interface Waiting {
  turn(): void
  grant(): void
}

interface Due {
  readonly at: number
  readonly order: number
  /** Whose it is; a sleeping tab’s waits. */
  readonly tab: number
  readonly act: () => void
}

/**
 * One browser, in which the real client runs in several tabs: each with its own copy of the notes, which others hear of
 * late; one disk whose transactions take their time; locks that are granted late, and go with their tab; frames that run
 * in the tab in view alone. With `isLocked` false every tab has all locks at once.
 */
export const createBrowser = (served: Program, seed: number, isLocked = true) => {
  const random = dice(seed)
  const body = JSON.parse(JSON.stringify(publicProgram(served)))
  const disk = new Map<string, unknown>()
  const truth = new Map<string, string>()
  const locks = new Map<string, Waiting[]>()
  const showings: Showing[] = []
  const pages = new Map<number, Page>()
  let due: Due[] = []
  let order = 0
  let now = Date.UTC(2026, 0, 5, 9)
  let diskFreeAt = 0

  interface Page {
    readonly number: number
    readonly window: number
    readonly notes: Map<string, string>
    readonly held: Set<() => void>
    listener: PageListener | undefined
    isVisible: boolean
    isAsleep: boolean
    isDead: boolean
    /** What waits for a frame in view. */
    paint: (() => void) | undefined
    drawn: string | undefined
    ports: WidgetPorts | undefined
  }

  const later = (tab: number, ms: number, act: () => void): Due => {
    const one = { at: now + ms, order: order++, tab, act }
    due.push(one)
    return one
  }
  const within = (ms: number) => random() * ms

  const tell = (from: Page, name: string, text: string | null) => {
    const before = truth.get(name) ?? null
    if (text === null) truth.delete(name)
    else truth.set(name, text)
    for (const page of pages.values()) {
      if (page === from || page.isDead) continue
      // In the order of the writes, as one pipe delivers them.
      const at = Math.max(now + within(LATEST.storage), pipes.get(page.number) ?? 0)
      pipes.set(page.number, at)
      later(page.number, at - now, () => {
        if (text === null) page.notes.delete(name)
        else page.notes.set(name, text)
        page.listener?.onForeign(name, text, before)
      })
    }
  }
  const pipes = new Map<number, number>()

  const onDisk = <T>(page: Page, act: () => T): Promise<T> =>
    new Promise(done => {
      diskFreeAt = Math.max(diskFreeAt, now) + within(LATEST.disk)
      // A transaction goes through even if its tab is gone by then.
      later(-1, diskFreeAt - now, () => {
        const result = act()
        if (!page.isDead) later(page.number, 0, () => done(result))
      })
    })

  const portsOf = (page: Page): ClientPorts => ({
    notes: {
      read: name => page.notes.get(name) ?? null,
      write(name, text) {
        if (page.isDead) return false
        const isNew = page.notes.get(name) !== text
        page.notes.set(name, text)
        if (isNew) tell(page, name, text)
        return true
      },
      remove(name) {
        if (!page.isDead && page.notes.delete(name)) tell(page, name, null)
      },
      names: start => [...page.notes.keys()].filter(name => name.startsWith(start)),
    },
    store: {
      read: () =>
        onDisk(page, () => structuredClone(new Map([...disk].sort(([a], [b]) => (a < b ? -1 : 1))))),
      update: (keys, change) =>
        onDisk(page, () => {
          const found = new Map(keys.flatMap(key => (disk.has(key) ? [[key, disk.get(key)]] : [])))
          for (const [key, value] of change(found))
            if (value === undefined) disk.delete(key)
            else disk.set(key, value)
        }),
      destroy: async () => disk.clear(),
    },
    squeeze: async text => text,
    post: async () => ({ status: 0, waitMs: 0 }),
    fetchProgram: async () => ({ body, tag: 'tag' }),
    loadWidget: async () => ({
      present,
      checklistView,
      mountWidget(widget) {
        page.ports = widget
        const stop = widget.subscribe(state => drawIn(page, state))
        return { dispose: stop }
      },
    }),
    now: () => now,
    clock: () => now,
    follow: () => {},
    random,
    wait(ms, then) {
      const one = later(page.number, ms, then)
      return () => {
        due = due.filter(each => each !== one)
      }
    },
    loadPart: async name => parts[name],
    path: () => '/',
    whenActive: then => then(),
    page: () => ({ url: 'https://host.test/', path: '/', title: '', referrer: '' }),
    isOnline: () => false,
    isInView: () => page.isVisible,
    privacySignal: () => undefined,
    lock(name, then, known) {
      if (!isLocked) {
        later(page.number, 0, () => void then())
        return () => {}
      }
      const queue = locks.get(name) ?? []
      locks.set(name, queue)
      const one: Waiting = {
        turn() {
          if (queue[0] === one && then() === false) release()
        },
        grant: () => void later(page.number, within(LATEST.lock), one.turn),
      }
      const release = () => {
        page.held.delete(release)
        const index = queue.indexOf(one)
        if (index < 0) return
        queue.splice(index, 1)
        if (index === 0) queue[0]?.grant()
      }
      page.held.add(release)
      if (queue.push(one) === 1) one.grant()
      later(page.number, within(LATEST.lock), () => known?.())
      return release
    },
    listen(listener) {
      page.listener = listener
      return () => {
        page.listener = undefined
      }
    },
    open: () => {},
  })

  /** As the widget does: it counts as shown once it has been painted in a tab in view. */
  const drawIn = (page: Page, { prompt }: WidgetState) => {
    if (prompt?.key === page.drawn) return
    page.drawn = prompt?.key
    page.paint = undefined
    if (!prompt) return
    const { key } = prompt
    const seen = () => {
      if (page.isDead || page.drawn !== key) return
      if (!page.isVisible) {
        page.paint = seen
        return
      }
      page.ports?.report({ kind: 'shown', key })
    }
    later(page.number, 16 + within(LATEST.paint), seen)
  }

  const settle = () => new Promise<void>(done => setImmediate(done))

  const open = async (number: number, window: number) => {
    const page: Page = {
      number,
      window,
      notes: new Map(truth),
      held: new Set(),
      listener: undefined,
      isVisible: true,
      isAsleep: false,
      isDead: false,
      paint: undefined,
      drawn: undefined,
      ports: undefined,
    }
    pages.set(number, page)
    const emitter = createEmitter()
    emitter.on('event', ({ event: { name, properties } }) => {
      if (name === 'Prompt Shown' && !properties.beside)
        showings.push({ tab: number, key: String(properties.prompt), at: now })
    })
    const client = createClient(
      { key: 'pk_test', consent: 'local' },
      portsOf(page),
      emitter,
      createPlainStore<Progress>(NO_PROGRESS),
    )
    await settle()
    return {
      number,
      window,
      isVisible: () => page.isVisible,
      drawn: () => page.drawn,
      track: (name: string, properties: object) => client.track(name, properties),
      report: (kind: 'clicked' | 'dismissed' | 'stopped', target?: string) => {
        const key = page.drawn
        if (key !== undefined && !page.isDead)
          page.ports?.report({ kind, key, ...(target !== undefined && { target }) })
      },
      turn(isVisible: boolean) {
        if (page.isDead || page.isVisible === isVisible) return
        page.isVisible = isVisible
        if (!isVisible) return page.listener?.onHidden()
        page.isAsleep = false
        page.listener?.onVisible()
        const seen = page.paint
        page.paint = undefined
        if (seen) later(number, 32, seen)
      },
      /** Only a tab out of view is put to sleep; it hears of nothing until it wakes. */
      sleep: () => {
        page.isAsleep = !page.isVisible
      },
      /** The tab is closed, or (`isKilled`) ends without a word. */
      end(isKilled: boolean) {
        if (!isKilled) {
          page.listener?.onClosing()
          page.listener?.onHidden()
          page.listener?.onLeave()
        }
        page.isDead = true
        pages.delete(number)
        due = due.filter(one => one.tab !== number)
        for (const release of [...page.held]) release()
      },
    }
  }

  /** Lets `ms` pass, with all that happens in them, one after another. */
  const pass = async (ms: number) => {
    const end = now + ms
    for (;;) {
      let next: Due | undefined
      for (const one of due)
        if (
          one.at <= end &&
          !pages.get(one.tab)?.isAsleep &&
          (!next || one.at < next.at || (one.at === next.at && one.order < next.order))
        )
          next = one
      if (!next) break
      now = Math.max(now, next.at)
      due = due.filter(one => one !== next)
      next.act()
      await settle()
    }
    now = end
  }

  return { open, pass, settle, random, showings, now: () => now }
}
