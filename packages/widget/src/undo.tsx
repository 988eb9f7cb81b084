import { Component } from 'preact'
import { Button } from './button.tsx'
import { words } from './panel-words.ts'
import { Surface } from './surface.tsx'
import type { Whole } from './whole.ts'
import { wordsOf } from './words.ts'

/** What it looks like comes with `checklist.tsx`. */
export const styles = ''

interface UndoProps {
  /** Key of the checklist. */
  readonly list: string
  readonly whole: Whole
}

/** How long it stays; longer while it is pointed at or focused by keyboard. */
const UNDO_MS = 8000

/** The way back from hiding the checklist, for a while. */
export class Undo extends Component<UndoProps> {
  private box: HTMLElement | undefined
  private timer: ReturnType<typeof setTimeout> | undefined

  private readonly forgetLater = () => {
    this.timer = setTimeout(() => {
      if (this.box?.matches(':is(:hover, :focus-visible, :has(:focus-visible))')) this.forgetLater()
      else this.props.whole.remember({ undo: undefined })
    }, UNDO_MS)
  }

  private readonly undo = () => {
    const { list, whole } = this.props
    whole.remember({ dismissed: undefined, undo: undefined })
    whole.ports.report({ kind: 'checklist', key: list, is: 'restored' })
  }

  override componentDidMount() {
    this.forgetLater()
  }

  override componentWillUnmount() {
    clearTimeout(this.timer)
  }

  override render() {
    const { hidden, undo } = wordsOf(words, this.props.whole.state)
    return (
      <Surface
        name="undo"
        role="region"
        label={hidden}
        takesFocus
        onPlaced={box => {
          this.box = box
        }}
      >
        {hidden}
        <Button look="secondary" onClick={this.undo}>
          {undo}
        </Button>
      </Surface>
    )
  }
}
