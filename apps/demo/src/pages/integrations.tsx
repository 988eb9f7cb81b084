import { Form, Notice } from '../parts/form.tsx'
import { Page } from '../parts/page.tsx'
import type { PageProps } from './page-props.ts'

const INTEGRATIONS = [
  { key: 'till', name: 'Your till', about: 'Orders flow in, so reports tell sales from clicks.' },
  { key: 'books', name: 'Bookkeeping', about: 'What each campaign earned, in your books.' },
  { key: 'calendar', name: 'Calendar', about: 'Events become newsletters, and their guests contacts.' },
] as const

/** Other programs that Plume works with. */
export const Integrations = ({ app, state: { shop, notice } }: PageProps) => (
  <Page title="Integrations" lead="Plume works best when it knows what was sold.">
    <Notice of={notice} for={['connect']} />
    <Form
      name="connect"
      class="gallery three"
      onSend={({ integration }) => integration && app.act({ kind: 'connect', integration })}
    >
      {INTEGRATIONS.map(({ key, name, about }) => (
        <article key={key} class="card">
          <h2>{name}</h2>
          <p>{about}</p>
          <button
            type="submit"
            name="integration"
            value={key}
            class={shop.integrations.includes(key) ? '' : 'primary'}
            disabled={shop.integrations.includes(key)}
          >
            {shop.integrations.includes(key) ? 'Connected' : 'Connect'}
          </button>
        </article>
      ))}
    </Form>
  </Page>
)
