import type { ChecklistView, WidgetPorts, WidgetState } from '@fireball/core'
import { Component } from 'preact'
import type { PromptPorts } from './card.tsx'
import { Launcher } from './launcher.tsx'
import { caughtUp, checklistOf, type Memory, promptOf } from './memory.ts'
import { Nudge } from './nudge.tsx'
import { createPart } from './part.ts'
import type { Whole } from './whole.ts'

interface AppProps {
  readonly state: WidgetState
  readonly ports: WidgetPorts
  readonly page: Document
  /** Has a style sheet apply to what is drawn. */
  readonly adopt: (styles: string) => void
}

interface AppState extends Memory {
  /** What screen readers are told, politely. */
  readonly said?: string
}

/** All surfaces of one page. */
export class App extends Component<AppProps, AppState> {
  private readonly draft = { text: '' }
  /** Key of the prompt whose present showing has been reported. */
  private shown: string | undefined
  private isGone = false

  private readonly onLoaded = (styles: string) => {
    this.props.adopt(styles)
    this.setState({})
  }
  private readonly panel = createPart(() => import('./panel.tsx'), this.onLoaded)
  private readonly offer = createPart(() => import('./offer.tsx'), this.onLoaded)
  private readonly help = createPart(() => import('./help.tsx'), this.onLoaded)

  static override getDerivedStateFromProps({ state }: AppProps, memory: AppState): AppState {
    return caughtUp(state, memory)
  }

  /** Esc also closes a prompt for who is not in a field of the page, nor in anything else that has the focus. */
  private readonly onKey = (event: KeyboardEvent) => {
    const { activeElement, body } = this.props.page
    if (event.key === 'Escape' && !event.defaultPrevented && activeElement === body)
      this.closePrompt('dismissed')
  }

  override componentDidMount() {
    this.props.page.addEventListener('keydown', this.onKey)
    // A lock is answered at once, and offline too, when all parts are there before they are needed.
    const loadAll = () => {
      if (!this.isGone) for (const part of [this.offer, this.help, this.panel]) void part.load()
    }
    // WebKit has no idle callbacks.
    ;(globalThis.requestIdleCallback ?? setTimeout)(loadAll)
  }

  override componentWillUnmount() {
    this.isGone = true
    this.props.page.removeEventListener('keydown', this.onKey)
  }

  private closePrompt(kind: 'dismissed' | 'stopped') {
    const { state, ports } = this.props
    const prompt = promptOf(state, this.state)
    if (!prompt) return
    // A receipt that has outlived its prompt is put away, which is no dismissal.
    if (kind === 'stopped' || state.prompt?.key === prompt.key) ports.report({ kind, key: prompt.key })
    this.setState({ closed: prompt.key, asked: undefined })
  }

  private whole(): Whole {
    return { ...this.props, draft: this.draft, remember: memory => this.setState(memory) }
  }

  private checklist(view: ChecklistView) {
    const { key } = view
    const isOpen = this.state.open === key
    const part = this.panel.now
    const onToggle = async () => {
      if (!(await this.panel.load()) || this.isGone) return
      const isOpen = this.state.open === key
      this.setState({ open: isOpen ? undefined : key })
      this.props.ports.report({ kind: 'checklist', key, is: isOpen ? 'collapsed' : 'opened' })
    }
    return (
      <>
        <Launcher view={view} isOpen={isOpen} onToggle={onToggle} onNear={this.panel.load} />
        {part && (
          <part.Panel
            key={key}
            view={view}
            isOpen={isOpen}
            whole={this.whole()}
            help={this.help}
            onToggle={onToggle}
          />
        )}
      </>
    )
  }

  private undo(list: string) {
    const part = this.panel.now
    return part && <part.Undo key={`undo ${list}`} list={list} whole={this.whole()} />
  }

  private prompt() {
    const { state, ports, page } = this.props
    const view = promptOf(state, this.state)
    if (view?.key !== this.shown) this.shown = undefined
    if (!view) return
    const { key, title } = view
    const common: PromptPorts = {
      privacyUrl: state.privacyUrl,
      onShown: () => {
        if (this.shown === key) return
        this.shown = key
        this.setState({ said: title })
        ports.report({ kind: 'shown', key })
      },
      onAct: (target, action) => {
        ports.report({ kind: 'clicked', key, target })
        ports.act(action)
      },
      onClosed: () => this.closePrompt('dismissed'),
      onStopped: () => this.closePrompt('stopped'),
    }
    switch (view.kind) {
      case 'nudge':
        return <Nudge key={key} view={view} ports={common} page={page} />
      case 'offer': {
        const part = this.offer.need()
        return (
          part && <part.Offer key={key} view={view} ports={common} whole={this.whole()} help={this.help} />
        )
      }
      case 'help': {
        const part = this.help.need()
        return part && <part.Help key={key} view={view} ports={common} whole={this.whole()} />
      }
    }
  }

  override render() {
    const { state } = this.props
    const { accent, mode, position } = state.theme
    const checklist = checklistOf(state, this.state)
    return (
      <div
        class="all"
        data-mode={mode}
        data-position={position}
        data-checklist={checklist && ''}
        style={accent && { '--fireball-accent-default': accent }}
      >
        {checklist && this.checklist(checklist)}
        {this.state.undo && this.undo(this.state.undo)}
        {this.prompt()}
        <div class="said" role="status">
          {this.state.said}
        </div>
      </div>
    )
  }
}
