import type { ComponentChildren } from 'preact'

interface ButtonProps {
  /** Also its `part`. */
  readonly look: 'primary' | 'secondary' | 'link' | 'icon' | 'head' | 'launch' | 'dot'
  readonly 'aria-label'?: string
  readonly 'aria-expanded'?: boolean
  onClick(): void
  onPointerEnter?(): void
  onFocus?(): void
  readonly children: ComponentChildren
}

/** Every button that does not send a form. */
export const Button = ({ look, ...rest }: ButtonProps) => (
  <button type="button" class={look} part={look} {...rest} />
)
