import { Component, type ComponentChildren, createRef } from 'preact'
import { whenPainted } from './painted.ts'

interface SurfaceProps {
  /** Also its `part`, by which a host's style sheet can reach it. */
  readonly name: string
  readonly role: 'dialog' | 'region'
  /** Its name for screen readers, or … */
  readonly label?: string
  /** … the id of the element that holds it. */
  readonly labelledBy?: string
  /** The element on the page that it stands beside; without one it stands in its corner. */
  readonly beside?: HTMLElement | undefined
  /** Only for what a person has just opened by hand; nothing else may take the focus. */
  readonly takesFocus?: boolean
  onEscape?: () => void
  /** It has really been on screen. */
  onPainted?: () => void
  /** After each placing by the browser; the box is where it is now. */
  onPlaced?: ((box: HTMLElement) => void) | undefined
  readonly children: ComponentChildren
}

/**
 * A box in the browser's top layer, so no z-index of the page can cover it: shown and placed by the browser
 * (`popover`, CSS anchor positioning). A class, because lifecycles without hooks save a kilobyte.
 */
export class Surface extends Component<SurfaceProps> {
  private readonly box = createRef<HTMLDivElement>()
  private cameFrom: EventTarget | null = null
  private stopWaiting = () => {}

  /** Has the browser show and place the box, unless it does already. */
  private place(isMoved: boolean) {
    const box = this.box.current
    if (!box) return
    const { beside, onPlaced } = this.props
    // Browsers without popovers draw a fixed box instead (widget.css).
    if (box.showPopover) {
      const isShown = box.matches(':popover-open')
      const focused = box.querySelector<HTMLElement>(':focus')
      if (isMoved && isShown) box.hidePopover()
      // A page that replaces its body closes what stood in it.
      if (isMoved || !isShown) box.showPopover(beside && { source: beside })
      if (isMoved) focused?.focus({ preventScroll: true })
    }
    onPlaced?.(box)
  }

  override componentDidMount() {
    const box = this.box.current
    this.place(true)
    if (this.props.takesFocus) box?.focus()
    if (box) this.stopWaiting = whenPainted(box.ownerDocument, () => this.props.onPainted?.())
  }

  override componentDidUpdate({ beside }: SurfaceProps) {
    this.place(beside !== this.props.beside)
  }

  override componentWillUnmount() {
    this.stopWaiting()
    if (this.box.current?.matches(':focus-within') && this.cameFrom instanceof HTMLElement)
      this.cameFrom.focus()
  }

  override render() {
    const { name, role, label, labelledBy, beside, onEscape, children } = this.props
    return (
      // biome-ignore lint/a11y: each surface brings the role that goes with these.
      <div
        ref={this.box}
        class={beside ? 'box beside' : 'box'}
        part={name}
        popover="manual"
        role={role}
        aria-label={label}
        aria-labelledby={labelledBy}
        tabIndex={-1}
        onFocusIn={({ relatedTarget }) => {
          if (!this.box.current?.contains(relatedTarget as Node | null)) this.cameFrom = relatedTarget
        }}
        onKeyDown={event => {
          if (event.key !== 'Escape' || event.isComposing || !onEscape) return
          event.stopPropagation()
          onEscape()
        }}
      >
        {children}
      </div>
    )
  }
}
