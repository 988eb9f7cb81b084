import { Component, type ComponentChildren } from 'preact'
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
  onEscape?(): void
  /** It has really been on screen. */
  onPainted?(): void
  /** After each placing by the browser; the box is where it is now. */
  onPlaced?(box: HTMLElement): void
  readonly children: ComponentChildren
}

/**
 * A box in the browser's top layer, so no z-index of the page can cover it: shown and placed by the browser
 * (`popover`, CSS anchor positioning). A class, because lifecycles without hooks save a kilobyte.
 */
export class Surface extends Component<SurfaceProps> {
  private box: HTMLDivElement | null = null
  private cameFrom: EventTarget | null = null
  private stopWaiting = () => {}

  /** The element inside that has the focus. */
  private focused(): HTMLElement | null | undefined {
    return this.box?.querySelector<HTMLElement>(':focus')
  }

  private show() {
    const { box, props } = this
    // Browsers without popovers draw a fixed box instead (styles.ts).
    if (!box?.showPopover) return
    const focused = this.focused()
    if (box.matches(':popover-open')) box.hidePopover()
    box.showPopover(props.beside && { source: props.beside })
    focused?.focus({ preventScroll: true })
  }

  override componentDidMount() {
    const { box, props } = this
    if (!box) return
    this.show()
    props.onPlaced?.(box)
    if (props.takesFocus) {
      this.cameFrom = (box.getRootNode() as ShadowRoot).activeElement
      box.focus()
    }
    this.stopWaiting = whenPainted(box.ownerDocument, () => this.props.onPainted?.())
  }

  override componentDidUpdate(before: SurfaceProps) {
    const { box, props } = this
    if (!box) return
    // A page that replaces its body closes what stood in it.
    if (props.beside !== before.beside || !box.matches(':popover-open')) this.show()
    props.onPlaced?.(box)
  }

  override componentWillUnmount() {
    this.stopWaiting()
    if (this.focused() || this.box?.matches(':focus')) (this.cameFrom as HTMLElement | null)?.focus?.()
  }

  override render({ name, role, label, labelledBy, beside, onEscape, children }: SurfaceProps) {
    return (
      <div
        ref={box => {
          this.box = box
        }}
        class={beside ? 'box beside' : 'box'}
        part={name}
        popover="manual"
        role={role}
        aria-label={label}
        aria-labelledby={labelledBy}
        tabIndex={-1}
        onFocusIn={event => {
          const { relatedTarget } = event
          if (!this.box?.contains(relatedTarget as Node | null)) this.cameFrom = relatedTarget
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
