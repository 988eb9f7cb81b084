import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon.tsx'

interface ButtonProps {
  readonly children: ComponentChildren
  readonly onClick?: (() => void) | undefined
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger'
  readonly icon?: IconName
  readonly type?: 'button' | 'submit'
  readonly isDisabled?: boolean
  /** At work: it stays focusable and says so, but does nothing. */
  readonly isBusy?: boolean
  /** What it does, where its words alone do not say to what. */
  readonly label?: string
}

/** A button. */
export const Button = ({ children, onClick, look = 'plain', icon, ...rest }: ButtonProps) => (
  <button
    type={rest.type ?? 'button'}
    class={`button ${look}`}
    disabled={rest.isDisabled}
    aria-busy={rest.isBusy}
    aria-label={rest.label}
    onClick={event => {
      if (rest.isBusy) event.preventDefault()
      else onClick?.()
    }}
  >
    {icon && <Icon name={icon} />}
    {children}
  </button>
)
