import { Component } from 'preact'
import type * as embeds from './embeds.tsx'
import { Frame } from './frame.tsx'
import type { Hosts } from './hosts.ts'
import launcherStyles from './launcher.css'
import { Launcher } from './launcher.tsx'
import { checklistOf, type ListMemory, listCaughtUp } from './list-memory.ts'
import panelStyles from './panel.css'
import { answersOf, progressOf } from './panel-words.ts'
import { createPart } from './part.ts'
import type { Given } from './prompts.tsx'
import type { Whole } from './whole.ts'

/** What its surfaces look like. */
export const styles = launcherStyles + panelStyles

const loadPanel = () => import('./panel.tsx')
const loadUndo = () => import('./undo.tsx')
const loadEmbeds = () => import('./embeds.tsx')
// They come along with this file, because a press must not wait for the network; what fails is tried again when asked for.
for (const load of [loadPanel, loadUndo, loadEmbeds]) load().catch(() => {})

interface ListState extends ListMemory {
  /** How many steps were done when it was last drawn. */
  readonly done?: number | undefined
  /** What screen readers are told, politely: only what came while it was there. */
  readonly said?: string | undefined
  /** “1 answer”, while there are unread ones. */
  readonly news?: string | undefined
}

/** The checklist: its launcher, its panel, and for a while the way back from hiding it. */
class Checklist extends Component<{ readonly given: Given }, ListState> {
  private readonly again = () => this.setState({})
  private readonly undo = createPart(loadUndo, this.again)
  private readonly panel = createPart(loadPanel, this.again)
  private readonly embeds = createPart(loadEmbeds, this.again)
  private embedded: embeds.Embeds | undefined

  static override getDerivedStateFromProps({ given }: { given: Given }, memory: ListState): ListState {
    const { state } = given
    const { title, steps, done, total } = state.checklist ?? { steps: [] }
    const isFurther = (memory.done ?? done ?? 0) < (done ?? 0)
    const now = listCaughtUp(state, memory)
    const { unread } = now
    const news = unread ? answersOf(unread, state) : undefined
    return {
      ...now,
      done,
      news,
      ...(news && news !== memory.news ? { said: news } : {}),
      ...(isFurther && steps.length ? { said: `${title}: ${progressOf(done ?? 0, total ?? 0, state)}` } : {}),
    }
  }

  private surfaces() {
    const { given } = this.props
    const { parts, state, ports } = given
    const { undo, open, isStoredOpen, news, isAsking } = this.state
    const view = checklistOf(state, this.state)
    const whole: Whole = { ...given, remember: memory => this.setState(memory) }
    // Loaded with the list: what a press asks for has to be there at once.
    const [panel, undone] = [this.panel.need(), this.undo.need()]
    const stored = isStoredOpen && parts.stored.need()
    const isOpen = !!view && open === view.key
    const onToggle = () => {
      if (!view) return
      // Who opens it while answers wait opens it for them.
      this.setState({ open: isOpen ? undefined : view.key, isAsking: news || isAsking ? 'again' : undefined })
      ports.report({ kind: 'checklist', key: view.key, is: isOpen ? 'collapsed' : 'opened' })
    }
    const list = view && { view, progress: progressOf(view.done, view.total, state), news, isOpen, onToggle }
    this.embedded ??= this.embeds.need()?.createEmbeds(given.page, this.again)
    const inPage = list && { ...list, isOpen: true, isEmbedded: true, onToggle: () => {} }
    const isEmbedded = this.embedded?.fill(
      view?.key,
      inPage && panel && (
        <Frame given={given}>
          <panel.Panel key={view?.key} whole={whole} isAsking={isAsking} {...inPage} />
        </Frame>
      ),
    )
    return (
      <>
        {list && !isEmbedded && <Launcher key="launcher" {...list} />}
        {list && panel && !isEmbedded && (
          <panel.Panel key={list.view.key} whole={whole} isAsking={isAsking} {...list} />
        )}
        {undo && undone && <undone.Undo key={`undo ${undo}`} list={undo} whole={whole} />}
        {stored && <stored.Stored key="stored" whole={whole} />}
        <div class="said" role="status">
          {this.state.said}
        </div>
      </>
    )
  }

  override componentWillUnmount() {
    this.embedded?.dispose()
  }

  override render() {
    return <Frame given={this.props.given}>{this.surfaces()}</Frame>
  }
}

/** The checklist on the page. */
export interface List {
  show(given: Given): void
  dispose(): void
}

/** Draws the checklist in a host of its own, which stays at home when that of the prompts goes into a modal. */
export const createList = (hosts: Hosts): List => {
  const { show, dispose } = hosts.create('checklist')
  return { show: given => show(<Checklist given={given} />), dispose }
}
