import type { Forecast } from '@fireball/core'
import { useDesk } from '../desk.ts'
import { typeName } from '../leads/lead-words.ts'
import { moneyText } from '../money.ts'
import { countText, numberText, percentText } from '../number.ts'
import { SimulationOffer } from '../simulation/simulation-offer.tsx'
import { dateText } from '../time.ts'
import { Await } from '../ui/await.tsx'
import { Badge } from '../ui/badge.tsx'
import { Empty } from '../ui/empty.tsx'
import { Notice } from '../ui/notice.tsx'
import { RoomHead } from '../ui/room-head.tsx'
import { Scroll } from '../ui/scroll.tsx'
import { When } from '../ui/when.tsx'
import { useRemote } from '../use-remote.ts'
import { Months } from './months.tsx'
import { Calibration, Earlier, Overrides } from './record.tsx'
import { trustOf } from './trust.ts'

/** What is expected to close, and how far to trust that. */
export const ForecastRoom = () => {
  const { api } = useDesk()
  const { state, reload } = useRemote(() => api.forecast(), [api])
  return (
    <>
      <RoomHead
        title="Forecast"
        lead="Deal size times the chance to close, over all open accounts. Never a feeling."
      />
      <Await state={state} what="the forecast" onRetry={reload}>
        {value =>
          value.accounts + value.unsized.count === 0 ? <Nothing of={value} /> : <Outlook of={value} />
        }
      </Await>
    </>
  )
}

const Nothing = ({ of }: { readonly of: Forecast }) => {
  const { links, now } = useDesk()
  return (
    <>
      <Empty title="No open account to forecast">
        <p>
          As soon as accounts are in trial, what they are worth and how likely they convert is summed here.
          Send the deal size as a trait of the account, <code>dealSize</code>, or set a rule in the program.
        </p>
        <a class="button primary" href={links.accounts()}>
          See the accounts
        </a>
        <SimulationOffer />
      </Empty>
      {of.history.length > 0 && <Earlier of={of} now={now()} />}
    </>
  )
}

const Outlook = ({ of }: { readonly of: Forecast }) => {
  const { now } = useDesk()
  const { total, currency, horizonDays } = of
  const trust = trustOf(of)
  return (
    <>
      <section class="outlook" aria-labelledby="total-title">
        <h2 id="total-title">Expected to close</h2>
        <p class="huge">{moneyText(total.expected, currency)}</p>
        <p>
          With 80% probability between <strong>{moneyText(total.low, currency)}</strong> and{' '}
          <strong>{moneyText(total.high, currency)}</strong>, from {countText(of.accounts, 'open account')}.
        </p>
        <p class="muted small">
          Chances to convert within {horizonDays} days,{' '}
          {of.source === 'fit' ? 'learned from your outcomes' : 'by the types’ odds'}. Computed{' '}
          <When at={of.at} now={now()} />.
        </p>
      </section>
      <Notice kind={trust.look}>{trust.say}</Notice>
      <section class="block" aria-labelledby="months-title">
        <h2 id="months-title">By month</h2>
        <Months months={of.months} currency={currency} />
      </section>
      <div class="columns">
        <ByType of={of} />
        <Unsized of={of} />
      </div>
      <People of={of} />
      <Earlier of={of} now={now()} />
      <Calibration of={of} />
    </>
  )
}

const ByType = ({ of: { types, currency } }: { readonly of: Forecast }) => (
  <section class="block" aria-labelledby="by-type-title">
    <h2 id="by-type-title">What it rests on</h2>
    <ul class="shares">
      {[...types]
        .sort((a, b) => b.share - a.share)
        .map(({ type, expected, share }) => (
          <li key={type}>
            <span>{typeName(type)}</span>
            <span class="bar" aria-hidden="true">
              <i style={{ width: `${share * 100}%` }} />
            </span>
            <span class="figure">
              {moneyText(expected, currency)}{' '}
              <span class="muted small">{share > 0 && share < 0.01 ? '<1%' : percentText(share)}</span>
            </span>
          </li>
        ))}
    </ul>
  </section>
)

const Unsized = ({ of: { unsized } }: { readonly of: Forecast }) => {
  const { links } = useDesk()
  return (
    <section class="block" aria-labelledby="unsized-title">
      <h2 id="unsized-title">
        Left out: no deal size <span class="muted">{numberText(unsized.count)}</span>
      </h2>
      {unsized.count === 0 ? (
        <p class="muted">Every open account has one.</p>
      ) : (
        <>
          <p class="muted">
            Nobody knows what they are worth. Send <code>dealSize</code> as a trait of the account, or set a
            rule in <a href={links.program('leads')}>Program, Leads</a>.
          </p>
          <ul class="names">
            {unsized.accounts.map(({ akey, name }) => (
              <li key={akey}>
                <a href={links.account(akey)}>
                  <bdi>{name}</bdi>
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

const People = ({ of }: { readonly of: Forecast }) => {
  const { links, now } = useDesk()
  const { items } = of.overrides
  return (
    <section class="block" aria-labelledby="people-title">
      <h2 id="people-title">What people say instead</h2>
      {items.length === 0 ? (
        <p class="muted">
          Nobody has said otherwise. On an account’s page you can, with a reason; it is scored against the
          model later.
        </p>
      ) : (
        <>
          <Overrides of={of} />
          <Scroll class="wide" label="Chances that people gave">
            <table class="tight people-say">
              <thead>
                <tr>
                  <th scope="col">Account</th>
                  <th scope="col" class="number">
                    They say
                  </th>
                  <th scope="col" class="number">
                    The model said
                  </th>
                  <th scope="col">Because</th>
                  <th scope="col">Came out</th>
                </tr>
              </thead>
              <tbody>
                {items.map(one => (
                  <tr key={one.akey}>
                    <th scope="row">
                      <a href={links.account(one.akey)}>
                        <bdi>{one.name}</bdi>
                      </a>
                    </th>
                    <td class="number strong">{percentText(one.p)}</td>
                    <td class="number">{percentText(one.modelP)}</td>
                    <td class="because">
                      <bdi>{one.reason}</bdi>
                      <span class="muted small below">
                        {one.by}, {dateText(one.at, now())}
                      </span>
                    </td>
                    <td>
                      {one.outcome === null ? (
                        <span class="muted">open</span>
                      ) : (
                        <Badge look={one.outcome === 'won' ? 'good' : 'plain'}>{one.outcome}</Badge>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </>
      )}
    </section>
  )
}
