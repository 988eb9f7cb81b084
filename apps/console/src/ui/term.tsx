import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

interface TermProps {
  readonly children: ComponentChildren
  readonly meaning: string
}

/** A word that is explained on hover and on focus. */
export const Term = ({ children, meaning }: TermProps) => {
  const id = useId()
  return (
    <span class="term">
      <button type="button" class="term-word" aria-describedby={id}>
        {children}
      </button>
      <span class="term-meaning" role="tooltip" id={id}>
        {meaning}
      </span>
    </span>
  )
}
