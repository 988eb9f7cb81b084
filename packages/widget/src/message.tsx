import type { MessageView } from '@fireball/core'
import { Component } from 'preact'
import { Banner } from './banner.tsx'
import { Beside } from './beside-page.tsx'
import { Button } from './button.tsx'
import { Card } from './card.tsx'
import messageStyles from './message.css'
import { leave } from './message-ports.ts'
import { words } from './message-words.ts'
import { Modal } from './modal.tsx'
import { createPart } from './part.ts'
import surveyStyles from './survey.css'
import type { PromptPorts, Whole } from './whole.ts'
import { wordsOf } from './words.ts'

interface MessageProps {
  readonly view: MessageView
  readonly ports: PromptPorts
}

/** What its surfaces look like. */
export const styles = messageStyles + surveyStyles

/** Said in the corner; it stays until it is put away, for who reads slowly. */
const Toast = ({ view, ports }: MessageProps) => {
  const { action } = view
  const { notNow } = wordsOf(words, ports.whole.state)
  return (
    <Card view={view} ports={ports}>
      {action && (
        <div class="row">
          <Button look="primary" onClick={() => ports.onAct('action', action)}>
            {action.label}
          </Button>
          <Button look="secondary" onClick={() => leave(ports, view, 'later')}>
            {notNow}
          </Button>
        </div>
      )}
    </Card>
  )
}

/** A message whose turn it is, on its own surface; nothing on one that this version does not know. */
class Message extends Component<MessageProps> {
  private readonly again = () => this.setState({})
  private readonly survey = createPart(() => import('./survey.tsx'), this.again)
  private readonly tour = createPart(() => import('./tour.tsx'), this.again)

  override render() {
    const { view, ports } = this.props
    switch (view.kind) {
      case 'toast':
        return <Toast view={view} ports={ports} />
      case 'banner':
        return <Banner view={view} ports={ports} />
      case 'modal':
        return <Modal view={view} ports={ports} />
      case 'survey': {
        const part = this.survey.need()
        return part && <part.Survey view={view} ports={ports} />
      }
      case 'tour': {
        const part = this.tour.need()
        return part && <part.Tour view={view} ports={ports} />
      }
      default:
        return null
    }
  }
}

/** Draws a message whose turn it is. */
export const prompt = (view: MessageView, ports: PromptPorts) => (
  <Message key={view.key} view={view} ports={ports} />
)

/** Draws what stands on the page itself. */
export const beside = (whole: Whole) => <Beside key="beside" whole={whole} />
