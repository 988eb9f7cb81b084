import type { ChecklistView, HelpView, MessageView, NudgeView, OfferView, PromptView } from '@fireball/core'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { whenPainted } from './browser/painted.ts'
import type { Surface } from './drawing.ts'
import type { Answer } from './event-map.ts'
import { type Headless, headless, NOTHING_SHOWN, type Shown } from './headless.ts'
import { useFireball } from './react-client.ts'

/** Something to draw, and what to report of it; the methods are those of `headless`, for this one. */
export interface Surfaced<View> {
  readonly view: View
  act(target?: string): void
  clicked(target?: string): void
  dismissed(target?: string): void
  restored(): void
  snoozed(): void
  stopped(): void
  answered(question: string, answer?: Answer): void
  moved(step: string): void
}

/** How a hook knows that what it gives has been seen. */
export interface ShowOptions {
  /** Whether the component draws it now; default true. It counts as seen once it was painted in a visible page. */
  readonly isDrawn?: boolean
}

/** The surfaces as a store of React's: taken over while anybody listens, then the widget's again. */
const createTaken = (client: Parameters<typeof headless>[0], surfaces: readonly Surface[]) => {
  let ui: Headless | undefined
  return {
    ui: () => ui,
    get: (): Shown => ui?.get() ?? NOTHING_SHOWN,
    subscribe(listener: () => void) {
      const mine = headless(client, surfaces)
      ui = mine
      mine.listen(listener)
      return () => {
        mine.release()
        if (ui === mine) ui = undefined
      }
    },
  }
}

const nothing = (): Shown => NOTHING_SHOWN

const useTaken = (surfaces: readonly Surface[]) => {
  const client = useFireball()
  const named = surfaces.join()
  const taken = useMemo(() => createTaken(client, named.split(',') as Surface[]), [client, named])
  return { taken, shown: useSyncExternalStore(taken.subscribe, taken.get, nothing) }
}

type Taken = ReturnType<typeof createTaken>

const bind = <View extends { readonly key: string }>({ ui }: Taken, view: View): Surfaced<View> => {
  const { key } = view
  return {
    view,
    act: target => ui()?.act(key, target),
    clicked: target => ui()?.clicked(key, target),
    dismissed: target => ui()?.dismissed(key, target),
    restored: () => ui()?.restored(key),
    snoozed: () => ui()?.snoozed(key),
    stopped: () => ui()?.stopped(key),
    answered: (question, answer) => ui()?.answered(key, question, answer),
    moved: step => ui()?.moved(key, step),
  }
}

const useSeen = (taken: Taken, key: string | undefined, { isDrawn = true }: ShowOptions = {}) =>
  useEffect(
    () => (key !== undefined && isDrawn ? whenPainted(() => taken.ui()?.shown(key)) : undefined),
    [taken, key, isDrawn],
  )

const usePrompt = <View extends PromptView>(
  surfaces: readonly View['kind'][],
  options?: ShowOptions,
): Surfaced<View> | undefined => {
  const { taken, shown } = useTaken(surfaces)
  // Only these kinds are in it.
  const view = shown.prompt as View | undefined
  useSeen(taken, view?.key, options)
  return useMemo(() => view && bind(taken, view), [taken, view])
}

/** The next step that is due, drawn by this component in the widget's place. */
export const useNudge = (options?: ShowOptions): Surfaced<NudgeView> | undefined =>
  usePrompt<NudgeView>(['nudge'], options)

/** What the plan opens or lifts, at the moment that calls for it. */
export const useOffer = (options?: ShowOptions): Surfaced<OfferView> | undefined =>
  usePrompt<OfferView>(['offer'], options)

/** An offer of help from a person; `useFireball().ask` sends the question. */
export const useHelp = (options?: ShowOptions): Surfaced<HelpView> | undefined =>
  usePrompt<HelpView>(['help'], options)

/** The message whose turn it is, of the surfaces that are named: `banner`, `modal`, `toast`, `survey`, `tour`. */
export const useMessage = (
  surfaces: readonly MessageView['kind'][],
  options?: ShowOptions,
): Surfaced<MessageView> | undefined => usePrompt<MessageView>(surfaces, options)

/** The checklist, where there is one for this user. */
export const useChecklist = (): Surfaced<ChecklistView> | undefined => {
  const { taken, shown } = useTaken(['checklist'])
  const { checklist } = shown
  return useMemo(() => checklist && bind(taken, checklist), [taken, checklist])
}

/** What stands on the page itself: `inline` (for slots), `hotspot`, `resources`. Report `shown` once one is in view. */
export const useBeside = (
  surfaces: readonly MessageView['kind'][],
): readonly (Surfaced<MessageView> & { shown(): void })[] => {
  const { taken, shown } = useTaken(surfaces)
  const { beside } = shown
  return useMemo(
    () => beside.map(view => ({ ...bind(taken, view), shown: () => taken.ui()?.shown(view.key) })),
    [taken, beside],
  )
}
