import type { WidgetPorts, WidgetState } from '@fireball/core'
import { Component } from 'preact'
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
  readonly host: HTMLElement
}

interface AppState extends Memory {
  readonly isOpen?: boolean
  /** Key of the checklist whose dismissal can still be undone. */
  readonly undo?: string | undefined
  /** What screen readers are told, politely. */
  readonly said?: string
}

/** How long “Undo” stays; longer while it is pointed at or focused. */
const UNDO_MS = 8000

/** All surfaces of one page. */
export class App extends Component<AppProps, AppState> {
  private readonly draft = { text: '' }
  private timer: ReturnType<typeof setTimeout> | undefined

  static getDerivedStateFromProps({ state }: AppProps, memory: AppState): AppState {
    return caughtUp(state, memory)
  }

  /** Esc also closes a prompt for who is not in a field of the page, nor in anything else that has the focus. */
  private readonly onKey = (event: KeyboardEvent) => {
    const { page } = this.props
    if (event.key === 'Escape' && !event.defaultPrevented && page.activeElement === page.body) this.closePrompt()
  }

  override componentDidMount() {
    this.props.page.addEventListener('keydown', this.onKey)
  }

  override componentWillUnmount() {
    clearTimeout(this.timer)
    this.props.page.removeEventListener('keydown', this.onKey)
  }

  private closePrompt(kind: 'dismissed' | 'stopped' = 'dismissed') {
    const { state, ports } = this.props
    const prompt = promptOf(state, this.state)
    if (!prompt) return
    this.setState({ closed: prompt.key, asked: undefined })
    // A receipt outlives its prompt: closing it is no dismissal.
    if (kind === 'stopped' || !this.state.asked) ports.report({ kind, key: prompt.key })
  }

  private checklist() {
    const { state, ports } = this.props
    const view = checklistOf(state, this.state)
    if (!view) return null
    const { isOpen = false } = this.state
    const { key } = view
    return (
      <Checklist
        key={key}
        view={view}
        isOpen={isOpen}
        help={this.help(message => ports.ask(message))}
        privacyUrl={state.privacyUrl}
        onToggle={() => {
          this.setState({ isOpen: !isOpen })
          ports.report({ kind: 'checklist', key, is: isOpen ? 'collapsed' : 'opened' })
        }}
        onDismiss={() => {
          this.setState({ dismissed: key, undo: key, said: words.hidden })
          this.forgetUndoLater()
          ports.report({ kind: 'checklist', key, is: 'dismissed' })
        }}
        onStep={(step, action) => {
          ports.report({ kind: 'clicked', key, target: step.key })
          ports.act(action)
        }}
      />
    )
  }

  private forgetUndoLater() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      const isInUse = (this.props.host.shadowRoot as ShadowRoot).querySelector(
        '[part=undo]:is(:hover, :focus-within)',
      )
      if (isInUse) this.forgetUndoLater()
      else this.setState({ undo: undefined })
    }, UNDO_MS)
  }

  private undo() {
    const { undo: key } = this.state
    if (!key) return null
    return (
      <Surface name="undo" role="region" label={words.hidden} takesFocus>
        {words.hidden}
        <button
          type="button"
          class="second"
          onClick={() => {
            this.setState({ dismissed: undefined, undo: undefined })
            this.props.ports.report({ kind: 'checklist', key, is: 'restored' })
          }}
        >
          {words.undo}
        </button>
      </Surface>
    )
  }

  private help(ask: HelpPorts['ask']): HelpPorts {
    const { help, sending } = this.props.state
    return { requests: help, sending, draft: this.draft, ask }
  }

  private prompt() {
    const { state, ports, page } = this.props
    const view = promptOf(state, this.state)
    if (!view) return null
    const { key } = view
    const common: PromptPorts & { key: string } = {
      key,
      privacyUrl: state.privacyUrl,
      onShown: () => {
        this.setState({ said: view.title })
        ports.report({ kind: 'shown', key })
      },
      onClicked: target => ports.report({ kind: 'clicked', key, target }),
      onClosed: () => this.closePrompt(),
      onStopped: () => this.closePrompt('stopped'),
    }
    const act = ports.act.bind(ports)
    switch (view.kind) {
      case 'nudge':
        return <Nudge {...common} view={view} page={page} act={act} />
      case 'offer':
        return <Offer {...common} view={view} act={act} />
      case 'help':
        return (
          <Help
            {...common}
            view={view}
            help={this.help(message => {
              this.setState({ asked: view })
              ports.report({ kind: 'clicked', key, target: 'ask' })
              return ports.ask(message, view.feature)
            })}
          />
        )
    }
  }

  override render({ state }: AppProps, { said }: AppState) {
    const { accent, mode, position } = state.theme
    return (
      <div
        class="all"
        data-mode={mode}
        data-position={position}
        data-checklist={!!checklistOf(state, this.state)}
        style={accent && { '--fireball-accent-default': accent, '--fireball-ink-default': inkOn(accent) }}
      >
        {this.checklist()}
        {this.undo()}
        {this.prompt()}
        <div class="said" role="status">
          {said}
        </div>
      </div>
    )
  }
}
