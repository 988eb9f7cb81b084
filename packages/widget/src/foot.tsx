import { Component, type ComponentChildren } from 'preact'
import { Button } from './button.tsx'
import { reveal } from './reveal.ts'
import type { Whole } from './whole.ts'
import { words, wordsOf } from './words.ts'

interface FootProps {
  readonly why: string
  readonly whole: Whole
  readonly children: ComponentChildren
}

/** The small print that every prompt has: why it is here, how to be rid of its like, and what is stored. */
export class Foot extends Component<FootProps, { isOpen?: boolean }> {
  override render() {
    const { why, whole, children } = this.props
    const { privacyUrl } = whole.state
    const { isOpen = false } = this.state
    const { why: ask, privacy } = wordsOf(words, whole.state)
    return (
      <div class="foot">
        <Button look="link" aria-expanded={isOpen} onClick={() => this.setState({ isOpen: !isOpen })}>
          {ask}
        </Button>
        {children}
        {isOpen && (
          <p class="why" ref={reveal}>
            {why}{' '}
            {whole.ports.stored ? (
              <Button look="link" onClick={() => whole.remember({ isStoredOpen: true })}>
                {privacy}
              </Button>
            ) : (
              privacyUrl && (
                <a href={privacyUrl} target="_blank" rel="noreferrer">
                  {privacy}
                </a>
              )
            )}
          </p>
        )}
      </div>
    )
  }
}
