import { CUTS, FORECAST_DEFAULTS, isObject, PLAYBOOK_DEFAULTS } from '@fireball/core'
import { useStore } from '@nanostores/preact'
import { useDesk } from '../desk.ts'
import { COMPLEXITIES } from '../leads/lead-words.ts'
import { Field } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { Pick } from '../ui/pick.tsx'
import { useDraftFields } from './draft-fields.ts'
import { PlaybookGrid } from './playbook-grid.tsx'
import { Segments } from './segments.tsx'
import { Weights } from './weights.tsx'

/** What the product counts as until that is measured, where the program is silent. */
const TYPED_COMPLEXITY = 'intermediate'

/** When a person steps in, and how fast; who is which lead; what use is worth; who belongs together. */
export const LeadsTab = () => {
  const { program, links } = useDesk()
  const reading = useStore(program.$reading)
  if (reading.error !== undefined || !isObject(reading.program))
    return (
      <Notice kind="warning">
        <span class="grow">
          The JSON has a mistake, so the forms cannot be shown. {reading.error?.message ?? ''}
        </span>
        <a class="button plain" href={links.program('json')}>
          Open the JSON
        </a>
      </Notice>
    )
  return (
    <>
      <Playbook />
      <div class="columns">
        <Cuts />
        <Deals />
      </div>
      <Weights />
      <Segments />
      <p class="muted small">
        Odds of the types, what their names claim, and the rules for MQL and SQL are in the{' '}
        <a href={`${links.program('json')}?at=leads`}>JSON</a>.
      </p>
    </>
  )
}

const Playbook = () => {
  const { read, edit, number, canEdit } = useDraftFields()
  const complexity = read('playbook', 'complexity')
  return (
    <section class="card" aria-labelledby="playbook-title">
      <h2 id="playbook-title">When a person steps in</h2>
      <p class="muted">
        The more complex the product and the bigger the deal, the sooner. A hand-raise is answered in every
        cell; until its moment, the app carries the account. The type may delay a touch, never hasten it.
      </p>
      <PlaybookGrid />
      <div class="field-row">
        <div class="field">
          <Pick
            label="Until it is measured, the product is"
            isSeen
            isDisabled={!canEdit}
            value={typeof complexity === 'string' && complexity !== TYPED_COMPLEXITY ? complexity : ''}
            options={[
              { key: '', label: COMPLEXITIES[TYPED_COMPLEXITY] },
              ...Object.entries(COMPLEXITIES)
                .filter(([key]) => key !== TYPED_COMPLEXITY)
                .map(([key, label]) => ({ key, label })),
            ]}
            onPick={key => edit(['playbook', 'complexity'], key === '' ? undefined : key)}
          />
        </div>
      </div>
      <div class="field-row">
        <Field
          label="A due touch is made within, hours"
          kind="number"
          placeholder={`${PLAYBOOK_DEFAULTS.slaHours}`}
          {...number(['playbook', 'slaHours'])}
        />
        <Field
          label="A question is answered within, hours"
          kind="number"
          placeholder={`${PLAYBOOK_DEFAULTS.handRaiseSlaHours}`}
          {...number(['playbook', 'handRaiseSlaHours'])}
        />
        <Field
          label="Prompts and touches a week, for one user"
          kind="number"
          placeholder={`${PLAYBOOK_DEFAULTS.attentionPerWeek}`}
          {...number(['playbook', 'attentionPerWeek'])}
        />
      </div>
    </section>
  )
}

const Cuts = () => {
  const { number } = useDraftFields()
  const cut = (axis: 'activation' | 'engagement', end: 'low' | 'high') =>
    number(['leads', 'cuts', axis, end], axis === 'activation' ? 100 : 1)
  return (
    <section class="card" aria-labelledby="cuts-title">
      <h2 id="cuts-title">Where low ends and high begins</h2>
      <div class="field-row">
        <Field
          label="Activation is medium from, %"
          kind="number"
          placeholder={`${CUTS.activation.low * 100}`}
          {...cut('activation', 'low')}
        />
        <Field
          label="Activation is high from, %"
          kind="number"
          placeholder={`${CUTS.activation.high * 100}`}
          {...cut('activation', 'high')}
        />
      </div>
      <div class="field-row">
        <Field
          label="Engagement is medium from"
          kind="number"
          placeholder={`${CUTS.engagement.low}`}
          {...cut('engagement', 'low')}
        />
        <Field
          label="Engagement is high from"
          kind="number"
          placeholder={`${CUTS.engagement.high}`}
          {...cut('engagement', 'high')}
        />
      </div>
    </section>
  )
}

const Deals = () => {
  const { number, read, edit, error, canEdit } = useDraftFields()
  const currency = read('forecast', 'currency')
  return (
    <section class="card" aria-labelledby="deals-title">
      <h2 id="deals-title">Deals</h2>
      <div class="field-row">
        <Field
          label="A deal is mid from"
          kind="number"
          placeholder="a third"
          {...number(['playbook', 'deals', 'mid'])}
        />
        <Field
          label="A deal is large from"
          kind="number"
          placeholder="two thirds"
          {...number(['playbook', 'deals', 'large'])}
        />
      </div>
      {error('playbook', 'deals') !== undefined && <p class="field-error">{error('playbook', 'deals')}</p>}
      <Field
        label="Currency"
        value={typeof currency === 'string' ? currency : ''}
        placeholder={FORECAST_DEFAULTS.currency}
        isDisabled={!canEdit}
        error={error('forecast', 'currency')}
        onInput={typed => edit(['forecast', 'currency'], typed === '' ? undefined : typed.toUpperCase())}
      />
    </section>
  )
}
