import { Component, type ComponentChildren, createRef } from 'preact'
import { arrowAt } from './arrow.ts'
import { whenPainted } from './painted.ts'
import type { Part } from './part.ts'
import type * as reach from './reach.ts'

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
  /** What finds its place where the browser alone does not. Without it the surface stays where its host is. */
  readonly reach?: Part<typeof reach>
  /** Only for what a person has just opened by hand; nothing else may take the focus. */
  readonly takesFocus?: boolean
  onEscape?: () => void
  /** It has really been on screen. */
  onPainted?: () => void
  /** Each time it has been drawn; `again` puts it where it now belongs. */
  onPlaced?: ((box: HTMLElement, again: () => void) => void) | undefined
  readonly children: ComponentChildren
}

/** What of the page may lie in the top layer, too; a browser that does not know one of them reads past it. */
const TOP = ':is(dialog:modal, [popover]:popover-open)'

/**
 * A box in the browser's top layer, so no z-index of the page can cover it: shown and placed by the browser
 * (`popover`, CSS anchor positioning). A class, because lifecycles without hooks save a kilobyte.
 */
export class Surface extends Component<SurfaceProps> {
  private readonly box = createRef<HTMLDivElement>()
  private cameFrom: EventTarget | null = null
  private stopWaiting: (() => void) | undefined
  private own: reach.Reach | undefined
  /** What the browser was last told to place it beside, and whether it does. */
  private shownBeside: HTMLElement | undefined
  private isAnchored = false
  private last: DOMRect | undefined
  private isGone = false

  /** Goes on once the part is there that knows the way; until then it shows nothing. */
  private async placeLater() {
    if (await this.props.reach?.load()) this.place()
  }

  /** Puts the box where it belongs now, as far as it does not stand there already. */
  private readonly place = () => {
    const box = this.box.current
    if (!box || this.isGone) return
    const { name, beside, reach, onPainted } = this.props
    this.own ??= reach?.now?.createReach(box, this.place)
    // Browsers without popovers draw a fixed box instead (widget.css).
    if (box.showPopover) {
      const isShown = () => box.matches(':popover-open')
      const focused = box.querySelector<HTMLElement>(':focus')
      if (isShown() && beside !== this.shownBeside) box.hidePopover()
      if (this.own) {
        if (!this.own.settle(name, beside)) return
      } else if (reach && !isShown() && box.ownerDocument.querySelector(TOP)) return this.placeLater()
      if (!box.isConnected) return
      // A page that replaces its body closes what stood in it.
      if (!isShown()) {
        this.shownBeside = beside
        let isAnchored = false
        box.removeAttribute('style')
        if (!beside) box.showPopover()
        else
          box.showPopover({
            // Read by browsers that place a popover beside its source, and by no other.
            get source() {
              isAnchored = CSS.supports('position-area:top') && beside.ownerDocument === box.ownerDocument
              return beside
            },
          })
        this.isAnchored = isAnchored
        focused?.focus({ preventScroll: true })
      }
    }
    if (beside) {
      // Its menu closed while the card was pressed: it stays where it was until it is let go (nudge.tsx).
      if (!beside.checkVisibility()) return this.last && this.own?.pin(this.last)
      let at: Pick<DOMRect, 'left' | 'top' | 'width' | 'height'> = beside.getBoundingClientRect()
      this.last = box.getBoundingClientRect()
      const { left, right } = this.last
      // A target that reaches over the viewport's side takes the card along: browsers widen its area by as much.
      // Source: https://www.w3.org/TR/css-anchor-position-1/#position-area
      if (left < 0 || right > box.ownerDocument.documentElement.clientWidth) this.isAnchored = false
      if (!this.isAnchored) {
        box.style.visibility = this.own ? '' : 'hidden'
        if (!this.own) return this.placeLater()
        at = this.own.put(beside)
        this.last = box.getBoundingClientRect()
      }
      const [x, y] = arrowAt(this.last, at)
      box.style.setProperty('--arrow', `${x}px ${y}px`)
    }
    this.stopWaiting ??= onPainted && whenPainted(box.ownerDocument, onPainted)
  }

  override componentDidMount() {
    this.componentDidUpdate()
    if (this.props.takesFocus) this.box.current?.focus()
  }

  override componentDidUpdate() {
    this.place()
    const box = this.box.current
    if (box) this.props.onPlaced?.(box, this.place)
  }

  override componentWillUnmount() {
    this.isGone = true
    this.stopWaiting?.()
    this.own?.dispose()
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
          // It would also close a dialog of the page around it.
          event.preventDefault()
          onEscape()
        }}
      >
        {children}
      </div>
    )
  }
}
