import type {
  ChecklistView,
  checklistView,
  Decision,
  Facts,
  PublicProgram,
  present,
  WidgetPorts,
  WidgetState,
} from '@fireball/core'
import { HELP_ASKED } from '@fireball/core'
import type { Entry } from './queue.ts'

/** What the widget's file gives: how to draw, and all words. */
export interface WidgetModule {
  mountWidget(ports: WidgetPorts): { dispose(): void }
  readonly present: typeof present
  readonly checklistView: typeof checklistView
}

/** What the screen needs of its surroundings. */
export interface ScreenPorts extends Omit<WidgetPorts, 'subscribe'> {
  load(): Promise<WidgetModule>
  failed(error: unknown): void
  /** Said of every state: the language, and the widget's own words in it. */
  readonly fixed: Pick<WidgetState, 'locale' | 'words'>
  /** The checklist in words, once the words are there. */
  onChecklist(view: ChecklistView | undefined): void
}

/** One moment, to be drawn. */
export interface Scene {
  readonly program: PublicProgram
  readonly facts: Facts
  readonly decision: Decision
  /** Key of the checklist to show. */
  readonly checklist: string | undefined
  readonly kept: ReadonlySet<string>
  readonly help: WidgetState['help']
  readonly sending: WidgetState['sending']
}

/** The requests for help among a user's entries, with what became of them. */
export const helpIn = (entries: readonly Entry[]): WidgetState['help'] =>
  entries.flatMap(({ event: { name, at, properties }, state, help }) => {
    const { help: id, message, feature } = properties
    if (name !== HELP_ASKED || typeof id !== 'string') return []
    return [
      {
        id,
        message: `${message}`,
        ...(typeof feature === 'string' && { feature }),
        askedAt: at,
        state: state === 'acked' ? 'sent' : 'queued',
        ...help,
      } as const,
    ]
  })

/** Shows scenes in the widget, which is loaded when there is something to show for the first time. */
export const createScreen = ({ load, failed, onChecklist, fixed, ...ports }: ScreenPorts) => {
  const listeners = new Set<(state: WidgetState) => void>()
  let scene: Scene | undefined
  let state: WidgetState | undefined
  let module: WidgetModule | undefined
  let isLoading = false
  let mounted: { dispose(): void } | undefined
  let isDisposed = false

  const draw = () => {
    if (!module || !scene || isDisposed) return
    const { program, facts, decision, kept, help, sending } = scene
    const list = program.checklists.find(({ key }) => key === scene?.checklist)
    const checklist = list && module.checklistView(list, facts, kept)
    const prompt = decision.show && module.present(decision.show, program, facts)
    onChecklist(checklist)
    const next: WidgetState = {
      ...fixed,
      ...(checklist && { checklist }),
      ...(prompt && { prompt }),
      beside: decision.beside,
      help,
      sending,
      theme: program.theme ?? {},
      ...(program.privacyUrl !== undefined && { privacyUrl: program.privacyUrl }),
    } as WidgetState
    // Drawing again what is there already would only cost.
    if (JSON.stringify(next) === JSON.stringify(state)) return
    state = next
    for (const listener of listeners) listener(next)
    mounted ??= module.mountWidget({
      ...ports,
      subscribe(listener) {
        listeners.add(listener)
        if (state) listener(state)
        return () => listeners.delete(listener)
      },
    })
  }

  const fetchModule = async () => {
    try {
      module = await load()
      draw()
    } catch (error) {
      // Offline, perhaps: the next scene tries again.
      failed(error)
    } finally {
      isLoading = false
    }
  }

  return {
    show(next: Scene) {
      scene = next
      if (module) draw()
      else if (!isLoading && (next.decision.show || next.decision.beside || next.checklist)) {
        isLoading = true
        void fetchModule()
      }
    },
    dispose() {
      isDisposed = true
      mounted?.dispose()
    },
  }
}
