import type { ComponentChildren } from 'preact'

interface ScrollProps {
  readonly class: string
  readonly label: string
  readonly children: ComponentChildren
}

/** A stretch that scrolls by itself; it takes the focus, so that the keyboard can scroll it. */
export const Scroll = ({ class: name, label, children }: ScrollProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll container without focusable content must be reachable
  <section class={`scroll ${name}`} tabIndex={0} aria-label={label}>
    {children}
  </section>
)
