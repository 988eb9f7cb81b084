import { COMPLEXITY, type ProductMetrics } from '@fireball/core'
import { useEffect, useState } from 'preact/hooks'
import { useDesk } from '../desk.ts'
import { useCurrency } from '../leads/currency.ts'
import { COMPLEXITIES } from '../leads/lead-words.ts'
import { moneyText } from '../money.ts'
import { countText, numberText, percentText } from '../number.ts'
import { SimulationOffer } from '../simulation/simulation-offer.tsx'
import { Await } from '../ui/await.tsx'
import { Badge } from '../ui/badge.tsx'
import { Empty } from '../ui/empty.tsx'
import { RoomHead } from '../ui/room-head.tsx'
import { Term } from '../ui/term.tsx'
import { When } from '../ui/when.tsx'
import { useRemote } from '../use-remote.ts'
import { ActiveUsers } from './active-users.tsx'
import { Cohorts } from './cohorts.tsx'
import { Engagement } from './engagement.tsx'
import { Funnel } from './funnel.tsx'
import { askOf, type MetricsAsk, RANGE, rangeOf } from './range.ts'
import { RangePicker } from './range-picker.tsx'
import { TippingPoints } from './tipping-points.tsx'

/** Figures of the whole product over a range of days. */
export const Metrics = ({ search }: { readonly search: Readonly<Record<string, string>> }) => {
  const { now } = useDesk()
  const ask = askOf(search, now())
  return (
    <>
      <RoomHead title="Metrics" lead="How the product does as a whole, counted from what was sent." />
      <RangePicker range={rangeOf(search, now())} alone={search.alone === 'out' ? 'out' : 'in'} />
      {ask.ok ? <Counted ask={ask.value} /> : <Wrong say={ask.error} />}
    </>
  )
}

/** An address that means nothing: said, with a way back. */
const Wrong = ({ say }: { readonly say: string }) => {
  const { links } = useDesk()
  return (
    <Empty title="There are no figures for this address">
      <p role="alert">{say}</p>
      <a class="button primary" href={links.metrics()}>
        Show the last {RANGE.usualDays} days
      </a>
    </Empty>
  )
}

const Counted = ({ ask }: { readonly ask: MetricsAsk }) => {
  const { api, now } = useDesk()
  const { state, reload } = useRemote(() => api.metrics(ask), [api, ask.from, ask.to, ask.alone])
  const [last, setLast] = useState<ProductMetrics>()
  useEffect(() => {
    if (state.kind === 'ready') setLast(state.value)
  }, [state])
  const isOld = state.kind === 'loading' && last !== undefined
  return (
    <Await state={isOld ? { ...state, value: last } : state} what="the metrics" onRetry={reload}>
      {value => (
        <div class={`room-body ${isOld ? 'old' : ''}`} aria-busy={isOld}>
          {value.users > 0 ? (
            <Figures of={value} now={now()} />
          ) : ask.alone === 'out' ? (
            <NobodyInAccounts ask={ask} />
          ) : (
            <Nothing />
          )}
        </div>
      )}
    </Await>
  )
}

const NobodyInAccounts = ({ ask: { from, to } }: { readonly ask: MetricsAsk }) => {
  const { links } = useDesk()
  return (
    <Empty title="Nobody of an account was active in this range">
      <p>Your app tells who belongs together with group(). People without an account are left out now.</p>
      <a class="button primary" href={links.metrics({ from, to })}>
        Count people without an account
      </a>
    </Empty>
  )
}

const Nothing = () => {
  const { links } = useDesk()
  return (
    <Empty title="Nobody was active in this range">
      <p>Choose a longer range, or connect your app.</p>
      <a class="button primary" href={links.connect()}>
        Connect your app
      </a>
      <SimulationOffer />
    </Empty>
  )
}

const rateText = (rate: number | null): string => (rate === null ? '–' : percentText(rate))

const Figures = ({ of, now }: { readonly of: ProductMetrics; readonly now: number }) => (
  <>
    <dl class="figures">
      <div>
        <dt>
          <Term meaning="How far along the accounts are in the first checklist, on average.">Activation</Term>
        </dt>
        <dd>{percentText(of.activation.rate)}</dd>
        <dd class="aside">{percentText(of.activation.firstValue)} at first value</dd>
      </div>
      <div>
        <dt>Trial to paid</dt>
        <dd>{rateText(of.trialToPaid.rate)}</dd>
        <dd class="aside">
          {numberText(of.trialToPaid.paid)} of {numberText(of.trialToPaid.ended)} that ended
        </dd>
      </div>
      <div>
        <dt>Churn</dt>
        <dd>{rateText(of.churn.rate)}</dd>
        <dd class="aside">
          {numberText(of.churn.cancelled)} of {countText(of.churn.customers, 'customer')}
        </dd>
      </div>
      <div>
        <dt>
          <Term meaning="Of those active within 30 days, how many come on one day, on the mean.">
            Stickiness
          </Term>
        </dt>
        <dd>{rateText(of.stickiness)}</dd>
        <dd class="aside">day by 30 days</dd>
      </div>
      <div>
        <dt>Accounts</dt>
        <dd>{numberText(of.accounts)}</dd>
        <dd class="aside">{countText(of.users, 'user')}</dd>
      </div>
    </dl>
    <section class="block" aria-labelledby="active-title">
      <h2 id="active-title">Active users</h2>
      <ActiveUsers of={of} now={now} />
    </section>
    <section class="block" aria-labelledby="engagement-title">
      <h2 id="engagement-title">
        Engagement <span class="muted">of the whole product</span>
      </h2>
      <Engagement of={of} now={now} />
    </section>
    <div class="columns">
      <section class="block" aria-labelledby="funnel-title">
        <h2 id="funnel-title">From lead to customer</h2>
        <Funnel funnel={of.funnel} />
      </section>
      <div class="cards">
        <Equation of={of} />
        <Complexity of={of} />
      </div>
    </div>
    <section class="block" aria-labelledby="cohorts-title">
      <h2 id="cohorts-title">
        Who comes back <span class="muted">of those who came in a week</span>
      </h2>
      <Cohorts cohorts={of.cohorts} now={now} />
    </section>
    <section class="block" aria-labelledby="tipping-title">
      <h2 id="tipping-title">
        Tipping points <span class="muted">what is followed by upgrading</span>
      </h2>
      <TippingPoints tippingPoints={of.tippingPoints} />
    </section>
    <p class="muted small">
      Computed <When at={of.computedAt} now={now} />, in UTC days.
    </p>
  </>
)

const Equation = ({ of: { equation } }: { readonly of: ProductMetrics }) => {
  const currency = useCurrency()
  const perCustomer = equation.customers === 0 ? 0 : equation.transactions / equation.customers
  return (
    <section class="block" aria-labelledby="equation-title">
      <h2 id="equation-title">Product equation</h2>
      {equation.customers === 0 ? (
        <p class="muted">
          No payment in this range. Send “Subscription Started” with <code>value</code> from your server.
        </p>
      ) : (
        <p class="equation">
          <span>
            <strong>{numberText(equation.customers)}</strong> customers
          </span>
          <i aria-hidden="true">×</i>
          <span>
            <strong>{perCustomer.toFixed(2)}</strong> transactions each
          </span>
          <i aria-hidden="true">×</i>
          <span>
            <strong>{moneyText(equation.revenuePerTransaction, currency)}</strong> a transaction
          </span>
          <i aria-hidden="true">=</i>
          <span>
            <strong>{moneyText(equation.revenue, currency)}</strong> revenue
          </span>
        </p>
      )}
    </section>
  )
}

const Complexity = ({ of: { complexity } }: { readonly of: ProductMetrics }) => {
  const { links } = useDesk()
  return (
    <section class="block" aria-labelledby="complexity-title">
      <h2 id="complexity-title">
        Product complexity <span class="muted">{COMPLEXITIES[complexity.complexity].toLowerCase()}</span>{' '}
        <Badge look={complexity.isTyped ? 'warning' : 'good'}>
          {complexity.isTyped ? 'as typed in' : 'measured'}
        </Badge>
      </h2>
      <p class="muted">
        {complexity.measured === null || complexity.isTyped ? (
          `${countText(complexity.users, 'user')} had a full trial so far; from ${COMPLEXITY.users} on it is measured.`
        ) : (
          <>
            {(complexity.measured * 10).toFixed(1)} of 10 users reach first value without a person’s help, of{' '}
            {numberText(complexity.users)} who had a full trial.
          </>
        )}{' '}
        It is the row of the <a href={links.program('leads')}>playbook</a> that holds.
      </p>
    </section>
  )
}
