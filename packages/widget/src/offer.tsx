import type { OfferView } from '@fireball/core'
import { Component } from 'preact'
import { Button } from './button.tsx'
import { Card, type PromptPorts } from './card.tsx'
import { CROSS, Icon } from './icon.tsx'
import { CHECK, PLUS } from './icons.ts'
import { List, listStyles } from './list.tsx'
import offerStyles from './offer.css'
import { offerButtons } from './offer-buttons.ts'
import { words } from './offer-words.ts'

/** What its surface looks like. */
export const styles = listStyles + offerStyles

interface OfferProps {
  readonly view: OfferView
  readonly ports: PromptPorts
}

const pointsOf = (points: readonly string[], icon: string) =>
  points.map(point => (
    <li key={point}>
      <Icon path={icon} />
      <span>{point}</span>
    </li>
  ))

/** Something the plan opens or lifts: what the person can do already, what it adds, and the ways forward. */
export class Offer extends Component<OfferProps, { isSkipped?: boolean }> {
  override render() {
    const { view, ports } = this.props
    const lesson = this.state.isSkipped ? undefined : view.lesson
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
            <Button look="icon" aria-label={words.skip} onClick={() => this.setState({ isSkipped: true })}>
              <Icon path={CROSS} />
            </Button>
          )}
        </div>
        <p>{lesson.why}</p>
        {isOptional && second}
      </section>
    )
    return (
      <Card view={view} ports={ports}>
        <List name="can" title={words.can}>
          {pointsOf(view.can, CHECK)}
        </List>
        <List name="adds" title={words.adds}>
          {pointsOf(view.adds, PLUS)}
        </List>
        {!isOptional && block}
        <div class="row">
          {first}
          {(!isOptional && second) || (
            <Button look="secondary" onClick={ports.onClosed}>
              {words.notNow}
            </Button>
          )}
        </div>
        {isOptional && block}
      </Card>
    )
  }
}
