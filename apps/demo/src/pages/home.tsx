import { Meter } from '../parts/meter.tsx'
import { count, Empty, Page, percent } from '../parts/page.tsx'
import { reportOf } from '../shop/report.ts'
import { contactLimit } from '../shop/shop.ts'
import { CampaignTable } from './campaigns.tsx'
import type { PageProps } from './page-props.ts'

/** How the shop is doing. */
export const Home = ({ state }: PageProps) => {
  const { shop } = state
  const reports = shop.campaigns.map(reportOf)
  const sum = (of: (report: (typeof reports)[number]) => number) =>
    reports.reduce((total, report) => total + of(report), 0)
  const sent = shop.campaigns.reduce((total, one) => total + one.recipients, 0)
  return (
    <Page title={`Good morning, ${shop.name}`} lead="What your newsletter did for the shop.">
      <dl class="figures">
        <div>
          <dt>On the list</dt>
          <dd>{count(shop.contacts)}</dd>
          <dd class="sub">
            <Meter used={shop.contacts} limit={contactLimit(shop)} unit="contacts" />
          </dd>
        </div>
        <div>
          <dt>Emails sent</dt>
          <dd>{count(sent)}</dd>
          <dd class="sub">{count(shop.campaigns.length)} campaigns</dd>
        </div>
        <div>
          <dt>Opened</dt>
          <dd>
            {percent(
              sum(one => one.opens),
              sent,
            )}
          </dd>
          <dd class="sub">of all emails</dd>
        </div>
        <div>
          <dt>Sold by mail</dt>
          <dd>${count(sum(one => one.revenue))}</dd>
          <dd class="sub">{count(sum(one => one.orders))} orders</dd>
        </div>
      </dl>
      <section class="card">
        <h2>Latest campaigns</h2>
        {shop.campaigns.length === 0 ? (
          <Empty title="Nothing sent yet." href="#/campaigns/new" action="Write a campaign" />
        ) : (
          <CampaignTable campaigns={shop.campaigns.slice(-4)} shop={shop} />
        )}
      </section>
    </Page>
  )
}
