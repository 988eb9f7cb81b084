import { type CompiledSignal, type EventType, readPath, WIRE_LIMITS } from '@fireball/core'
import { capture } from './capture.ts'
import { cleanName, cleanObject } from './clean.ts'
import { admission, type Consent, type ConsentLevel, consentOf } from './consent.ts'
import { createDelivery } from './delivery.ts'
import type { Emitter } from './emitter.ts'
import { forgotten, type Identity, ownerOf, parseIdentity } from './identity.ts'
import { createKeeper, JOURNAL } from './keeper.ts'
import type { Plug } from './plug.ts'
import type { TrackerPorts } from './ports.ts'
import { type Entry, isOpen, MAX_WAITING_BYTES, surplusOf } from './queue.ts'
import { readmitted } from './settle.ts'
import { createTabs } from './tabs.ts'
import { createIds } from './uuid.ts'

/** What a tracker is told at its making. */
export interface TrackerOptions {
  readonly key: string
  readonly consent?: unknown
}

/** More about a call than its name and properties. */
export interface CallMore {
  readonly previousId?: string
  /** When it happened, if not now; epoch ms. */
  readonly at?: number | undefined
}

/** Notes: who is in front, and that another tab has changed what is stored. */
const [ID, TICK] = ['id', 'tick']

/** Longer than that no store is waited for before something is sent. */
const PATIENCE_MS = 2000

/** The browser says sooner than that whether this page sends, if no other does: then what is stored is read only once. */
const LOOK_MS = 5

/** So long after a write that failed another is tried; each time twice as long, and not for ever. */
const REWRITE = { firstMs: 1000, times: 10 } as const

const tabOf = (journal: string) => journal.split(':')[1]

/** Records, keeps and sends: all of a tracker but its public methods. It knows nothing of what events mean. */
export const createTracking = (options: TrackerOptions, ports: TrackerPorts, { emit }: Emitter) => {
  const { now, clock, notes } = ports
  const newId = createIds(clock, ports.random)
  /** This page, among all that there ever were. */
  const tab = newId().slice(-12)
  const keeper = createKeeper(notes, ports.store, tab, () => expose())
  const plugs: Plug[] = []
  let me = parseIdentity(notes.read(ID), newId)
  let consent: Consent
  let signature: string | undefined
  let seq = 0
  /** Until then a tab whose turn has come does not send: it is reading what the one before left. */
  let readAt = 0
  let isAway = false
  let isOver = false
  let stopTick: (() => void) | undefined
  let stopRewrite: (() => void) | undefined
  let stopLook: (() => void) | undefined
  let failures = 0
  let unsaved = 0

  const owner = () => ownerOf(me)
  const isKept = () => plugs.some(plug => plug.keeps)
  const signals = (): readonly CompiledSignal[] | undefined =>
    plugs.map(plug => plug.signals?.()).find(list => list)

  const tick = () => {
    stopTick?.()
    stopTick = undefined
    if (isOver) return
    for (const plug of plugs) plug.tick?.()
    void (async () => {
      await keeper.commit()
      if (isOver) return
      for (const plug of plugs) plug.stored?.()
      if (!keeper.isBehind()) failures = 0
      // Nothing else may happen in this page for hours, and another one sends only what it can read.
      else if (failures < REWRITE.times && !stopRewrite)
        stopRewrite = ports.wait(REWRITE.firstMs * 2 ** failures++, () => {
          stopRewrite = undefined
          tick()
        })
    })()
  }
  const soon = () => {
    if (!isOver) stopTick ??= ports.wait(0, tick)
  }
  const changed = () => {
    for (const plug of plugs) plug.changed?.()
    soon()
  }

  /** Entries in new states. Local ones are needed by those who add up; a tracker alone has done with them. */
  const settle = (entries: readonly Entry[]) => {
    if (isOver || entries.length === 0) return
    const stays = (entry: Entry) => isKept() || isOpen(entry)
    keeper.change(entries.filter(stays))
    const gone = entries.filter(one => !stays(one))
    if (gone.length > 0) keeper.remove(gone.map(({ event }) => event.id))
    soon()
  }

  const record = (
    type: EventType,
    rawName: unknown,
    raw: unknown,
    more: CallMore = {},
  ): Entry | undefined => {
    const name = rawName === '' && type !== 'track' ? '' : cleanName(rawName)
    if (name === undefined) {
      emit('error', { code: 'bad-name', detail: rawName })
      return
    }
    const at = more.at ?? now()
    const captured = capture({
      id: newId(),
      type,
      name,
      properties: cleanObject(raw),
      previousId: more.previousId,
      at,
      me,
      device: tab,
      level: consent.level,
      signals: signals(),
      path: ports.path(),
      stamps: Object.assign({}, ...plugs.map(plug => plug.stamp?.(at))),
      assistedBy: event => plugs.map(plug => plug.assistedBy?.(event)).find(key => key),
      before: event =>
        plugs.reduce<typeof event | undefined>(
          (one, plug) => one && (plug.before ? plug.before(one) : one),
          event,
        ),
      failed: detail => emit('error', { code: 'before', detail }),
      nextSeq: () => ++seq,
    })
    if (!captured) return
    const [entry, text] = captured
    const { event, state } = entry
    if (entry.bytes > WIRE_LIMITS.eventBytes) {
      emit('error', { code: 'too-large', detail: name })
      return
    }
    if (isKept() || isOpen(entry)) {
      keeper.record(entry, text)
      const over = keeper.bytes() - MAX_WAITING_BYTES
      if (over > 0) {
        const named = signals()
        const isOfValue = (one: Entry) => admission(one.event, 'necessary', named) !== 'local'
        const dropped = surplusOf(keeper.waiting(), over, isOfValue)
        settle(dropped.map(one => ({ ...one, state: 'local' })))
        emit('error', { code: 'dropped', detail: dropped.length })
      }
    }
    for (const plug of plugs) plug.recorded?.(entry)
    emit('event', { event, state })
    soon()
    if (state === 'queued') delivery.schedule()
    return entry
  }

  // Who

  /** Takes an identity that is on disk, perhaps put there by another tab: writing it again could go on for ever. */
  const meet = (next: Identity) => {
    const [before, after] = [owner(), ownerOf(next)]
    const isSame = next.anonymousId === me.anonymousId
    me = next
    if (before === after) return
    // An anonymous id turned out to be a user: what it did is theirs.
    if (isSame)
      keeper.change(
        [...keeper.all()].filter(one => one.owner === before).map(one => ({ ...one, owner: after })),
      )
    for (const plug of plugs) plug.met?.(before, after, isSame)
    changed()
  }

  const become = (next: Identity) => {
    notes.write(ID, JSON.stringify(next))
    meet(next)
  }

  const identify = (userId: string, actor?: string) => {
    // Nor is what somebody did before being logged in as the user, or does after, the user's.
    const isOther = (me.userId !== undefined && me.userId !== userId) || me.actor !== actor
    if (isOther) signature = undefined
    become({ ...(isOther ? forgotten(me, newId()) : me), userId, ...(actor !== undefined && { actor }) })
  }

  // Sending

  const isElected = () => tabs.isElected() && clock() >= readAt

  const isAllowed = () => !isOver && consent.level !== 'local' && ports.isOnline()

  const delivery = createDelivery({
    ...ports,
    now: clock,
    keeper,
    plugs,
    emit,
    writeKey: options.key,
    me: () => me,
    consent: () => consent,
    signature: () => signature,
    isAllowed,
    isElected,
    settle,
    expose: () => expose(),
    onSettled() {
      if (isOver) return
      notes.write(TICK, newId())
      expose()
    },
  })

  /** Decides on what was held, and again on what waits, under the level and the program in force. */
  const admit = () => {
    settle(readmitted(keeper.all(), consent.level, signals()))
    if (consent.level === 'necessary' && !signals()) for (const plug of [...plugs]) plug.held?.()
    if (keeper.bytes() > 0) delivery.schedule()
  }

  const setConsent = (choice?: unknown) => {
    if (choice !== undefined) become({ ...me, choice: `${choice}` })
    consent = consentOf(me.choice, ports.privacySignal(), options.consent)
    admit()
  }

  const tellUnsaved = () => {
    const now = delivery.uncovered(keeper.exposed())
    if (now !== unsaved) emit('error', { code: 'unsaved', detail: now })
    unsaved = now
  }

  /** What lies in memory only leaves with the page, as far as the browser lets it. */
  const expose = () => {
    // The browser has a grant apart for requests that it makes by itself when the page is gone.
    if (isAllowed()) delivery.arm(keeper.exposed())
    tellUnsaved()
  }

  /** The page may be about to go. What lies in memory only goes first. */
  const handOff = (isLast?: boolean) => {
    keeper.jot()
    if (!isAllowed()) return
    const first = keeper.exposed()
    // A page that has just come may be alone and not know it yet. What it has done itself nobody else is sending so soon.
    const isOwn = ({ event }: Entry) => readPath(event.context, 'fireball.device') === tab
    if (isElected() || tabs.isNew())
      delivery.handOff([
        ...first,
        ...keeper.waiting().filter(one => !first.includes(one) && (isElected() || isOwn(one))),
      ])
    // Another tab sends, or will in a moment.
    else if (isLast) delivery.handOff(first)
    tellUnsaved()
  }

  // Life

  const catchUp = async () => {
    stopLook?.()
    // A store may never answer, as in a page whose forerunner lies in the browser's cache with a database half made.
    stopLook = ports.wait(PATIENCE_MS, delivery.schedule)
    const stored = await keeper.load()
    stopLook()
    if (isOver) return
    readAt = 0
    for (const plug of plugs) plug.loaded?.(stored)
    admit()
    changed()
  }

  const tabs = createTabs(tab, {
    lock: ports.lock,
    elected() {
      readAt = clock() + PATIENCE_MS
      void catchUp()
      for (const journal of notes.names(JOURNAL)) tabs.watch(tabOf(journal))
    },
    inherit(other) {
      keeper.adopt(other)
      changed()
      delivery.schedule()
    },
  })

  const stopListening = ports.listen({
    onVisible() {
      for (const plug of plugs) plug.seen?.()
      delivery.wake()
      void catchUp()
    },
    onClosing: keeper.jot,
    onHidden() {
      // The browser tells of hiding after leaving: all that may be done then has been done.
      if (isAway) return
      handOff()
      // The tab that is in view sends; it may wait for this one, and has to find what became of each entry.
      void (async () => {
        await delivery.idle()
        await keeper.commit()
        // What is held after leaving keeps the page out of the browser's cache.
        if (!isOver && !isAway) tabs.stand()
      })()
    },
    onLeave() {
      isAway = true
      handOff(true)
      tabs.leave()
    },
    onReturn() {
      isAway = false
      keeper.revive()
      tabs.stand()
    },
    onOnline() {
      delivery.wake()
      changed()
    },
    onNavigate: changed,
    onForeign(name, text, before) {
      if (name.startsWith(JOURNAL)) {
        tabs.watch(tabOf(name))
        if (!keeper.notice(text, before)) return
        changed()
        delivery.schedule()
      } else if (name === ID) {
        if (text === null) end()
        else {
          meet(parseIdentity(text, newId))
          setConsent()
        }
      } else if (name === TICK) void catchUp()
    },
  })

  const end = () => {
    isOver = true
    stopListening()
    tabs.leave()
    stopTick?.()
    stopRewrite?.()
    stopLook?.()
    delivery.dispose()
    for (const plug of plugs) plug.end?.()
  }

  return {
    record,
    identify,
    me: () => me,
    become,
    sign(text: string) {
      signature = text
    },
    forget() {
      signature = undefined
      become(forgotten(me, newId()))
    },
    consent: () => consent,
    follow(next: () => unknown) {
      ports.follow(next)
      changed()
    },
    /** Without a level the person takes back what they chose: what the page asks for counts again. */
    choose(level?: ConsentLevel) {
      const { choice: _, ...rest } = me
      if (!level) become(rest)
      setConsent(level)
      emit('consent', consent)
      changed()
    },
    keeper,
    newId,
    signals,
    admit,
    changed,
    catchUp,
    schedule: delivery.schedule,
    tabs,
    isBusy: () => stopTick !== undefined,
    plug: (part: Plug) => void plugs.push(part),
    /** In effect from here on; parts have been plugged by then. */
    start() {
      setConsent()
      ports.whenActive(() => {
        notes.write(ID, JSON.stringify(me))
        stopLook = ports.wait(LOOK_MS, () => void catchUp())
        tabs.stand()
      })
    },
    async flush() {
      await keeper.commit()
      await delivery.flush()
      await keeper.commit()
    },
    async purge() {
      end()
      await keeper.commit()
      try {
        await ports.store.destroy()
      } catch {
        // Where there is no database there is nothing to destroy.
      }
      for (const name of notes.names('')) notes.remove(name)
    },
    isOver: () => isOver,
    end,
  }
}

/** What the public methods of a tracker, and the parts that are plugged onto it, are made of. */
export type Tracking = ReturnType<typeof createTracking>
