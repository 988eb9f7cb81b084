import {
  decide,
  type EventType,
  type Facts,
  type FireballEvent,
  HELP_ASKED,
  type HelpRequest,
  type Seen,
  STRUGGLE_NOTICED,
  WIRE_LIMITS,
} from '@fireball/core'
import { assistedBy, struggles } from './assist.ts'
import { capture } from './capture.ts'
import { cleanName, cleanObject } from './clean.ts'
import { admission, type Consent, type ConsentLevel, consentOf } from './consent.ts'
import { createDelivery } from './delivery.ts'
import type { Emitter } from './emitter.ts'
import { forgotten, type Identity, ownerOf, parseIdentity } from './identity.ts'
import { createInsight } from './insight.ts'
import { createKeeper } from './keeper.ts'
import type { ClientPorts } from './ports.ts'
import { joinPiles, keptOf, NO_PILE, type Pile, withDone } from './progress.ts'
import { createLibrary, toPublished } from './published.ts'
import { type Entry, QUEUE_LIMITS } from './queue.ts'
import { createScreen, helpIn } from './screen.ts'
import { nextChangeAt, seenIn } from './seen.ts'
import { folded } from './settle.ts'
import { createStage } from './stage.ts'
import type { ProgressStore } from './standing.ts'
import { uuidv7 } from './uuid.ts'

/** What a client is told at its making. */
export interface ClientOptions {
  readonly key: string
  readonly consent?: unknown
  /** Whether prompts and checklists are drawn; default true. Without it the host draws from `progress`. */
  readonly widget?: boolean | undefined
}

/** The client behind the public methods: captures, keeps, sends, adds up, decides and shows. */
export const createClient = (
  options: ClientOptions,
  ports: ClientPorts,
  { emit }: Emitter,
  progress: ProgressStore,
) => {
  const { now, random } = ports
  const notes = {
    ...ports.notes,
    /** After a purge nothing may be left, not even by an answer that comes late. */
    write(name: string, text: string) {
      if (!isOver) ports.notes.write(name, text)
    },
  }
  const newId = () => uuidv7(now(), random)
  const keeper = createKeeper(ports)
  const fresh: FireballEvent[] = []
  let me = parseIdentity(notes.read('id'), newId)
  let consent: Consent
  let signature: string | undefined
  let facts: Facts | undefined
  let seen: readonly Seen[] = []
  let isLoaded = false
  let isElected = false
  let mayFold = false
  let isOver = false
  let stopTick: (() => void) | undefined
  let stopAlarm: (() => void) | undefined

  const owner = () => ownerOf(me)
  const pileOf = (key: string): Pile => keeper.pile(key) ?? NO_PILE
  const soon = () => {
    stopTick ??= ports.wait(0, tick)
  }

  // Capture

  /** Other tabs' numbers come with their journal entries; the note is for when those are gone, and written later. */
  const notedSeq = () => Number(notes.read('seq')) || 0

  const isOfValue = ({ event }: Entry) => admission(event, 'necessary', program()?.signals) !== 'local'

  const record = (
    type: EventType,
    rawName: unknown,
    raw: unknown,
    { previousId, at = now() }: { readonly previousId?: string; readonly at?: number | undefined } = {},
  ): Entry | undefined => {
    const name = rawName === '' && type !== 'track' ? '' : cleanName(rawName)
    if (name === undefined) {
      emit('error', { code: 'bad-name', detail: rawName })
      return
    }
    const current = program()
    const entry = capture({
      id: newId(),
      type,
      name,
      properties: cleanObject(raw),
      previousId,
      at,
      me,
      level: consent.level,
      signals: current?.signals,
      path: ports.page().path,
      assistedBy: event => current && assistedBy(event, current, { seen, open: stage.drawn(), now: now() }),
      nextSeq: () => Math.max(keeper.lastSeq(), notedSeq()) + 1,
    })
    const { event, state } = entry
    if (entry.bytes > WIRE_LIMITS.eventBytes) {
      emit('error', { code: 'too-large', detail: name })
      return
    }
    keeper.record(entry)
    if (name.startsWith('Prompt ')) seen = [...seen, ...seenIn([entry])]
    const dropped = keeper.overflow(isOfValue)
    if (dropped.length > 0) {
      keeper.change(dropped.map(one => ({ ...one, state: 'local' })))
      emit('error', { code: 'dropped', detail: dropped.length })
    }
    emit('event', { event, state })
    fresh.push(event)
    soon()
    if (state === 'queued') delivery.schedule()
    return entry
  }

  const track = (name: unknown, properties?: unknown, at?: number) =>
    record('track', name, properties, { at })

  // Who

  /** Takes an identity that is on disk, perhaps put there by another tab: writing it again could go on for ever. */
  const meet = (next: Identity) => {
    const [before, after] = [owner(), ownerOf(next)]
    const isSamePerson = next.anonymousId === me.anonymousId
    me = next
    if (before === after) return
    // An anonymous id turned out to be a user: what it did is theirs.
    if (isSamePerson)
      keeper.change(
        [...keeper.all()].filter(one => one.owner === before).map(one => ({ ...one, owner: after })),
        { [after]: joinPiles(pileOf(before), pileOf(after)) },
      )
    stage.clear()
    seen = seenIn(insight.entries())
    soon()
  }

  const become = (next: Identity) => {
    notes.write('id', JSON.stringify(next))
    meet(next)
  }

  const identify = (userId: string) => {
    const isOther = me.userId !== undefined && me.userId !== userId
    if (isOther) signature = undefined
    become({ ...(isOther ? forgotten(me, newId()) : me), userId })
  }

  // Program

  const library = createLibrary({
    fetchProgram: ports.fetchProgram,
    save(program) {
      // A browser that stores nothing fetches it again.
      if (!isOver) ports.store.write({ program }).catch(() => {})
    },
    onBroken: () => emit('error', { code: 'bad-program' }),
    onChange() {
      insight.forget()
      delivery.admit()
      soon()
    },
  })
  const { program } = library
  const insight = createInsight({
    ...ports,
    keeper,
    me: () => me,
    program: () => (isLoaded ? program() : undefined),
  })

  const onSettled = () => notes.write('tick', newId())
  const delivery = createDelivery({
    ...ports,
    notes,
    keeper,
    library,
    emit,
    writeKey: options.key,
    me: () => me,
    consent: () => consent,
    signature: () => signature,
    isElected: () => isElected,
    isOver: () => isOver,
    onChange: soon,
    onSettled,
  })

  // Progress and decision

  const stage = createStage(track)

  const screen = createScreen({
    load: ports.loadWidget,
    failed: detail => emit('error', { code: 'no-widget', detail }),
    onChecklist(checklist) {
      const { checklist: _, ...rest } = progress.get()
      progress.set(checklist ? { ...rest, checklist } : rest)
    },
    report(event) {
      if (!isOver) stage.report(event)
    },
    act(action) {
      if (!emit('action', action) && action.open !== undefined) ports.open(action.open)
    },
    ask,
  })

  const refresh = () => {
    const current = program()
    const next = insight.facts()
    facts = next
    if (!current || !next || isOver) return
    const at = now()
    const entries = insight.entries()
    seen = seenIn(entries)
    stage.notice(seen)
    const before = insight.pile()
    const pile = withDone(before, next)
    if (pile !== before) keeper.change([], { [owner()]: pile })
    const decision = decide({
      program: current,
      facts: next,
      seen,
      open: stage.open(),
      offers: before.offers?.flatMap(one => (one.expiresAt > at ? [one.key] : [])),
      path: ports.page().path,
      now: at,
    })
    stage.show(decision)
    const checklist = stage.checklist(current, next, seen, at)
    const { skills, activations, features } = next
    progress.set({ ...progress.get(), ready: true, skills, activations, features, decision })
    emit('decision', decision)
    if (options.widget !== false)
      screen.show({
        program: current,
        facts: next,
        decision,
        checklist,
        kept: keptOf(pile, checklist),
        help: helpIn(entries),
        sending: consent.level === 'local' ? 'off' : ports.isOnline() ? 'on' : 'offline',
      })
    const moments = Object.values(features).flatMap(one =>
      [one.lockedAt, one.limitedAt, one.struggledAt].flatMap(moment => moment ?? []),
    )
    const alarm = nextChangeAt(current, seen, moments, at)
    stopAlarm?.()
    stopAlarm = alarm === undefined ? undefined : ports.wait(Math.min(alarm - at, 2 ** 31 - 1), refresh)
  }

  /** Says whether entries have left the log. */
  const fold = (): boolean => {
    const entries = keeper.foldable()
    // A key that no program comes for must not fill the disk.
    const signals = program()?.signals ?? (entries.length > QUEUE_LIMITS.unread ? [] : undefined)
    // By one tab at a time, which knows what the one before it left: two would fold the same entries twice.
    if (!signals || !mayFold) return false
    const { gone, piles } = folded(entries, pileOf, signals)
    if (gone.length === 0) return false
    keeper.change([], piles, gone)
    insight.forget()
    return true
  }

  const tick = () => {
    stopTick = undefined
    const current = program()
    if (isOver) return
    if (current) {
      let entries = insight.entries()
      for (const event of fresh.splice(0)) {
        const stuck = struggles(event, current, entries, now())
        for (const feature of stuck) track(STRUGGLE_NOTICED, { feature })
        if (stuck.length > 0) entries = insight.entries()
      }
    }
    const isFolded = fold()
    refresh()
    if (keeper.lastSeq() > notedSeq()) notes.write('seq', `${keeper.lastSeq()}`)
    void keeper.commit().then(isFolded ? onSettled : undefined)
  }

  // Life

  const setConsent = (choice?: unknown) => {
    if (choice !== undefined) become({ ...me, choice: `${choice}` })
    consent = consentOf(me.choice, ports.privacySignal(), options.consent)
    delivery.admit()
  }

  const announce = () => {
    const held = [...keeper.all()].filter(({ state }) => state === 'local' || state === 'held').length
    ports.say(
      `Fireball: consent is "${consent.level}" (${consent.why}); ${held} events stay in this browser.`,
    )
  }

  const catchUp = async () => {
    await keeper.load()
    if (isOver) return
    mayFold = isElected
    delivery.admit()
    soon()
  }

  let stepBack = () => {}
  const stand = () => {
    stepBack()
    stepBack = ports.stand(nowElected => {
      isElected = nowElected
      mayFold = false
      if (nowElected) void catchUp()
    })
  }

  const stopListening = ports.listen({
    onVisible() {
      delivery.askForStates()
      library.refresh()
      void catchUp()
    },
    onHidden() {
      delivery.handOff()
      // The tab that is in view sends; it may wait for this one, and has to find what became of each entry.
      void delivery.rest().then(() => isOver || stand())
    },
    onLeave() {
      delivery.handOff()
      stepBack()
    },
    onReturn: stand,
    onOnline() {
      delivery.schedule()
      soon()
    },
    onNavigate: soon,
    onForeign(kind, name, text) {
      if (kind === 'journal') {
        if (text === null || !keeper.notice(text)) return
        soon()
        delivery.schedule()
      } else if (name === 'id') {
        if (text === null) end()
        else {
          meet(parseIdentity(text, newId))
          setConsent()
          soon()
        }
      } else if (name === 'tick') void catchUp()
    },
  })

  const end = () => {
    isOver = true
    stopListening()
    stepBack()
    stopTick?.()
    stopAlarm?.()
    delivery.dispose()
    screen.dispose()
  }

  const start = async () => {
    const stored = await keeper.load()
    isLoaded = true
    if (isOver) return
    const cached = toPublished(stored.program)
    if (cached) library.adopt(cached)
    seen = seenIn(insight.entries())
    stage.resume(seen, now())
    announce()
    soon()
    library.refresh()
  }

  function ask(message: string, feature?: string): Promise<HelpRequest> {
    const id = newId()
    const entry = track(HELP_ASKED, {
      message,
      help: id,
      ...(feature === undefined ? {} : { feature }),
    })
    const request = entry && helpIn([entry])[0]
    return request ? keeper.commit().then(() => request) : Promise.reject(new TypeError('Nothing is asked.'))
  }

  setConsent()
  notes.write('id', JSON.stringify(me))
  stand()
  const started = start()

  return {
    record,
    track,
    ask,
    identify,
    identity: () => me,
    become,
    sign(text: string) {
      signature = text
    },
    forget() {
      signature = undefined
      become(forgotten(me, newId()))
    },
    consent: () => consent,
    choose(level: ConsentLevel) {
      setConsent(level)
      emit('consent', consent)
      announce()
      soon()
    },
    /** The facts, with everything in them that has been recorded so far. */
    facts: () => (stopTick || !facts ? insight.facts() : facts),
    decision: () => progress.get().decision,
    refresh: soon,
    async flush() {
      await started
      await keeper.commit()
      await delivery.flush()
    },
    async purge() {
      end()
      await keeper.commit()
      // Where there is no database there is nothing to destroy.
      await ports.store.destroy().catch(() => {})
      notes.clear()
    },
    isOver: () => isOver,
    end,
  }
}

/** What the public methods are made of. */
export type Client = ReturnType<typeof createClient>
