import type { LeadPage } from '@fireball/core'
import { useDesk } from '../../desk.ts'
import { isOpen } from '../../leads/lead-words.ts'
import { percentText } from '../../number.ts'
import { Badge } from '../../ui/badge.tsx'
import { Waterfall } from '../waterfall.tsx'
import { logitOf, partsOf } from './chance-parts.ts'
import { OddsTable } from './odds-table.tsx'
import { OwnChance } from './own-chance.tsx'

interface ChanceProps {
  readonly akey: string
  readonly page: LeadPage
  readonly onChanged: () => void
}

/** The chance to convert, what it rests on, and a person’s own beside it. */
export const Chance = ({ akey, page, onChanged }: ChanceProps) => {
  const { links } = useDesk()
  const { propensity, type, stage } = page.lead
  const { p, source, reasons, horizonDays, version } = propensity
  if (!isOpen(stage))
    return (
      <section class="block" aria-labelledby="chance-title">
        <h2 id="chance-title">Chance to convert</h2>
        <p class="muted">
          {stage === 'lost' || stage === 'churned'
            ? 'This cycle is over. A new one begins when somebody starts it, or when the account comes back.'
            : 'It has converted: in this cycle there is nothing left to tell.'}
        </p>
      </section>
    )
  const isFit = source === 'fit' && reasons.length > 0
  return (
    <section class="block" aria-labelledby="chance-title">
      <h2 id="chance-title">
        Chance to convert <span class="muted">within {horizonDays} days</span>
      </h2>
      <p class="standing-line">
        <span class="big">{percentText(p)}</span>
        <Badge look={isFit ? 'good' : 'plain'}>{isFit ? 'learned from your outcomes' : 'types’ odds'}</Badge>
      </p>
      {isFit ? (
        <Waterfall parts={partsOf(propensity)} logit={logitOf(p)} p={p} />
      ) : (
        <>
          <p>
            The odds of the types it resembles, blended by how much it resembles each. Nothing about this
            account alone is learned yet.
          </p>
          <OddsTable posteriors={page.posteriors} membership={type.membership} />
        </>
      )}
      <p class="muted small">
        It says who converts, never who is able.{' '}
        <a href={links.converting()}>{isFit ? 'How well it tells' : 'What is missing to learn it'}</a>
        {isFit && (
          <>
            , version <code>{version}</code>
          </>
        )}
      </p>
      <OwnChance akey={akey} override={page.override} modelP={p} onChanged={onChanged} />
    </section>
  )
}
