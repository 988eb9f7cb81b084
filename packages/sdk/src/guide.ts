import {
  type CompiledSignal,
  decide,
  type Facts,
  type FireballEvent,
  HELP_ASKED,
  type HelpRequest,
  interpret,
  readPath,
  type Seen,
  STRUGGLE_NOTICED,
  type WidgetState,
} from '@fireball/core'
import { assistedBy } from './assist.ts'
import type { Emitter } from './emitter.ts'
import { ownerOf } from './identity.ts'
import { createInsight } from './insight.ts'
import { lazily } from './lazily.ts'
import { createPiles } from './piles.ts'
import type { ClientPorts } from './ports.ts'
import { isHeldBy, keptOf, withDone, withSnapshot } from './progress.ts'
import { createLibrary, toPublished } from './published.ts'
import type { Entry } from './queue.ts'
import { RETENTION } from './retention.ts'
import { createScreen, helpIn } from './screen.ts'
import { nextChangeAt, seenIn } from './seen.ts'
import { createStage } from './stage.ts'
import type { ProgressStore } from './standing.ts'
import type { Tracking } from './tracking.ts'

/** Under this key the store keeps the program. */
const PROGRAM = 'program'

const isFailure = (event: FireballEvent, signals: readonly CompiledSignal[]): boolean =>
  interpret(event, signals).some(({ outcome }) => outcome === 'failure')

/** How a client draws. */
export interface Drawing extends Pick<WidgetState, 'locale' | 'words'> {
  /** Whether prompts and checklists are drawn; default true. Without it the host draws from `progress`. */
  readonly widget?: boolean | undefined
}

/** What is plugged onto a tracker to make it the whole client: adds up, decides and shows. */
export const createGuide = (
  tracking: Tracking,
  ports: ClientPorts,
  { emit }: Emitter,
  progress: ProgressStore,
  { widget: isDrawing = true, locale, words }: Drawing,
) => {
  const { now } = ports
  const { keeper, me, tabs } = tracking
  const piles = createPiles(keeper)
  let fresh: FireballEvent[] = []
  let facts: Facts | undefined
  let seen: readonly Seen[] = []
  let isLoaded = false
  let wantsStates = false
  let stopAlarm: (() => void) | undefined
  /** Names the turn that has come. */
  let turn: unknown

  const track = (name: string, properties: unknown) => tracking.record('track', name, properties)
  const pile = () => piles.pileOf(ownerOf(me()))

  const library = createLibrary({
    fetchProgram: ports.fetchProgram,
    save(published) {
      if (!tracking.isOver()) keeper.add({ keys: [], decide: () => [[PROGRAM, published]] })
    },
    onBroken: () => emit('error', { code: 'bad-program' }),
    onChange() {
      insight.forget()
      tracking.admit()
      tracking.changed()
    },
  })
  const { program } = library
  const insight = createInsight({
    ...ports,
    keeper,
    pile,
    me,
    program: () => (isLoaded ? program() : undefined),
    loadModels: () => ports.loadPart('models'),
    changed: tracking.changed,
  })
  const stage = createStage(track)

  const screen = createScreen({
    load: ports.loadWidget,
    failed: detail => emit('error', { code: 'no-widget', detail }),
    onChecklist(checklist) {
      const { checklist: _, ...rest } = progress.get()
      progress.set(checklist ? { ...rest, checklist } : rest)
    },
    report(event) {
      if (tracking.isOver()) return
      stage.report(event)
      // Who opens the list while answers wait opens it for them.
      if (event.kind !== 'checklist' || event.is !== 'opened') return
      for (const { id, state } of helpIn(insight.entries()))
        if (state === 'answered') learn(id, { isRead: true })
      tracking.changed()
    },
    act(action) {
      if (!emit('action', action) && action.open !== undefined) ports.open(action.open)
    },
    ask,
    track,
    stored: {
      async read() {
        const { storedView } = await ports.loadPart('stored')
        return storedView({
          consent: tracking.consent(),
          me: me(),
          entries: insight.entries(),
          pile: pile(),
        })
      },
      choose: what => tracking.choose(what === 'local' ? what : undefined),
      purge: ports.purge ?? tracking.purge,
    },
    fixed: { ...(locale && { locale }), ...(words && { words }) },
  })

  /** What became of a question. */
  const learn = (id: string, news: Entry['help']) =>
    keeper.change(
      [...keeper.all()].flatMap(one =>
        one.event.properties.help === id ? [{ ...one, help: { ...one.help, ...news } }] : [],
      ),
    )

  /** The questions of this user that the team has not answered yet. */
  const openQuestions = () =>
    helpIn(insight.entries())
      .filter(one => one.state === 'sent' || one.state === 'seen')
      .map(one => one.id)
      .slice(-20)

  /** Without them, as where they cannot be had, the rest goes on. */
  const messages = lazily(
    async () =>
      (await ports.loadPart('messages')).createMessages({ tracking, ports, insight, decide, assistedBy }),
    tracking.changed,
    decide,
  )

  const refresh = () => {
    const current = program()
    const next = insight.facts()
    facts = next
    if (!current || !next || tracking.isOver()) return
    const decideNow = current.messages ? messages() : decide
    // What goes first is not known yet, and a nudge must not be shown and taken back.
    if (!decideNow) return
    const at = now()
    stage.notice(seen)
    piles.update(ownerOf(me()), before => withDone(before, next))
    const { offers } = pile()
    // Who is logged in as the user is not the one to be helped, nor to use up what the user may be shown.
    const isOther = me().actor !== undefined
    const shownOf = isOther ? { ...current, paused: ['*'] } : current
    const { held: reasons, ...due } = decideNow({
      program: shownOf,
      facts: next,
      seen,
      open: stage.open(),
      offers: offers?.flatMap(one => (one.expiresAt > at ? [one.key] : [])),
      path: ports.path(),
      anchored: current.nudges.flatMap(({ key, anchor }) => (anchor && ports.has?.(anchor) ? key : [])),
      now: at,
    })
    const held = isOther ? reasons.map(({ key }) => ({ key, code: 'impersonated' as const })) : reasons
    const { show } = due
    // What is to be drawn waits until it is the turn of this tab, somebody looks at it, and it has read what others have
    // shown. Once that is drawn, or not to be any more, others have their turn as soon as it is on disk.
    const isNew = isDrawing && show && show.key !== stage.drawn()
    const mine =
      isNew &&
      ports.isInView() &&
      tabs.turn(async () => {
        await tracking.catchUp()
        turn = mine
      })
    const release = !isNew && tabs.pass()
    if (release) void keeper.commit().then(release)
    // Another client of this page shows something: what is due here waits for that as well.
    const mayShow = (ports.claim?.(!!show && isDrawing) ?? true) && (!isNew || (mine && mine === turn))
    const decision =
      show && !mayShow ? { held: [...held, { key: show.key, code: 'outranked' as const }] } : { ...due, held }
    stage.show(decision)
    const checklist = stage.checklist(shownOf, next, seen, at)
    const { skills, activations, features } = next
    progress.set({ ...progress.get(), ready: true, skills, activations, features, decision })
    emit('decision', decision)
    const { level } = tracking.consent()
    if (isDrawing)
      screen.show({
        program: current,
        facts: next,
        decision,
        checklist,
        kept: keptOf(pile(), checklist),
        help: helpIn(insight.entries()),
        sending: level === 'local' ? 'off' : ports.isOnline() ? 'on' : 'offline',
      })
    const moments = Object.values(features).flatMap(one =>
      [one.lockedAt, one.limitedAt, one.struggledAt].flatMap(moment => moment ?? []),
    )
    const alarm = nextChangeAt(
      current,
      seen,
      moments,
      at,
      offers?.map(one => one.expiresAt),
    )
    stopAlarm?.()
    stopAlarm = alarm === undefined ? undefined : ports.wait(Math.min(alarm - at, 2 ** 31 - 1), refresh)
  }

  const stuck = lazily(() => ports.loadPart('stuck'), tracking.changed)
  /** Whether somebody has got stuck: asked only when something has failed. */
  const noticeStruggles = () => {
    const current = program()
    if (!current) return
    const failures = fresh.filter(event => isFailure(event, current.signals))
    const part = failures.length > 0 && stuck()
    fresh = part ? [] : failures
    if (part)
      for (const event of failures)
        for (const one of part.struggles(event, current, insight.entries(), now(), interpret))
          track(STRUGGLE_NOTICED, one)
  }

  const fold = lazily(
    async () => (await ports.loadPart('fold')).createFold(piles.foldPorts),
    tracking.changed,
  )
  const retain = () => {
    const count = keeper.count()
    // A key that no program comes for must not fill the disk.
    const signals = program()?.signals ?? (count > RETENTION.unread ? [] : undefined)
    if (signals && count > RETENTION.settled && fold()?.(signals, tracking.catchUp)) tracking.changed()
  }

  function ask(message: string, feature?: string): Promise<HelpRequest> {
    const id = tracking.newId()
    const entry = track(HELP_ASKED, { message, help: id, ...(feature !== undefined && { feature }) })
    const request = entry && helpIn([entry])[0]
    return request ? keeper.commit().then(() => request) : Promise.reject(new TypeError('Nothing is asked.'))
  }

  tracking.plug({
    keeps: true,
    signals: () => program()?.signals,
    assistedBy(event) {
      const current = program()
      return current && assistedBy(event, current, { seen, open: stage.drawn(), now: now() })
    },
    recorded(entry) {
      insight.add(entry)
      fresh.push(entry.event)
      if (entry.event.name.startsWith('Prompt ')) seen = [...seen, ...seenIn([entry])]
    },
    tick() {
      noticeStruggles()
      refresh()
    },
    changed() {
      insight.renew()
      seen = seenIn(insight.entries())
    },
    stored: retain,
    met(before, after, isSame) {
      if (isSame) piles.join(before, after)
      stage.clear()
    },
    loaded(stored) {
      piles.load(stored)
      if (isLoaded) return
      isLoaded = true
      const cached = toPublished(stored.get(PROGRAM))
      if (cached) library.adopt(cached)
      seen = seenIn(insight.entries())
      stage.resume(seen, now())
      library.refresh()
    },
    handshake() {
      const help = openQuestions()
      return { program: library.tag(), ...(help.length > 0 && { help }) }
    },
    asks: () => wantsStates,
    answered(batch, { help = [], offers = [], snapshot, program: tag }, isAll) {
      wantsStates = false
      for (const { id, ...news } of help) learn(id, news)
      const owner = batch.at(-1)?.owner ?? ownerOf(me())
      piles.update(owner, before =>
        JSON.stringify(offers) === JSON.stringify(before.offers ?? []) ? before : { ...before, offers },
      )
      // While more waits, some of it may have arrived unacknowledged: the next answer says more.
      if (snapshot && isAll) {
        // The page whose numbers the collector tells of: that of the last message.
        const device = readPath(batch.at(-1)?.event.context, 'fireball.device')
        keeper.change(
          [...keeper.all()].flatMap(one =>
            one.owner === owner && !one.covered && isHeldBy(one, snapshot, device)
              ? [{ ...one, covered: true }]
              : [],
          ),
        )
        piles.update(owner, before => withSnapshot(before, snapshot))
        insight.renew()
      }
      if (tag !== undefined) library.refresh(tag)
    },
    seen() {
      wantsStates = openQuestions().length > 0
      library.refresh()
    },
    end() {
      stopAlarm?.()
      screen.dispose()
    },
  })

  return {
    ask,
    track,
    /** The facts, with everything in them that has been recorded so far. */
    program,
    /** What is kept of the user in front. */
    entries: insight.entries,
    facts: () => (tracking.isBusy() || !facts ? insight.facts() : facts),
    decision: () => progress.get().decision,
  }
}

/** What the public methods beyond a tracker's are made of. */
export type Guide = ReturnType<typeof createGuide>
