import type { Action, OfferView } from '@fireball/core'
import { Component } from 'preact'
import { Card, type PromptPorts } from './card.tsx'
import { Icon } from './icon.tsx'
import { offerButtons } from './offer-buttons.ts'
import { words } from './words.ts'

interface OfferProps extends PromptPorts {
  readonly view: OfferView
  act(action: Action): void
}

const Points = ({ title, points, icon }: { title: string; points: readonly string[]; icon: 'check' | 'plus' }) =>
  points.length > 0 && (
    <section class={icon}>
      <h3>{title}</h3>
      <ul role="list">
        {points.map(point => (
          <li key={point}>
            <Icon name={icon} />
            {point}
          </li>
        ))}
      </ul>
    </section>
  )

/** Something the plan opens or lifts: what the person can do already, what it adds, and the ways forward. */
export class Offer extends Component<OfferProps, { isSkipped?: boolean }> {
  override render({ view, act, ...ports }: OfferProps, { isSkipped }: { isSkipped?: boolean }) {
    const { lesson } = view
    const isOptional = view.variant === 'lift'
    const buttons = offerButtons(view).filter(({ target }) => target === 'upgrade' || !isSkipped)
    return (
      <Card {...ports} view={view}>
        <Points title={words.can} points={view.can} icon="check" />
        <Points title={words.adds} points={view.adds} icon="plus" />
        {lesson && !isSkipped && (
          <section class="lesson" part="lesson">
            <h3>{lesson.name}</h3>
            <p>{lesson.why}</p>
            {isOptional && (
              <button type="button" class="icon" aria-label={words.skip} onClick={() => this.setState({ isSkipped: true })}>
                <Icon name="close" />
              </button>
            )}
          </section>
        )}
        <div class="row">
          {buttons.map(({ target, action }, at) => (
            <button
              type="button"
              key={target}
              class={at ? 'second' : 'primary'}
              part={at ? 'secondary' : 'primary'}
              onClick={() => {
                ports.onClicked(target)
                act(action)
              }}
            >
              {action.label}
            </button>
          ))}
        </div>
      </Card>
    )
  }
}
