import { Component } from 'preact'
import { type Memory, promptCaughtUp, promptOf } from './memory.ts'
import { Nudge } from './nudge.tsx'
import type { PromptPorts, Whole } from './whole.ts'

/** What is handed down from the mount. */
export type Given = Omit<Whole, 'remember'>

interface PromptsState extends Memory {
  /** What screen readers are told, politely. */
  readonly said?: string
}

/** The prompt of one page, whatever its kind. */
export class Prompts extends Component<{ readonly given: Given }, PromptsState> {
  /** Key of the prompt whose present showing has been reported. */
  private shown: string | undefined

  static override getDerivedStateFromProps({ given }: { given: Given }, memory: PromptsState): PromptsState {
    return promptCaughtUp(given.state, memory)
  }

  /** Esc also closes a prompt for who is not in a field of the page, nor in anything else that has the focus. */
  private readonly onKey = (event: KeyboardEvent) => {
    const { activeElement, body } = this.props.given.page
    if (event.key === 'Escape' && !event.defaultPrevented && activeElement === body && this.shown)
      this.close('dismissed')
  }

  override componentDidMount() {
    this.props.given.page.addEventListener('keydown', this.onKey)
  }

  override componentWillUnmount() {
    this.props.given.page.removeEventListener('keydown', this.onKey)
  }

  private close(kind: 'dismissed' | 'stopped') {
    const { state, ports } = this.props.given
    const prompt = promptOf(state, this.state)
    if (!prompt) return
    // A receipt that has outlived its prompt is put away, which is no dismissal.
    if (kind === 'stopped' || state.prompt?.key === prompt.key) ports.report({ kind, key: prompt.key })
    this.setState({ closed: prompt.key, asked: undefined })
  }

  private prompt(whole: Whole) {
    const { state, ports, parts } = whole
    const view = promptOf(state, this.state)
    if (view?.key !== this.shown) this.shown = undefined
    if (!view) return
    const { key, title } = view
    const common: PromptPorts = {
      whole,
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
      onClosed: () => this.close('dismissed'),
      onStopped: () => this.close('stopped'),
    }
    if (view.kind === 'nudge') return <Nudge key={`${key} ${view.anchor}`} view={view} ports={common} />
    return (parts[view.kind] ?? parts.message).need()?.prompt(view, common)
  }

  override render() {
    const whole: Whole = { ...this.props.given, remember: memory => this.setState(memory) }
    const stored = this.state.isStoredOpen && whole.parts.stored.need()
    return (
      <>
        {this.prompt(whole)}
        {whole.state.beside && whole.parts.message.need()?.beside(whole)}
        {stored && <stored.Stored key="stored" whole={whole} />}
        <div class="said" role="status">
          {this.state.said}
        </div>
      </>
    )
  }
}
