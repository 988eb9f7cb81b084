import { Component, render } from 'preact'
import { Frame } from './frame.tsx'
import { Hotspot } from './hotspot.tsx'
import { Inline } from './inline.tsx'
import type { Whole } from './whole.ts'

/** What stands on the page itself: hotspots among the prompts, cards in the page’s own slots. */
export class Beside extends Component<{ readonly whole: Whole }> {
  /** What stands in slots of the page, by slot. */
  private filled = new Map<Element, HTMLElement>()

  /** An element of our own in the slot, whose layout stays the page’s. */
  private hostIn(slot: Element): HTMLElement {
    const { page } = this.props.whole
    const host = page.createElement('div')
    host.dataset.fireball = 'slot'
    const shadow = host.attachShadow({ mode: 'open' })
    shadow.adoptedStyleSheets =
      page.querySelector('[data-fireball=prompts]')?.shadowRoot?.adoptedStyleSheets ?? []
    slot.append(host)
    return host
  }

  private clear(host: HTMLElement) {
    if (host.shadowRoot) render(null, host.shadowRoot)
    host.remove()
  }

  private readonly fill = () => {
    const { whole } = this.props
    const { page, state } = whole
    const free = [...page.querySelectorAll('fireball-slot')]
    const filled = new Map<Element, HTMLElement>()
    for (const { view } of state.beside ?? []) {
      const slot = free.find(one => one.getAttribute('name') === view.slot && !filled.has(one))
      if (view.kind !== 'inline' || !slot) continue
      const host = this.filled.get(slot) ?? this.hostIn(slot)
      filled.set(slot, host)
      if (!host.shadowRoot) continue
      render(
        <Frame given={whole}>
          <Inline key={view.key} view={view} whole={whole} />
        </Frame>,
        host.shadowRoot,
      )
    }
    for (const [slot, host] of this.filled) if (!filled.has(slot)) this.clear(host)
    this.filled = filled
  }

  override componentDidMount() {
    this.fill()
  }

  override componentDidUpdate() {
    this.fill()
  }

  override componentWillUnmount() {
    for (const host of this.filled.values()) this.clear(host)
  }

  override render() {
    const { whole } = this.props
    return (whole.state.beside ?? []).map(
      ({ view }) => view.kind === 'hotspot' && <Hotspot key={view.key} view={view} whole={whole} />,
    )
  }
}
