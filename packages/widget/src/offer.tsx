import type { OfferView } from '@fireball/core'
import { Component, type ComponentChildren } from 'preact'
import { Button } from './button.tsx'
import { Card } from './card.tsx'
import { takeFocus } from './focus.ts'
import { CROSS, Icon } from './icon.tsx'
import { CHECK, PLUS } from './icons.ts'
import { List, listStyles } from './list.tsx'
import offerStyles from './offer.css'
import { canAsk, offerButtons } from './offer-buttons.ts'
import { words } from './offer-words.ts'
import type { PromptPorts } from './whole.ts'
import { wordsOf } from './words.ts'

/** What its surface looks like. */
export const styles = listStyles + offerStyles

interface OfferProps {
  readonly view: OfferView
  readonly ports: PromptPorts
}

interface OfferState {
  readonly isSkipped?: boolean
  readonly isAsking?: boolean
}

const pointsOf = (points: readonly string[], icon: string) =>
  points.map(point => (
    <li key={point}>
      <Icon path={icon} />
      <span>{point}</span>
    </li>
  ))

/** Something the plan opens or lifts: what the person can do already, what it adds, and the ways forward. */
class Offer extends Component<OfferProps, OfferState> {
  /** To the form for questions, and back. */
  private readonly toggle = async () => {
    const { view, ports } = this.props
    const { parts, remember } = ports.whole
    const isAsking = !this.state.isAsking
    if (!(await parts.help.load())) return
    // What is being written about must not be withdrawn.
    remember({ asked: isAsking ? view : undefined })
    this.setState({ isAsking })
  }

  private ways(toggle: ComponentChildren) {
    const { view, ports } = this.props
    const { skip, can, adds, notNow } = wordsOf(words, ports.whole.state)
    const { isSkipped, isAsking } = this.state
    const lesson = !isSkipped && view.lesson
    // At a limit, what is blocked and how to lift it comes first; the lesson is a second thing, and may be put away.
    const isOptional = view.variant === 'lift'
    const [first, second] = offerButtons(view).map(({ target, action }, at) => (
      <Button key={target} look={at ? 'secondary' : 'primary'} onClick={() => ports.onAct(target, action)}>
        {action.label}
      </Button>
    ))
    const block = lesson && (
      <section class="lesson" part="lesson">
        <div class="top">
          <h3>{lesson.name}</h3>
          {isOptional && (
            <Button look="icon" aria-label={skip} onClick={() => this.setState({ isSkipped: true })}>
              <Icon path={CROSS} />
            </Button>
          )}
        </div>
        <p>{lesson.why}</p>
        {isOptional && second}
      </section>
    )
    return (
      <>
        <List name="can" title={can}>
          {pointsOf(view.can, CHECK)}
        </List>
        <List name="adds" title={adds}>
          {pointsOf(view.adds, PLUS)}
        </List>
        {!isOptional && block}
        <div class="row" ref={isAsking === false ? takeFocus : null}>
          {first}
          {(!isOptional && second) || (
            <Button look="secondary" onClick={ports.onClosed}>
              {notNow}
            </Button>
          )}
          {toggle}
        </div>
        {isOptional && block}
      </>
    )
  }

  override render() {
    const { view, ports } = this.props
    const { state, parts } = ports.whole
    const { back, ask } = wordsOf(words, state)
    const form = parts.help.now
    const { isAsking } = this.state
    // There is a way back as long as the offer stands; sent, it is answered, and the receipt is what is left.
    const hasSwitch = isAsking ? state.prompt?.key === view.key : canAsk(view)
    const toggle = hasSwitch && (
      <Button look="secondary" onClick={this.toggle}>
        {isAsking ? back : ask}
      </Button>
    )
    return (
      <Card view={view} ports={ports}>
        {isAsking
          ? form && (
              <form.HelpForm view={view} whole={ports.whole} takesFocus>
                {toggle}
              </form.HelpForm>
            )
          : this.ways(toggle)}
      </Card>
    )
  }
}

/** Draws an offer. */
export const prompt = (view: OfferView, ports: PromptPorts) => (
  <Offer key={view.key} view={view} ports={ports} />
)
