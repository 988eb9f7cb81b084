import type { MessageView, PromptView, WidgetPorts, WidgetState } from '@fireball/core'
import type { WidgetModule } from './screen.ts'

/** What can be shown, by kind. */
export type Surface = PromptView['kind'] | 'checklist'

/** Texts for what is shown, where the widget's file does not bring them. */
export type Words = Pick<WidgetModule, 'present' | 'checklistView'>

/** Somebody who draws some surfaces in the widget's place. */
export interface Claim {
  /** Without them: all. */
  readonly surfaces?: readonly Surface[] | undefined
  /** At once when anything is known, and at each change of all that is shown. */
  onState(state: WidgetState, ports: WidgetPorts): void
}

/** Who draws what on one page: the widget, but for what the host has taken over. */
export interface Drawing {
  /** What the client loads in the widget's place. */
  loadWidget(): Promise<WidgetModule>
  /** Takes surfaces over; returns how to give them back to the widget. */
  claim(claim: Claim, words: Words): () => void
}

/** Whether a claim is for a kind of surface. */
export const isFor = ({ surfaces }: Pick<Claim, 'surfaces'>, kind: Surface): boolean =>
  surfaces === undefined || surfaces.includes(kind)

/** A state with only those surfaces in it that pass. */
export const onlySurfaces = (state: WidgetState, passes: (kind: Surface) => boolean): WidgetState => {
  const { checklist, prompt, beside, ...rest } = state
  const standing = beside?.filter(({ view }: { view: MessageView }) => passes(view.kind))
  return {
    ...rest,
    ...(checklist && passes('checklist') ? { checklist } : {}),
    ...(prompt && passes(prompt.kind) ? { prompt } : {}),
    ...(standing && standing.length > 0 ? { beside: standing } : {}),
  }
}

const isEmpty = ({ checklist, prompt, beside }: WidgetState): boolean => !checklist && !prompt && !beside

/** Draws by the widget that `load` gives, as far as nobody has claimed it. `kept` are the surfaces that are the widget's. */
export const createDrawing = (load: () => Promise<WidgetModule>, kept?: readonly Surface[]): Drawing => {
  const claims = new Set<Claim>()
  let words: Words | undefined
  let widget: WidgetModule | undefined
  let ports: WidgetPorts | undefined
  let state: WidgetState | undefined
  let mounted: { dispose(): void } | undefined
  let draw: ((state: WidgetState) => void) | undefined
  let isLoading = false
  let isOver = false

  const isWidgets = (kind: Surface) =>
    kept?.includes(kind) !== false && ![...claims].some(claim => isFor(claim, kind))

  const fetchWidget = async () => {
    isLoading = true
    try {
      widget ??= await load()
    } finally {
      isLoading = false
    }
  }

  const mountBuiltIn = (from: WidgetModule, { subscribe: _, ...rest }: WidgetPorts) =>
    from.mountWidget({
      ...rest,
      subscribe(listener) {
        draw = listener
        if (state) listener(onlySurfaces(state, isWidgets))
        return () => {
          draw = undefined
        }
      },
    })

  const show = () => {
    if (!ports || !state || isOver) return
    const own = onlySurfaces(state, isWidgets)
    if (widget && (mounted || !isEmpty(own))) {
      if (draw) draw(own)
      mounted ??= mountBuiltIn(widget, ports)
    } else if (!isEmpty(own) && !isLoading)
      // Offline, perhaps: the next state tries again.
      fetchWidget().then(show, () => {})
    for (const claim of claims) claim.onState(state, ports)
  }

  const mountWidget: WidgetModule['mountWidget'] = given => {
    ports = given
    const stop = given.subscribe(next => {
      state = next
      show()
    })
    return {
      dispose() {
        isOver = true
        stop()
        mounted?.dispose()
      },
    }
  }

  return {
    async loadWidget() {
      // Who brings the words themselves may do without the widget for good.
      if (!words) await fetchWidget()
      const said = words ?? widget
      if (!said) throw new TypeError('The widget was not loaded.')
      return { present: said.present, checklistView: said.checklistView, mountWidget }
    },
    claim(claim, its) {
      words ??= its
      claims.add(claim)
      show()
      return () => {
        claims.delete(claim)
        show()
      }
    },
  }
}

const DRAWING = Symbol.for('fireball.drawing')

/** How what a client shows is drawn; none of a client that draws nothing, or that other code has made. */
export const drawingOf = (client: object): Drawing | undefined => Reflect.get(client, DRAWING)

/** Notes it on a client; the first stays. */
export const noteDrawing = (client: object, drawing: Drawing): void => {
  if (!drawingOf(client)) Reflect.set(client, DRAWING, drawing)
}
