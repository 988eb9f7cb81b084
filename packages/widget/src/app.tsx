import type { WidgetPorts, WidgetState } from '@fireball/core'
import { Component } from 'preact'
import { Button } from './button.tsx'
import type { PromptPorts } from './card.tsx'
import { Checklist } from './checklist.tsx'
import { Help, type HelpPorts } from './help.tsx'
import { caughtUp, checklistOf, type Memory, promptOf } from './memory.ts'
import { Nudge } from './nudge.tsx'
import { Offer } from './offer.tsx'
import { Surface } from './surface.tsx'
import { inkOn } from './theme.ts'
import { words } from './words.ts'

interface AppProps {
  readonly state: WidgetState
  readonly ports: WidgetPorts
  readonly page: Document
  readonly shadow: ShadowRoot
}

interface AppState extends Memory {
  /** What screen readers are told, politely. */
  readonly said?: string
}

/** How long “Undo” stays; longer while it is pointed at or focused by keyboard. */
const UNDO_MS = 8000

/** All surfaces of one page. */
export class App extends Component<AppProps, AppState> {
  private readonly draft = { text: '' }
  /** Key of the prompt whose present showing has been reported. */
  private shown: string | undefined
  private timer: ReturnType<typeof setTimeout> | undefined

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
  }

  override componentWillUnmount() {
    clearTimeout(this.timer)
    this.props.page.removeEventListener('keydown', this.onKey)
  }

  private closePrompt(kind: 'dismissed' | 'stopped') {
    const { state, ports } = this.props
    const prompt = promptOf(state, this.state)
    if (!prompt) return
    // A receipt that is put away is no dismissal.
    if (kind === 'stopped' || !this.state.asked) ports.report({ kind, key: prompt.key })
    this.setState({ closed: prompt.key, asked: undefined })
  }

  private forgetUndoLater() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      const { shadow } = this.props
      if (shadow.querySelector('[part=undo]:is(:hover, :focus-visible, :has(:focus-visible))'))
        this.forgetUndoLater()
      else this.setState({ undo: undefined })
    }, UNDO_MS)
  }

  private undo() {
    const { undo: key } = this.state
    return (
      key && (
        <Surface name="undo" role="region" label={words.hidden} takesFocus>
          {words.hidden}
          <Button
            look="secondary"
            onClick={() => {
              this.setState({ dismissed: undefined, undo: undefined })
              this.props.ports.report({ kind: 'checklist', key, is: 'restored' })
            }}
          >
            {words.undo}
          </Button>
        </Surface>
      )
    )
  }

  private help(ask: HelpPorts['ask']): HelpPorts {
    const { help, sending } = this.props.state
    return { requests: help, sending, draft: this.draft, ask }
  }

  private checklist() {
    const { state, ports } = this.props
    const view = checklistOf(state, this.state)
    if (!view) return
    const { key } = view
    const isOpen = this.state.open === key
    return (
      <Checklist
        key={key}
        view={view}
        isOpen={isOpen}
        help={this.help(message => ports.ask(message))}
        privacyUrl={state.privacyUrl}
        onToggle={() => {
          this.setState({ open: isOpen ? undefined : key })
          ports.report({ kind: 'checklist', key, is: isOpen ? 'collapsed' : 'opened' })
        }}
        onDismiss={() => {
          this.setState({ dismissed: key, undo: key })
          this.forgetUndoLater()
          ports.report({ kind: 'checklist', key, is: 'dismissed' })
        }}
        onAct={(target, action) => {
          ports.report({ kind: 'clicked', key, target })
          ports.act(action)
        }}
      />
    )
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
      case 'offer':
        return <Offer key={key} view={view} ports={common} />
      case 'help': {
        const ask = (message: string) => {
          this.setState({ asked: view })
          ports.report({ kind: 'clicked', key, target: 'ask' })
          return ports.ask(message, view.feature)
        }
        return <Help key={key} view={view} ports={common} help={this.help(ask)} />
      }
    }
  }

  override render() {
    const { accent, mode, position } = this.props.state.theme
    return (
      <div
        class="all"
        data-mode={mode}
        data-position={position}
        data-checklist={checklistOf(this.props.state, this.state) && ''}
        style={accent && { '--fireball-accent-default': accent, '--fireball-ink-default': inkOn(accent) }}
      >
        {this.checklist()}
        {this.undo()}
        {this.prompt()}
        <div class="said" role="status">
          {this.state.said}
        </div>
      </div>
    )
  }
}
