import {
  type Action,
  type ChecklistView,
  checklistView,
  type HelpRequest,
  type MessageView,
  type PromptView,
  present,
  type StoredView,
  type WidgetPorts,
  type WidgetState,
} from '@fireball/core'
import { isPage } from './browser/is-page.ts'
import type { Fireball } from './create-fireball.ts'
import { drawingOf, isFor, onlySurfaces, type Surface } from './drawing.ts'
import type { SurveyAnswers } from './event-map.ts'

export { whenPainted } from './browser/painted.ts'
export type { Surface } from './drawing.ts'
export type { Answer, SurveyAnswers } from './event-map.ts'

/** What is to be on screen now of the surfaces that the host draws; all texts are ready. */
export interface Shown {
  /** The one thing that asks for attention. */
  readonly prompt?: PromptView
  readonly checklist?: ChecklistView
  /** What stands on the page itself and interrupts nobody: cards for slots, hotspots, lists of resources. */
  readonly beside: readonly MessageView[]
  /** The person's questions to the team, with their answers. */
  readonly help: readonly HelpRequest[]
  readonly sending: WidgetState['sending']
  readonly theme: WidgetState['theme']
  readonly privacyUrl?: string
  readonly locale?: string
}

/**
 * What the host draws in the widget's place: what is to be shown, and what to report of it. Everything else stays:
 * decisions, caps, arbitration, the stamp of help, reasons. A report about what is not shown is nothing.
 */
export interface Headless {
  get(): Shown
  /** Calls at once, then at each change; returns how to stop. */
  subscribe(listener: (shown: Shown) => void): () => void
  /** Calls at each change; returns how to stop. */
  listen(listener: (shown: Shown) => void): () => void
  /** It has really been on screen: painted, in a visible page. Until then it counts as not seen. */
  shown(key: string): void
  /** A button was pressed: reports it and does what it does, unless an `action` handler of the host has. */
  act(key: string, target?: string): void
  /** A button was pressed that the host deals with itself. */
  clicked(key: string, target?: string): void
  /** Closed, by `close`, `escape` or what the host calls it. A checklist can be restored. */
  dismissed(key: string, target?: string): void
  restored(key: string): void
  /** “Not now”: a message comes back another day, anything else after its pause. */
  snoozed(key: string): void
  /** “Stop tips like this”: never again. */
  stopped(key: string): void
  /** An answer, or none, to a question of a survey; that to the last question ends it. */
  answered<Key extends keyof SurveyAnswers & string, Question extends keyof SurveyAnswers[Key] & string>(
    key: Key,
    question: Question,
    answer?: SurveyAnswers[Key][Question],
  ): void
  /** A tour goes to a step. */
  moved(key: string, step: string): void
  /** A question of the person to the team; settles when it is kept. */
  ask(message: string, feature?: string): Promise<HelpRequest | undefined>
  /** What is stored of the person, and their say over it; there once something was shown. */
  stored():
    | {
        read(): Promise<StoredView>
        choose(what: 'local' | 'default'): void
        purge(): Promise<void>
      }
    | undefined
  /** Gives the surfaces back to the widget. */
  release(): void
}

/** Where nothing is known, as on a server. */
export const NOTHING_SHOWN: Shown = { beside: [], help: [], sending: 'off', theme: {} }

const shownOf = (state: WidgetState, asked: MessageView | undefined): Shown => {
  const { prompt = asked, checklist, beside = [], help, sending, theme, privacyUrl, locale } = state
  return {
    ...(prompt && { prompt: asked ?? prompt }),
    ...(checklist && { checklist }),
    beside: beside.map(({ view }) => view),
    help,
    sending,
    theme,
    ...(privacyUrl !== undefined && { privacyUrl }),
    ...(locale !== undefined && { locale }),
  }
}

/** What a button does, by its name. */
const actionOf = (view: PromptView | ChecklistView, target: string): Action | undefined => {
  if (!('kind' in view)) return view.steps.find(({ key }) => key === target)?.action
  if (target === 'thanks') return 'thanks' in view ? view.thanks?.action : undefined
  if (view.kind === 'offer') return target === 'lesson' ? view.lesson?.action : view.upgrade
  return 'action' in view ? view.action : undefined
}

/**
 * Takes over what of a client is drawn: all surfaces, or those that are named; the built-in widget draws the rest. To be
 * called before anything is shown, or with `widget` telling the client which surfaces are the widget's. On a server it
 * gives nothing.
 *
 * @example
 * const ui = headless(createFireball({ key, origin, consent: 'full' }), ['nudge', 'checklist'])
 * ui.subscribe(({ prompt }) => draw(prompt))
 */
export const headless = (fireball: Fireball, surfaces?: readonly Surface[]): Headless => {
  const listeners = new Set<(shown: Shown) => void>()
  const drawing = drawingOf(fireball)
  if (!drawing && isPage())
    throw new TypeError('headless: give it a client made by createFireball, without `widget: false`.')
  let ports: WidgetPorts | undefined
  let state: WidgetState | undefined
  let shown = NOTHING_SHOWN
  let text = ''
  /** A survey that was begun stays, whatever its answers change. */
  let asked: MessageView | undefined

  const change = () => {
    if (!state) return
    const next = shownOf(state, asked)
    const said = JSON.stringify(next)
    if (said === text) return
    text = said
    shown = next
    for (const listener of [...listeners]) listener(shown)
  }
  const release = drawing?.claim(
    {
      surfaces,
      onState(next, given) {
        ports = given
        state = onlySurfaces(next, kind => isFor({ surfaces }, kind))
        change()
      },
    },
    { present, checklistView },
  )

  const besideOf = (key: string) => shown.beside.find(one => one.key === key)
  const promptOf = (key: string) => (shown.prompt?.key === key ? shown.prompt : undefined)
  const viewOf = (key: string) =>
    promptOf(key) ?? besideOf(key) ?? (shown.checklist?.key === key ? shown.checklist : undefined)

  type Kind = 'shown' | 'clicked' | 'dismissed' | 'stopped'
  const NAMES = { shown: 'Shown', clicked: 'Clicked', dismissed: 'Dismissed', stopped: 'Dismissed' } as const
  const report = (kind: Kind, key: string, target?: string) => {
    const more = target === undefined ? {} : { target }
    if (besideOf(key))
      ports?.track?.(`Prompt ${NAMES[kind]}`, {
        prompt: key,
        beside: true,
        ...more,
        ...(kind === 'stopped' && { stopped: true }),
      })
    else if (viewOf(key)) ports?.report({ kind, key, ...more })
  }
  const leave = (kind: 'dismissed' | 'stopped', key: string, target?: string) => {
    if (shown.checklist?.key === key) ports?.report({ kind: 'checklist', key, is: 'dismissed' })
    else report(kind, key, target)
    if (asked?.key !== key) return
    asked = undefined
    change()
  }
  const listen: Headless['listen'] = listener => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  return {
    get: () => shown,
    listen,
    subscribe(listener) {
      listener(shown)
      return listen(listener)
    },
    shown: key => report('shown', key),
    act(key, target = 'action') {
      const view = viewOf(key)
      const action = view && actionOf(view, target)
      if (view) report('clicked', key, target)
      if (action) ports?.act(action)
    },
    clicked: (key, target = 'action') => report('clicked', key, target),
    dismissed: (key, target = 'close') => leave('dismissed', key, target),
    restored: key => ports?.report({ kind: 'checklist', key, is: 'restored' }),
    snoozed: key => leave('dismissed', key, 'later'),
    stopped: key => leave('stopped', key),
    answered(key, question, answer) {
      const view = asked?.key === key ? asked : promptOf(key)
      if (!view || !('questions' in view)) return
      if (answer !== undefined) ports?.track?.('Survey Answered', { prompt: key, survey: question, answer })
      const isLast = view.questions?.at(-1)?.key === question
      if (isLast) report('clicked', key, 'answer')
      asked = isLast ? undefined : view
      change()
    },
    moved: (key, step) => report('clicked', key, `to:${step}`),
    ask: (message, feature) => fireball.ask(message, feature),
    stored: () => ports?.stored,
    release() {
      listeners.clear()
      release?.()
    },
  }
}
