import type { LeadPage } from '@fireball/core'
import { useDesk } from '../../desk.ts'
import { TALKS, TYPES } from '../../leads/lead-words.ts'
import { percentText } from '../../number.ts'
import { Badge } from '../../ui/badge.tsx'
import { Icon } from '../../ui/icon.tsx'
import { When } from '../../ui/when.tsx'
import { OddsTable } from './odds-table.tsx'

/** Shares below this are noise on the page. */
const LEAST_SHARE = 0.05

/** Which of the seven leads it resembles, by how much, what was observed, and what would tell more. */
export const TypeView = ({ page: { lead, types, posteriors } }: { readonly page: LeadPage }) => {
  const { now } = useDesk()
  const { type } = lead
  const known = TYPES.find(({ key }) => key === type.type)
  const shares = TYPES.filter(({ key }) => type.membership[key] >= LEAST_SHARE).sort(
    (a, b) => type.membership[b.key] - type.membership[a.key],
  )
  return (
    <section class="block" aria-labelledby="type-title">
      <h2 id="type-title">
        {type.say} <span class="muted">type</span>{' '}
        {type.type === null && <Badge>not named: nothing was observed that carries a name</Badge>}
      </h2>
      <p>{known?.meaning ?? (type.hasStarted ? '' : 'Nothing was ever done in it.')}</p>
      <dl class="bands">
        <div>
          <dt>Activation</dt>
          <dd>{type.bands.activation}</dd>
        </div>
        <div>
          <dt>Engagement</dt>
          <dd>{type.bands.engagement}</dd>
        </div>
        <div>
          <dt>Communication</dt>
          <dd>{TALKS[type.bands.communication]}</dd>
        </div>
      </dl>
      <ul class="shares" aria-label="Resembles">
        {shares.map(({ key, label }) => (
          <li key={key}>
            <span>{label}</span>
            <span class="bar" aria-hidden="true">
              <i style={{ width: `${type.membership[key] * 100}%` }} />
            </span>
            <span class="figure">{percentText(type.membership[key])}</span>
          </li>
        ))}
      </ul>
      {type.observed.length > 0 && (
        <ul class="trace" aria-label="Observed">
          {type.observed.map(say => (
            <li key={say} class="passed">
              <Icon name="check" />
              <bdi>{say}</bdi>
            </li>
          ))}
        </ul>
      )}
      {type.asks.length > 0 && (
        <div>
          <h3>What would tell more</h3>
          <ul class="bullets">
            {type.asks.map(say => (
              <li key={say}>{say}</li>
            ))}
          </ul>
        </div>
      )}
      {lead.propensity.source === 'fit' && (
        <details class="history">
          <summary>Odds of its types: {percentText(type.odds)}</summary>
          <OddsTable posteriors={posteriors} membership={type.membership} />
        </details>
      )}
      {types.length > 1 && (
        <details class="history">
          <summary>What it was before ({types.length - 1})</summary>
          <ol class="type-history">
            {types.map(({ at, say }) => (
              <li key={at}>
                <When at={at} now={now()} /> <span>{say}</span>
              </li>
            ))}
          </ol>
        </details>
      )}
    </section>
  )
}
