import { Component } from 'preact'
import { Hotspot } from './hotspot.tsx'
import { createPart } from './part.ts'
import type { createSlots } from './slots.tsx'
import type { Whole } from './whole.ts'

/** What stands on the page itself: hotspots and launchers among the prompts, cards in the page’s own slots. */
export class Beside extends Component<{ readonly whole: Whole }> {
  private readonly again = () => this.setState({})
  private readonly slotted = createPart(() => import('./slots.tsx'), this.again)
  private readonly resources = createPart(() => import('./resources.tsx'), this.again)
  private slots: ReturnType<typeof createSlots> | undefined

  private readonly fill = () => {
    const { whole } = this.props
    if (whole.state.beside?.some(({ view }) => view.slot))
      this.slots ??= this.slotted.need()?.createSlots(whole.page)
    this.slots?.fill(whole)
  }

  override componentDidMount() {
    this.fill()
  }

  override componentDidUpdate() {
    this.fill()
  }

  override componentWillUnmount() {
    this.slots?.dispose()
  }

  override render() {
    const { whole } = this.props
    const { beside = [], checklist } = whole.state
    return beside.map(({ view }) => {
      if (view.kind === 'hotspot') return <Hotspot key={view.key} view={view} whole={whole} />
      // With a checklist the list is behind its launcher (panel.tsx).
      const part = view.items && !view.slot && !checklist && this.resources.need()
      return part && <part.ResourceLauncher key={view.key} view={view} whole={whole} />
    })
  }
}
