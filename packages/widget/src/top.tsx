import type { ComponentChildren } from 'preact'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'

interface TopProps {
  /** The id by which the surface is named. */
  readonly id: string
  readonly title: string
  readonly icon: string
  /** What the button at its end does, in words. */
  readonly label: string
  onClick(): void
  /** Before the title. */
  readonly lead?: ComponentChildren
  /** Below the title. */
  readonly children?: ComponentChildren
}

/** The head of a surface: its title, and the button that puts it away. */
export const Top = ({ id, title, icon, label, onClick, lead, children }: TopProps) => (
  <div class="top">
    {lead}
    <h2 id={id} part="title">
      {title}
      {children}
    </h2>
    <Button look="icon" aria-label={label} onClick={onClick}>
      <Icon path={icon} />
    </Button>
  </div>
)
