import { Component, type ComponentChildren } from 'preact'
import { words } from './words.ts'

interface FootProps {
  readonly why: string
  readonly privacyUrl?: string | undefined
  readonly children?: ComponentChildren
}

/** The small print that every prompt has: why it is here, how to be rid of its like, and what is stored. */
export class Foot extends Component<FootProps, { isOpen?: boolean }> {
  override render({ why, privacyUrl, children }: FootProps, { isOpen = false }) {
    return (
      <footer>
        <button type="button" class="link" aria-expanded={isOpen} onClick={() => this.setState({ isOpen: !isOpen })}>
          {words.why}
        </button>
        {isOpen && (
          <p class="why" part="why">
            {why}{' '}
            {privacyUrl && (
              <a href={privacyUrl} target="_blank" rel="noreferrer">
                {words.privacy}
              </a>
            )}
          </p>
        )}
        {children}
      </footer>
    )
  }
}
