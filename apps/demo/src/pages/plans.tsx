import { Form, Notice } from '../parts/form.tsx'
import { count, Page } from '../parts/page.tsx'
import { PLANS, type PlanKey } from '../shop/plan.ts'
import type { PageProps } from './page-props.ts'

const WHAT: Readonly<Record<PlanKey, readonly string[]>> = {
  free: ['Campaigns, templates, segments', 'A report for each campaign', 'Automations'],
  pro: ['Everything in Free', 'Advanced reports', 'API access'],
}

const KEYS: readonly PlanKey[] = ['free', 'pro']

/** What Plume costs. */
export const Plans = ({ app, state: { shop, notice } }: PageProps) => (
  <Page title="Plans" lead="Two plans. Change at any time, and nothing is lost.">
    <Notice of={notice} for={['choose-plan']} />
    <Form
      name="choose-plan"
      class="gallery plans"
      onSend={({ plan }) => app.act({ kind: 'choose-plan', plan: plan === 'pro' ? 'pro' : 'free' })}
    >
      {KEYS.map(key => {
        const { name, price, contacts } = PLANS[key]
        const isOurs = shop.plan === key
        return (
          <article key={key} class={isOurs ? 'card plan chosen' : 'card plan'}>
            <h2>{name}</h2>
            <p class="price">
              ${price} <small>a month</small>
            </p>
            <ul>
              <li>{count(contacts)} contacts</li>
              {WHAT[key].map(line => (
                <li key={line}>{line}</li>
              ))}
            </ul>
            <button
              type="submit"
              name="plan"
              value={key}
              class={key === 'pro' ? 'primary' : ''}
              disabled={isOurs}
            >
              {isOurs ? 'Your plan' : key === 'pro' ? 'Upgrade to Pro' : 'Back to Free'}
            </button>
          </article>
        )
      })}
    </Form>
    <p class="quiet">This is a demo: nothing is charged.</p>
  </Page>
)
