import { useState } from 'preact/hooks'
import { Field, Form, Notice, Select } from '../parts/form.tsx'
import { count, Empty, Page, percent } from '../parts/page.tsx'
import { Paper } from '../parts/paper.tsx'
import { type Campaign, reportOf } from '../shop/report.ts'
import { reach, type Shop } from '../shop/shop.ts'
import { TEMPLATES, templateOf } from '../shop/template.ts'
import type { PageProps } from './page-props.ts'

/** The people a campaign can go to. */
export const audiences = (shop: Shop): readonly { key: string; name: string }[] => [
  { key: 'everyone', name: 'Everyone on the list' },
  ...shop.segments,
]

/** Campaigns with what came of them, the newest first. */
export const CampaignTable = ({ campaigns, shop }: { campaigns: readonly Campaign[]; shop: Shop }) => (
  <table class="rows">
    <thead>
      <tr>
        <th>Subject</th>
        <th class="wide">To</th>
        <th class="number">Sent</th>
        <th class="number">Opened</th>
        <th class="number">Orders</th>
      </tr>
    </thead>
    <tbody>
      {[...campaigns].reverse().map(one => {
        const report = reportOf(one)
        return (
          <tr key={one.id}>
            <td>
              <a href={`#/reports/${one.id}`}>{one.subject}</a>
              <small>{templateOf(one.template).name}</small>
            </td>
            <td class="wide">
              {audiences(shop).find(audience => audience.key === one.segment)?.name ?? 'A former segment'}
            </td>
            <td class="number">{count(one.recipients)}</td>
            <td class="number">{percent(report.opens, one.recipients)}</td>
            <td class="number">{count(report.orders)}</td>
          </tr>
        )
      })}
    </tbody>
  </table>
)

/** Everything that went out. */
export const Campaigns = ({ state: { shop } }: PageProps) => (
  <Page
    title="Campaigns"
    lead="Newsletters that went out, the latest first."
    aside={
      <a class="button primary" href="#/campaigns/new" data-tour="write">
        Write a campaign
      </a>
    }
  >
    <section class="card">
      {shop.campaigns.length === 0 ? (
        <Empty title="Nothing sent yet." href="#/templates" action="Choose a template" />
      ) : (
        <CampaignTable campaigns={shop.campaigns} shop={shop} />
      )}
    </section>
  </Page>
)

/** Writes a campaign, tries it, sends it. */
export const Compose = ({ app, state: { shop, notice } }: PageProps) => {
  const [template, setTemplate] = useState(shop.template ?? 'announcement')
  const [subject, setSubject] = useState('')
  const [segment, setSegment] = useState('everyone')
  const recipients = reach(shop, segment)
  const last = shop.campaigns.at(-1)
  return (
    <Page title="New campaign" lead="A subject, a template, and the people it is for.">
      <div class="split">
        <Form
          name="campaign"
          class="card stack"
          onSend={values => {
            if (values.as === 'test') app.act({ kind: 'send-test', template, subject })
            else if (app.act({ kind: 'send-campaign', template, subject, segment }).tone === 'good')
              setSubject('')
          }}
        >
          <Field label="Subject">
            <input
              name="subject"
              value={subject}
              placeholder="What is new, in six words"
              autocomplete="off"
              onInput={event => setSubject(event.currentTarget.value)}
            />
          </Field>
          <Field label="Template">
            <Select name="template" value={template} options={TEMPLATES} onPick={setTemplate} />
          </Field>
          <Field label="To" hint={`${count(recipients)} people`}>
            <Select name="segment" value={segment} options={audiences(shop)} onPick={setSegment} />
          </Field>
          <Notice of={notice} for={['send-campaign', 'send-test']} />
          {notice?.about === 'send-campaign' && notice.tone === 'good' && last && (
            <div class="delivery">
              <progress max={1} aria-label="Delivered" />
              <a href={`#/reports/${last.id}`}>Open its report</a>
            </div>
          )}
          <div class="row">
            <button type="submit" class="primary" name="as" value="send" data-tour="write">
              Send to {count(recipients)}
            </button>
            <button type="submit" name="as" value="test">
              Send yourself a test
            </button>
          </div>
        </Form>
        <Paper template={template} subject={subject} shop={shop.name} address={shop.address} />
      </div>
    </Page>
  )
}
