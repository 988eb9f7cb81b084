import {
  type BatchAnswer,
  type ChecklistView,
  type Decision,
  decide,
  type EventType,
  evaluate,
  type Facets,
  type Facts,
  type FireballEvent,
  facetsOf,
  factsOf,
  HELP_ASKED,
  type HelpRequest,
  PROMPT_CLICKED,
  PROMPT_DISMISSED,
  PROMPT_SHOWN,
  type PublicProgram,
  type Seen,
  STRUGGLE_NOTICED,
  utf8Length,
  WIRE_LIMITS,
  type WidgetEvent,
} from '@fireball/core'
import { assistedBy, struggles } from './assist.ts'
import { bodyOf, toMessage } from './batch.ts'
import { cleanName, cleanObject } from './clean.ts'
import { admission, type Consent, type ConsentLevel, consentOf } from './consent.ts'
import type { Emitter } from './emitter.ts'
import { forgotten, type Identity, ownerOf, parseIdentity } from './identity.ts'
import { createKeeper } from './keeper.ts'
import type { ClientPorts } from './ports.ts'
import { evidenceIn, foldAway, joinPiles, knownIn, NO_PILE, type Pile, withSnapshot } from './progress.ts'
import { type Published, toProgram, toPublished } from './published.ts'
import { type Entry, excess } from './queue.ts'
import { createScreen, helpIn } from './screen.ts'
import { nextChangeAt, openIn, seenIn } from './seen.ts'
import { type Answer, createSender } from './sender.ts'
import { uuidv7 } from './uuid.ts'

/** What a client is told at its making. */
export interface ClientOptions {
  readonly key: string
  readonly consent?: unknown
  /** Whether prompts and checklists are drawn; default true. Without it the host draws from `progress`. */
  readonly widget?: boolean | undefined
}

/** What is known of the user in front, and what is shown now. */
export interface Progress extends Pick<Facts, 'skills' | 'activations' | 'features'> {
  /** Whether the program and what is stored have been read. */
  readonly ready: boolean
  /** The checklist on screen, in words; there once the widget is. */
  readonly checklist?: ChecklistView
  readonly decision: Decision
}

export const NO_PROGRESS: Progress = {
  ready: false,
  skills: {},
  activations: {},
  features: {},
  decision: { held: [] },
}

/** Where `progress` goes: a nanostore, or something like it. */
export interface ProgressStore {
  get(): Progress
  set(progress: Progress): void
}

const CHECKLIST = 'checklist/'

/** By then the browser has said which tab sends. */
const SETTLED_MS = 2000

/** The client behind the public methods: captures, keeps, sends, adds up, decides and shows. */
export const createClient = (
  options: ClientOptions,
  ports: ClientPorts,
  { emit }: Emitter,
  progress: ProgressStore,
) => {
  const { notes, now, random } = ports
  /** After a purge nothing may be left, not even by an answer that comes late. */
  const note = (name: string, text: string) => {
    if (!isOver) notes.write(name, text)
  }
  const newId = () => uuidv7(now(), random)
  const keeper = createKeeper(ports)
  const parts = new Map<string, Facets>()
  const startedAt = now()
  const fresh: FireballEvent[] = []
  const complete = new Set<string>()
  let me = parseIdentity(notes.read('id'), newId)
  let consent: Consent
  let published: Published | undefined
  let signature: string | undefined
  let facts: Facts | undefined
  let seen: readonly Seen[] = []
  /** Keys: what is meant to be on screen, and what the widget has really drawn. */
  let open: string | undefined
  let drawn: string | undefined
  let isLoaded = false
  let isElected = false
  let isOver = false
  let wantsStates = false
  let fetching: Promise<void> | undefined
  let stopTick: (() => void) | undefined
  let stopAlarm: (() => void) | undefined

  const program = (): PublicProgram | undefined => published?.program
  const owner = () => ownerOf(me)
  const mine = () => [...keeper.all()].filter(entry => entry.owner === owner())
  const pileOf = (key: string): Pile => keeper.pile(key) ?? NO_PILE
  const soon = () => {
    stopTick ??= ports.wait(0, tick)
  }

  // Capture

  /** Other tabs' numbers come with their journal entries; the note is for when those are gone, and written later. */
  const notedSeq = () => Number(notes.read('seq')) || 0
  const nextSeq = () => Math.max(keeper.lastSeq(), notedSeq()) + 1

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
    const { level } = consent
    const { anonymousId, userId, groupId, device } = me
    const properties = cleanObject(raw)
    const bare: FireballEvent = {
      anonymousId,
      id: newId(),
      type,
      name,
      properties,
      context: {},
      at,
      assisted: properties.assisted === true,
    }
    const state = admission(bare, level, program()?.signals)
    const published = program()
    const helper = published && assistedBy(bare, published, { seen, open: drawn, now: now() })
    const seq = state === 'local' ? 0 : nextSeq()
    const isNamed = state === 'local' || level === 'full'
    const event: FireballEvent = {
      ...bare,
      ...(isNamed && userId !== undefined ? { userId } : {}),
      ...(isNamed && groupId !== undefined ? { groupId } : {}),
      ...(previousId === undefined ? {} : { previousId }),
      assisted: bare.assisted || helper !== undefined,
      context: {
        ...(isNamed ? { page: { path: ports.page().path } } : {}),
        ...(seq > 0
          ? { fireball: { device, seq, ...(helper === undefined ? {} : { assisted: helper }) } }
          : {}),
      },
    }
    const bytes = utf8Length(JSON.stringify(toMessage(event, event)))
    if (bytes > WIRE_LIMITS.eventBytes) {
      emit('error', { code: 'too-large', detail: name })
      return
    }
    const entry: Entry = { event, state, owner: owner(), seq, bytes }
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
    if (state === 'queued') sender.schedule()
    return entry
  }

  const track = (name: unknown, properties?: unknown, at?: number) =>
    record('track', name, properties, { at })

  // Who

  const become = (next: Identity) => {
    const [before, after] = [owner(), ownerOf(next)]
    const isSamePerson = next.anonymousId === me.anonymousId
    me = next
    note('id', JSON.stringify(me))
    if (before === after) return
    // An anonymous id turned out to be a user: what it did is theirs.
    if (isSamePerson)
      keeper.change(
        [...keeper.all()].filter(one => one.owner === before).map(one => ({ ...one, owner: after })),
        { [after]: joinPiles(pileOf(before), pileOf(after)) },
      )
    open = drawn = undefined
    seen = seenIn(mine())
    soon()
  }

  const identify = (userId: string) => {
    const isOther = me.userId !== undefined && me.userId !== userId
    if (isOther) signature = undefined
    become({ ...(isOther ? forgotten(me, newId()) : me), userId })
  }

  // Delivery

  const refused = (entry: Entry, detail: unknown): Entry => {
    emit('error', { code: 'refused', detail })
    return { ...entry, state: 'local' }
  }

  const accepted = (batch: readonly Entry[], answer: Partial<BatchAnswer>) => {
    if (isOver) return
    const changed = new Map<string, Entry>()
    batch.forEach((sent, index) => {
      const entry = keeper.get(sent.event.id) ?? sent
      const why = answer.refused?.find(one => one.index === index)
      changed.set(sent.event.id, why ? refused(entry, why) : { ...entry, state: 'acked' })
    })
    for (const { id, ...help } of answer.help ?? [])
      for (const entry of keeper.all())
        if (entry.event.properties.help === id)
          changed.set(entry.event.id, { ...(changed.get(entry.event.id) ?? entry), help })
    const key = batch[0]?.owner ?? owner()
    let pile = pileOf(key)
    if (answer.snapshot) pile = withSnapshot(pile, answer.snapshot)
    if (answer.offers) pile = { ...pile, offers: answer.offers }
    keeper.change([...changed.values()], pile === pileOf(key) ? {} : { [key]: pile })
    tidy()
    if (batch.length > 0) emit('sent', { events: batch.length })
    void keeper.commit().then(() => note('tick', newId()))
    if (answer.program !== undefined && answer.program !== published?.tag) void refreshProgram(answer.program)
    soon()
  }

  /** Folds what has left the log into the piles; by one tab at a time. */
  const tidy = () => {
    const signals = program()?.signals
    const gone = signals && isElected ? excess(keeper.all()) : []
    if (!signals || gone.length === 0) return
    const piles: Record<string, Pile> = {}
    for (const key of new Set(gone.map(one => one.owner)))
      piles[key] = foldAway(
        pileOf(key),
        gone.filter(one => one.owner === key),
        signals,
      )
    keeper.change(
      [],
      piles,
      gone.map(({ event }) => event.id),
    )
  }

  const helpIds = () =>
    helpIn(mine())
      .filter(one => one.state === 'sent' || one.state === 'seen')
      .map(one => one.id)
      .slice(-20)

  const sendingAllowed = () => !isOver && consent.level !== 'local' && ports.isOnline()

  const sender = createSender({
    maySend: () => isElected && sendingAllowed(),
    pending: keeper.pending,
    hasQuestion: () => wantsStates,
    post(batch) {
      wantsStates = false
      const isMine = batch[0] === undefined || batch[0].event.userId === me.userId
      const help = helpIds()
      return ports.post(
        bodyOf(batch, {
          writeKey: options.key,
          sentAt: now(),
          ids: consent.level === 'full' ? me : { anonymousId: me.anonymousId },
          fireball: {
            program: published?.tag ?? program()?.version ?? '',
            ...(isMine && signature !== undefined ? { signature } : {}),
            ...(help.length > 0 ? { help } : {}),
          },
        }),
      )
    },
    accepted,
    refused(batch, answer) {
      keeper.change(batch.map(entry => refused(entry, answer.body)))
      soon()
    },
    halted: ({ status, body }: Answer) => emit('error', { code: 'halted', detail: { status, body } }),
    blockedUntil: () => Number(notes.read('until')) || 0,
    block: until => note('until', `${Math.ceil(until)}`),
    now,
    random,
    wait: ports.wait,
  })

  // Program

  const adopt = (next: Published) => {
    published = next
    parts.clear()
    admit()
    soon()
  }

  /** Decides on what was held, and again on what waits, under the level in force. */
  const admit = () => {
    const signals = program()?.signals
    const changed = [...keeper.all()].flatMap(entry => {
      const { state, event } = entry
      if (state !== 'held' && state !== 'queued') return []
      const isNamed = event.userId !== undefined || event.groupId !== undefined
      const next =
        isNamed && consent.level === 'necessary' ? 'local' : admission(event, consent.level, signals)
      return next === state || (state === 'queued' && next === 'held') ? [] : [{ ...entry, state: next }]
    })
    keeper.change(changed)
    if (keeper.pending().length > 0) sender.schedule()
  }

  const fetchProgram = async (expected?: string): Promise<void> => {
    const { body, tag = expected } = await ports.fetchProgram()
    const next = toProgram(body)
    if (!next) {
      if (body !== undefined) emit('error', { code: 'bad-program' })
    } else if (tag !== published?.tag || JSON.stringify(next) !== JSON.stringify(published?.program)) {
      adopt({ program: next, tag })
      // A browser that stores nothing fetches it again.
      if (!isOver) await ports.store.write({ program: published }).catch(() => {})
    }
  }

  const refreshProgram = (expected?: string) => {
    fetching ??= fetchProgram(expected).finally(() => {
      fetching = undefined
    })
    return fetching
  }

  // Progress and decision

  const screen = createScreen({
    load: ports.loadWidget,
    failed: detail => emit('error', { code: 'no-widget', detail }),
    onChecklist(checklist) {
      const { checklist: _, ...rest } = progress.get()
      progress.set(checklist ? { ...rest, checklist } : rest)
    },
    report: (event: WidgetEvent) => {
      if (!isOver) report(event)
    },
    act(action) {
      if (!emit('action', action) && action.open !== undefined) ports.open(action.open)
    },
    ask,
  })

  const report = (event: WidgetEvent) => {
    const { kind, key } = event
    if (kind === 'checklist') {
      if (event.is === 'dismissed') track(PROMPT_DISMISSED, { prompt: CHECKLIST + key })
      if (event.is === 'restored') track(PROMPT_CLICKED, { prompt: CHECKLIST + key, target: 'restored' })
      return
    }
    if (kind === 'shown') {
      // Still on screen after a change of pages: shown once.
      if (drawn !== key) track(PROMPT_SHOWN, { prompt: key })
      drawn = key
      return
    }
    const { target } = event
    track(kind === 'clicked' ? PROMPT_CLICKED : PROMPT_DISMISSED, {
      prompt: key,
      ...(target === undefined ? {} : { target }),
      ...(kind === 'stopped' ? { stopped: true } : {}),
    })
  }

  const checklistToShow = ({ doc, activations }: Facts, { checklists, paused }: PublicProgram) =>
    checklists.find(({ key, enabled, audience }) => {
      const isComplete = activations[key]?.isComplete === true
      // One that was complete when the page came has said what it had to say.
      if (!progress.get().ready && isComplete) complete.add(key)
      const last = seen.filter(one => one.key === CHECKLIST + key).at(-1)
      return (
        enabled !== false &&
        !complete.has(key) &&
        last?.kind !== 'dismissed' &&
        !paused.some(one => one === '*' || one === key) &&
        (audience === undefined || evaluate(audience, doc, { now: now() }) === true)
      )
    })?.key

  const partOf = ({ event }: Entry): Facets => {
    const part = parts.get(event.id) ?? facetsOf(event, program()?.signals ?? [])
    parts.set(event.id, part)
    return part
  }

  /** The facts as of now; what was shown as done is remembered. */
  const readFacts = (): Facts | undefined => {
    const current = program()
    if (!current || !isLoaded) return
    const { path, url, title } = ports.page()
    facts = factsOf({
      program: current,
      signals: current.signals,
      ...knownIn(evidenceIn(pileOf(owner()), mine(), partOf), me.groupId),
      userId: me.userId,
      accountId: me.groupId,
      now: now(),
      page: { path, url, title },
    })
    return facts
  }

  const keepDone = ({ activations }: Facts): ReadonlySet<string> => {
    const pile = pileOf(owner())
    const done = Object.values(activations).flatMap(({ checklist, steps }) =>
      steps.flatMap(({ key, isDone }) => (isDone ? [`${checklist}/${key}`] : [])),
    )
    const kept = new Set([...pile.kept, ...done])
    if (kept.size > pile.kept.length) keeper.change([], { [owner()]: { ...pile, kept: [...kept] } })
    return kept
  }

  const refresh = () => {
    const current = program()
    const next = readFacts()
    if (!current || !next || isOver) return
    const at = now()
    const entries = mine()
    seen = seenIn(entries)
    const last = seen
      .filter(one => one.key === open)
      .sort((a, b) => a.at - b.at)
      .at(-1)
    // Closed, here or in another tab.
    if (last && last.kind !== 'shown') open = undefined
    const decision = decide({
      program: current,
      facts: next,
      seen,
      open,
      offers: pileOf(owner()).offers?.flatMap(one => (one.expiresAt > at ? [one.key] : [])),
      path: ports.page().path,
      now: at,
    })
    open = decision.show?.key
    if (drawn !== open) drawn = undefined
    const checklist = checklistToShow(next, current)
    const kept = keepDone(next)
    const { skills, activations, features } = next
    progress.set({ ...progress.get(), ready: true, skills, activations, features, decision })
    emit('decision', decision)
    if (options.widget !== false)
      screen.show({
        program: current,
        facts: next,
        decision,
        checklist,
        kept: new Set(
          [...kept].flatMap(one =>
            one.startsWith(`${checklist}/`) ? [one.slice(one.indexOf('/') + 1)] : [],
          ),
        ),
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

  const tick = () => {
    stopTick = undefined
    const current = program()
    if (isOver) return
    if (current) {
      let entries = mine()
      for (const event of fresh.splice(0)) {
        const stuck = struggles(event, current, entries, now())
        for (const feature of stuck) track(STRUGGLE_NOTICED, { feature })
        if (stuck.length > 0) entries = mine()
      }
    }
    refresh()
    if (keeper.lastSeq() > notedSeq()) note('seq', `${keeper.lastSeq()}`)
    void keeper.commit()
  }

  // Life

  const setConsent = (choice?: unknown) => {
    if (choice !== undefined) become({ ...me, choice: `${choice}` })
    consent = consentOf(me.choice, ports.privacySignal(), options.consent)
    admit()
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
    admit()
    soon()
  }

  let stepBack = () => {}
  const stand = () => {
    stepBack()
    stepBack = ports.stand(nowElected => {
      isElected = nowElected
      if (nowElected) void catchUp()
    })
  }

  const handOff = () => {
    // Another tab sends, or will in a moment; only a page that has just come may not yet know that it is alone.
    const entries = isElected || now() - startedAt < SETTLED_MS ? keeper.pending() : []
    const first = (entry: Entry) => Number(keeper.isExposed(entry.event.id))
    if (sendingAllowed()) sender.handOff([...entries].sort((a, b) => first(b) - first(a)))
  }

  const stopListening = ports.listen({
    onVisible() {
      wantsStates = helpIds().length > 0 && sendingAllowed()
      if (wantsStates) sender.schedule()
      void refreshProgram()
      void catchUp()
    },
    onHidden() {
      handOff()
      // The tab that is in view sends; it may wait for this one, and has to find what became of each entry.
      void Promise.all([sender.idle(), keeper.commit()])
        .then(keeper.commit)
        .then(() => isOver || stand())
    },
    onLeave() {
      handOff()
      stepBack()
    },
    onReturn: stand,
    onOnline() {
      sender.schedule()
      soon()
    },
    onNavigate: soon,
    onForeign(kind, name, text) {
      if (kind === 'journal') {
        if (text === null || !keeper.notice(text)) return
        soon()
        sender.schedule()
      } else if (name === 'id') {
        if (text === null) end()
        else {
          me = parseIdentity(text, newId)
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
    sender.dispose()
    screen.dispose()
  }

  const start = async () => {
    const stored = await keeper.load()
    isLoaded = true
    if (isOver) return
    const cached = toPublished(stored.program)
    if (cached) adopt(cached)
    seen = seenIn(mine())
    open = drawn = openIn(seen, now())
    announce()
    soon()
    void refreshProgram()
  }

  function ask(message: string, feature?: string): Promise<HelpRequest> {
    const id = newId()
    const entry = track(HELP_ASKED, {
      message,
      help: id,
      ...(feature === undefined ? {} : { feature }),
    })
    const request = entry && helpIn([entry])[0]
    return request
      ? keeper.commit().then(() => request)
      : Promise.reject(new TypeError('A request for help needs a message.'))
  }

  setConsent()
  note('id', JSON.stringify(me))
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
    facts: () => (stopTick ? readFacts() : (facts ?? readFacts())),
    decision: () => progress.get().decision,
    refresh: soon,
    async flush() {
      await started
      await keeper.commit()
      await sender.flush()
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
