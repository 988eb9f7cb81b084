import { Component, type ComponentChildren } from 'preact'
import { Button } from './button.tsx'
import { reveal } from './reveal.ts'
import { words } from './words.ts'

interface FootProps {
  readonly why: string
  readonly privacyUrl: string | undefined
  readonly children: ComponentChildren
}

/** The small print that every prompt has: why it is here, how to be rid of its like, and what is stored. */
export class Foot extends Component<FootProps, { isOpen?: boolean }> {
  override render() {
    const { why, privacyUrl, children } = this.props
    const { isOpen = false } = this.state
    return (
      <div class="foot">
        <Button look="link" aria-expanded={isOpen} onClick={() => this.setState({ isOpen: !isOpen })}>
          {words.why}
        </Button>
        {isOpen && (
          <p class="why" ref={reveal}>
            {why}{' '}
            {privacyUrl && (
              <a href={privacyUrl} target="_blank" rel="noreferrer">
                {words.privacy}
              </a>
            )}
          </p>
        )}
        {children}
      </div>
    )
  }
}
