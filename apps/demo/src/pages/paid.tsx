import { useEffect } from 'preact/hooks'
import { Field, Form, Notice, Select } from '../parts/form.tsx'
import { Icon } from '../parts/icon.tsx'
import { count, Page } from '../parts/page.tsx'
import { reportOf } from '../shop/report.ts'
import type { PageProps } from './page-props.ts'

interface LockProps extends PageProps {
  readonly feature: 'advanced-reports' | 'api'
  readonly title: string
  readonly about: string
}

/** A part of Pro, seen from Free. To open it is to run into the lock. */
const Lock = ({ app, feature, title, about }: LockProps) => {
  useEffect(() => {
    // Once the page itself has been reported: first the visit, then the lock.
    queueMicrotask(() => app.act({ kind: 'hit-lock', feature }))
  }, [app, feature])
  return (
    <Page title={title}>
      <section class="card lock">
        <Icon name="lock" />
        <h2>This is part of Pro</h2>
        <p>{about}</p>
        <a class="button" href="#/plans">
          See the plans
        </a>
      </section>
    </Page>
  )
}

/** Customers over time: the paid reports. */
export const AdvancedReports = (props: PageProps) => {
  const { shop } = props.state
  if (shop.plan === 'free')
    return (
      <Lock
        {...props}
        feature="advanced-reports"
        title="Advanced reports"
        about="Revenue per customer over twelve months, and which first purchase makes people come back."
      />
    )
  return (
    <Page title="Advanced reports" lead="Every campaign on one scale: orders per 1,000 emails.">
      <section class="card">
        <table class="rows bars">
          <tbody>
            {shop.campaigns.map(one => (
              <tr key={one.id}>
                <td>{one.subject}</td>
                <td>
                  <meter max={60} value={reportOf(one).ordersPerThousand} aria-label={one.subject} />
                  {count(reportOf(one).ordersPerThousand)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Page>
  )
}

const ENDPOINTS = ['/messages', '/contacts'].map(key => ({ key, name: `POST ${key}` }))

/** Plume from somebody's own code. */
export const Api = (props: PageProps) => {
  const { app, state } = props
  if (state.shop.plan === 'free')
    return (
      <Lock
        {...props}
        feature="api"
        title="API access"
        about="Your own till can thank every customer within the minute."
      />
    )
  return (
    <Page title="API" lead="Try a request here before you write it in code.">
      <Form
        name="send-request"
        class="card stack"
        onSend={({ endpoint = '', body = '' }) => app.act({ kind: 'send-request', endpoint, body })}
      >
        <Field label="Endpoint">
          <Select name="endpoint" options={ENDPOINTS} />
        </Field>
        <Field label="Body">
          <textarea name="body" rows={4} spellcheck={false} defaultValue={'{ "message": "thanks" }'} />
        </Field>
        <Notice of={state.notice} for={['send-request']} />
        <div class="row">
          <button type="submit" class="primary">
            Send
          </button>
        </div>
      </Form>
    </Page>
  )
}
