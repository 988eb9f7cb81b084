import type { AccountRow, LeadView } from '@fireball/core'
import { QuadrantMark } from '../account/state-mark.tsx'
import { useDesk } from '../desk.ts'
import { useCurrency } from '../leads/currency.ts'
import { isOpen, SIZES } from '../leads/lead-words.ts'
import { LifeBadge, TrendMark } from '../leads/marks.tsx'
import { isOverdue, whenText } from '../leads/touch-words.ts'
import { moneyText } from '../money.ts'
import { countText, numberText, percentText } from '../number.ts'
import { StageBadge } from '../ui/badge.tsx'
import { Icon } from '../ui/icon.tsx'
import { Meter } from '../ui/meter.tsx'
import { When } from '../ui/when.tsx'
import { ableIn } from './account-list.ts'

interface RowProps {
  readonly row: AccountRow
  /** Another row has the same name. */
  readonly isAmbiguous: boolean
  /** Names of the segments, by key. */
  readonly segments: ReadonlyMap<string, string>
}

/** One account: who, what to do by when and why, the chance, what it is, how much it is used, what it is worth. */
export const Row = ({ row, isAmbiguous, segments }: RowProps) => {
  const { links, now } = useDesk()
  const { lead } = row
  const isPlainlyIn = (lead?.segments ?? []).flatMap(key => segments.get(key) ?? [])
  return (
    <tr>
      <th scope="row">
        <a class="account-link" href={links.account(row.akey)}>
          <bdi>{row.name}</bdi>
        </a>
        {isAmbiguous && <bdi class="muted small below row-id">{row.akey.slice(2)}</bdi>}
        <span class="row-marks">
          {lead === null ? <StageBadge stage={row.stage} /> : <LifeBadge stage={lead.stage} />}
          <span class="muted small">
            {row.isOfOne ? (
              <span title="This user was never seen in a group() call.">no account seen</span>
            ) : (
              countText(row.users, 'user')
            )}
            , <When at={row.lastActiveAt} now={now()} />
          </span>
        </span>
        {isPlainlyIn.length > 0 && <span class="muted small below">{isPlainlyIn.join(' · ')}</span>}
      </th>
      <td class="why">
        {lead === null ? (
          <span class={`action ${row.urgency > 0 ? 'urgent' : ''}`}>
            {row.urgency > 0 && <Icon name="arrow" />}
            <bdi>{row.action}</bdi>
          </span>
        ) : (
          <Do lead={lead} now={now()} />
        )}
        <bdi class="reason" title={row.reason}>
          {row.reason}
        </bdi>
      </td>
      <td class="chance">
        {lead !== null &&
          (isOpen(lead.stage) ? (
            <Chance of={lead.propensity} name={row.name} />
          ) : (
            <span class="muted">{CLOSED[lead.stage] ?? 'closed'}</span>
          ))}
      </td>
      <td class="type">
        {lead !== null && <span class={lead.type.type === null ? 'muted' : 'strong'}>{lead.type.say}</span>}
        {row.ability !== null && (
          <>
            <span class="below">
              <QuadrantMark quadrant={row.ability.quadrant} />
            </span>
            <span class="muted small below" title={ableIn(row.ability)}>
              {numberText(row.ability.able)} of {countText(row.ability.users, 'user')} able
            </span>
          </>
        )}
      </td>
      <td class="engagement">
        <span class="cell-label">Engagement </span>
        <span class="figure-strong">{Math.round(row.engagement)}</span>{' '}
        {lead !== null && lead.engagement.trend !== 'steady' && <TrendMark trend={lead.engagement.trend} />}
        <span class="muted small below">{percentText(row.activation)} done</span>
      </td>
      <td class="number deal">
        {lead !== null && (
          <>
            <span class="cell-label">Deal </span>
            <Deal lead={lead} />
          </>
        )}
      </td>
    </tr>
  )
}

/** What stands in place of a chance where there is nothing left to convert. */
const CLOSED: Readonly<Partial<Record<LeadView['stage'], string>>> = {
  won: 'customer',
  expanding: 'customer',
  'at-risk': 'customer',
  churned: 'was a customer',
  lost: 'lost',
}

const Do = ({ lead: { touch }, now }: { readonly lead: LeadView; readonly now: number }) => {
  const isDue = touch.state === 'due'
  return (
    <>
      {touch.heldUntil !== undefined && (
        <span class="due is-held">
          {whenText(touch, now)}: <span class="muted">prompts spent this week’s attention</span>
        </span>
      )}
      {touch.state !== 'wait' && (
        <span class={`due ${isDue ? 'is-due' : ''} ${isOverdue(touch, now) ? 'is-late' : ''}`}>
          {whenText(touch, now)}
        </span>
      )}
      {touch.state !== 'disqualified' && (
        <span class={`action ${isDue ? 'urgent' : ''}`}>
          <bdi>{touch.what}</bdi>
        </span>
      )}
    </>
  )
}

const Chance = ({ of, name }: { readonly of: LeadView['propensity']; readonly name: string }) => {
  const top = of.source === 'types' ? 'types’ odds' : of.reasons[0]?.say
  return (
    <>
      <Meter value={of.p} label={`Chance that ${name} converts`} />
      {top !== undefined && (
        <bdi class="top-reason" title={top}>
          {top}
        </bdi>
      )}
    </>
  )
}

const Deal = ({ lead: { deal, size } }: { readonly lead: LeadView }) => {
  const currency = useCurrency()
  return deal === null ? (
    <span class="muted" title="Nobody knows what it would be worth; it counts as a small deal.">
      unknown
    </span>
  ) : (
    <>
      <span class="strong">{moneyText(deal, currency)}</span>
      <span class="muted small below">{SIZES[size]}</span>
    </>
  )
}
