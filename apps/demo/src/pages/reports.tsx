import { useState } from 'preact/hooks'
import { Field, Form, Notice, Select } from '../parts/form.tsx'
import { count, Empty, Page, percent } from '../parts/page.tsx'
import { type Campaign, reportOf } from '../shop/report.ts'
import { CampaignTable } from './campaigns.tsx'
import type { PageProps } from './page-props.ts'

/** The reports of all campaigns. */
export const Reports = ({ state: { shop } }: PageProps) => (
  <Page
    title="Reports"
    lead="One for each campaign: who opened, who clicked, who bought."
    aside={
      <div class="row">
        <a class="button" href="#/reports/compare" data-tour="compare">
          Compare two
        </a>
        <a class="button" href="#/reports/advanced">
          Advanced reports
        </a>
      </div>
    }
  >
    <section class="card">
      {shop.campaigns.length === 0 ? (
        <Empty title="Reports come with campaigns." href="#/campaigns/new" action="Write a campaign" />
      ) : (
        <CampaignTable campaigns={shop.campaigns} shop={shop} />
      )}
    </section>
  </Page>
)

const Links = ({ campaign }: { campaign: Campaign }) => {
  const { links } = reportOf(campaign)
  const most = Math.max(1, ...links.map(link => link.clicks))
  return (
    <table class="rows bars">
      <thead>
        <tr>
          <th>Link</th>
          <th>Clicks</th>
          <th class="number">Orders</th>
        </tr>
      </thead>
      <tbody>
        {links.map(link => (
          <tr key={link.name}>
            <td>{link.name}</td>
            <td>
              <meter max={most} value={link.clicks} aria-label={`Clicks on ${link.name}`} />
              {count(link.clicks)}
            </td>
            <td class="number">{count(link.orders)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const Figures = ({ campaign }: { campaign: Campaign }) => {
  const report = reportOf(campaign)
  return (
    <dl class="figures">
      <div>
        <dt>Sent</dt>
        <dd>{count(campaign.recipients)}</dd>
      </div>
      <div>
        <dt>Opened</dt>
        <dd>{percent(report.opens, campaign.recipients)}</dd>
      </div>
      <div>
        <dt>Clicked</dt>
        <dd>{percent(report.clicks, campaign.recipients)}</dd>
      </div>
      <div>
        <dt>Sold</dt>
        <dd>${count(report.revenue)}</dd>
      </div>
    </dl>
  )
}

/** One report, and the question that shows whether it was understood. */
export const ReportPage = ({ app, id, state: { shop, notice } }: PageProps) => {
  const campaign = shop.campaigns.find(one => one.id === id)
  if (campaign === undefined)
    return (
      <Page title="Report">
        <Empty title="There is no such report." href="#/reports" action="All reports" />
      </Page>
    )
  return (
    <Page title={campaign.subject} lead="Report">
      <Figures campaign={campaign} />
      <div class="split even">
        <section class="card">
          <h2>Links</h2>
          <Links campaign={campaign} />
        </section>
        <Form
          name="answer-report"
          class="card stack"
          onSend={({ link = '' }) => app.act({ kind: 'answer-report', campaign: id, link })}
        >
          <fieldset>
            <legend>Which link is worth writing about again?</legend>
            <p class="quiet">The one that brought the most orders.</p>
            {reportOf(campaign).links.map(link => (
              <label key={link.name} class="option">
                <input type="radio" name="link" value={link.name} required />
                {link.name}
              </label>
            ))}
          </fieldset>
          <Notice of={notice} for={['answer-report']} />
          <div class="row">
            <button type="submit" class="primary">
              Note it down
            </button>
          </div>
        </Form>
      </div>
    </Page>
  )
}

const Side = ({ campaign }: { campaign: Campaign | undefined }) =>
  campaign === undefined ? null : (
    <section class="card">
      <h2>{campaign.subject}</h2>
      <Figures campaign={campaign} />
      <p class="quiet">
        {count(reportOf(campaign).orders)} orders from {count(campaign.recipients)} emails
      </p>
    </section>
  )

/** Two reports on one scale. */
export const Compare = ({ app, state: { shop, notice } }: PageProps) => {
  const [a, setA] = useState(shop.campaigns.at(-2)?.id)
  const [b, setB] = useState(shop.campaigns.at(-1)?.id)
  const find = (id: string | undefined) => shop.campaigns.find(one => one.id === id)
  const options = shop.campaigns.map(({ id, subject }) => ({ key: id, name: subject }))
  if (shop.campaigns.length < 2)
    return (
      <Page title="Compare reports">
        <Empty title="It takes two campaigns." href="#/campaigns/new" action="Write another" />
      </Page>
    )
  return (
    <Page title="Compare reports" lead="Which one sold more for each email sent?">
      <Form
        name="compare"
        class="stack"
        onSend={values =>
          app.act({
            kind: 'compare',
            a: values.a ?? '',
            b: values.b ?? '',
            better: (values.better === 'b' ? values.b : values.a) ?? '',
          })
        }
      >
        <div class="card line">
          <Field label="First">
            <Select name="a" value={a} options={options} onPick={setA} />
          </Field>
          <Field label="Second">
            <Select name="b" value={b} options={options} onPick={setB} />
          </Field>
          <Field label="Better">
            <Select
              name="better"
              options={[
                { key: 'a', name: 'The first' },
                { key: 'b', name: 'The second' },
              ]}
            />
          </Field>
          <button type="submit" class="primary">
            Decide
          </button>
          <Notice of={notice} for={['compare']} />
        </div>
        <div class="split even">
          <Side campaign={find(a)} />
          <Side campaign={find(b)} />
        </div>
      </Form>
    </Page>
  )
}
