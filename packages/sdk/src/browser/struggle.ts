import type { FireballEvent, PublicProgram } from '@fireball/core'
import {
  type About,
  aboutEvent,
  createRage,
  FRICTION,
  type FrictionKind,
  type Interpret,
  isRetried,
  RAGE,
  runningAction,
  stuckOn,
} from '../friction.ts'
import { FRICTION_NOTICED } from '../friction-name.ts'
import type { Struggle } from '../struggle.ts'
import { watchDeadClicks } from './dead-click.ts'
import { declaredOn } from './declared.ts'
import { watchForms } from './forms.ts'
import { routeOf } from './page-views.ts'

/** What noticing struggle takes. */
export interface StrugglePorts {
  /** Keeps a fact; it never leaves the browser. */
  note(fact: About & { readonly kind: FrictionKind }): void
  /** The person is stuck on something, by the facts. */
  stuck(struggle: Struggle): void
  /** What was recorded of the user in front, oldest first. */
  events(): readonly FireballEvent[]
  program(): PublicProgram | undefined
  /** Calls at each event that is recorded; returns how to stop. */
  onEvent(act: (event: FireballEvent) => void): () => void
  readonly interpret: Interpret
  isOwn(url: string): boolean
  now(): number
}

/** Where quick clicks are how it is used; `data-fireball-repeat` says so of any other control. */
const QUICK =
  'input:not([type=button]):not([type=submit]):not([type=image]),textarea,select,[contenteditable],video,audio,canvas,[role=slider],[role=spinbutton],[data-fireball-repeat],[data-fireball]'

/** An error this soon after an action is taken for its outcome. Ours, as the error clicks of the field. */
const ERROR_MS = 1000

/** Errors that a page cannot help: of extensions, of scripts it cannot see into, and one that says nothing. */
const isForeign = ({ filename, message }: Partial<ErrorEvent>): boolean =>
  /extension:/.test(filename ?? '') || /^(Script error\.?$|ResizeObserver loop)/.test(message ?? '')

/**
 * Notices what goes against the person: rage clicks, dead clicks, errors after an action, repeated tries, abandoned
 * forms. Reads which element, when and where; never a value, a text or an error's words. Returns how to stop.
 */
export const watchStruggle = (ports: StrugglePorts, page: Window = window): (() => void) => {
  const { now, events, program, interpret } = ports
  const stop = new AbortController()
  const rage = createRage()
  let actedAt = Number.NEGATIVE_INFINITY
  let actedOn: readonly EventTarget[] = []
  let succeededAt = 0
  let route = routeOf(page.location)

  /** What the page declares around the place; else what the declared or the running action is about. */
  const aboutOf = (path: readonly EventTarget[]): About => {
    const current = program()
    const name = declaredOn(path, 'Track')
    const all = events()
    const action = name === undefined ? undefined : all.filter(one => one.name === name).at(-1)
    const running = action ?? (name === undefined ? runningAction(all, now()) : undefined)
    const meant = running && current ? aboutEvent(running, current, interpret) : {}
    const feature = declaredOn(path, 'Feature')
    const context = declaredOn(path, 'Context')
    // What runs tells the skill, where that is one that the declared feature needs.
    const isMeant =
      feature === undefined ||
      current?.features.some(one => one.key === feature && one.skills?.some(key => key === meant.skill))
    return {
      ...(isMeant ? meant : {}),
      ...(feature === undefined ? {} : { feature }),
      ...(context === undefined ? {} : { context }),
    }
  }

  const notice = (kind: FrictionKind, about: About) => {
    const current = program()
    const at = now()
    const lately = events().filter(one => one.name === FRICTION_NOTICED && at - one.at < 3_600_000)
    if (lately.length >= FRICTION.perHour) return
    ports.note({ kind, ...about })
    if (current) for (const one of stuckOn(events(), current, interpret, at)) ports.stuck(one)
  }

  const on = (type: string, act: (event: Event) => void, capture = true) =>
    page.addEventListener(type, act, { capture, passive: true, signal: stop.signal })

  const acted = (event: Event) => {
    if (!event.isTrusted) return
    actedAt = now()
    actedOn = event.composedPath()
  }
  on('submit', acted)
  on('click', event => {
    acted(event)
    const { clientX: x, clientY: y, detail, isTrusted } = event as MouseEvent
    const path = event.composedPath()
    // A key that is held makes clicks without a place.
    if (!isTrusted || detail === 0) return
    const isQuick = path.some(one => 'matches' in one && (one as Element).matches(QUICK))
    const at = now()
    if (!isQuick && rage({ x, y, at }) && at - succeededAt > RAGE.withinMs)
      notice('rage-click', aboutOf(path))
  })

  const failed = (event: Event) => {
    if (now() - actedAt > ERROR_MS || isForeign(event as Partial<ErrorEvent>)) return
    actedAt = Number.NEGATIVE_INFINITY
    notice('error', aboutOf(actedOn))
  }
  // What fails to load tells its own element, in the capture phase; only what is thrown reaches the window itself.
  on('error', event => event.target === page && failed(event), false)
  on('unhandledrejection', failed, false)

  const forms = watchForms(
    {
      retried: path => notice('retry', aboutOf(path)),
      abandoned: path => notice('abandoned-form', aboutOf(path)),
      now,
    },
    page,
  )
  const stopDead = watchDeadClicks(
    { dead: path => notice('dead-click', aboutOf(path)), isOwn: ports.isOwn },
    page,
  )

  const moved = () => {
    const next = routeOf(page.location)
    if (next === route) return
    route = next
    forms.leave()
  }
  const { navigation } = page as Window & { readonly navigation?: EventTarget }
  navigation?.addEventListener('currententrychange', moved, { signal: stop.signal })
  on('popstate', moved)
  on('pagehide', forms.leave)

  const stopEvents = ports.onEvent(event => {
    if (event.type !== 'track' || event.name.startsWith('Friction ')) return
    const { outcome } = event.properties
    if (outcome !== 'failure') forms.settle(outcome === 'success')
    if (outcome === 'success') succeededAt = now()
    const current = program()
    if (current && isRetried(event, events())) notice('retry', aboutEvent(event, current, interpret))
  })

  return () => {
    stop.abort()
    stopEvents()
    forms.stop()
    stopDead()
  }
}
