import { templateOf } from './template.ts'

/** A newsletter that went out. */
export interface Campaign {
  readonly id: string
  readonly subject: string
  readonly template: string
  /** Key of the segment, or `everyone`. */
  readonly segment: string
  readonly recipients: number
  readonly sentAt: number
}

/** What came of one link. */
export interface LinkResult {
  readonly name: string
  readonly clicks: number
  readonly orders: number
}

/** What came of one campaign. */
export interface Report {
  readonly opens: number
  readonly links: readonly LinkResult[]
  readonly clicks: number
  readonly orders: number
  /** In dollars. */
  readonly revenue: number
  /** Orders for each 1,000 emails: the figure by which campaigns of different size compare. */
  readonly ordersPerThousand: number
}

/** People who were chosen react more than everyone does. */
const CHOSEN = 1.7
const BASKET = 18

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

/** The results of a campaign, simulated: the same campaign always gives the same ones. */
export const reportOf = ({ template, segment, recipients }: Campaign): Report => {
  const lift = segment === 'everyone' ? 1 : CHOSEN
  const links = templateOf(template).links.map(({ name, clicks, orders }) => {
    const clicked = Math.round(recipients * Math.min(0.4, clicks * lift))
    return { name, clicks: clicked, orders: Math.round(clicked * orders) }
  })
  const orders = total(links.map(link => link.orders))
  return {
    opens: Math.round(recipients * Math.min(0.72, 0.41 * (lift === 1 ? 1 : 1.3))),
    links,
    clicks: total(links.map(link => link.clicks)),
    orders,
    revenue: orders * BASKET,
    ordersPerThousand: recipients === 0 ? 0 : Math.round((orders / recipients) * 1000),
  }
}

/** The link that brought the most orders: the right answer to the question under each report. */
export const bestLink = (report: Report): string =>
  report.links.reduce((best, link) => (link.orders > best.orders ? link : best)).name

/** Of two campaigns the one that sold more for each email sent; the first when they are equal. */
export const betterOf = (a: Campaign, b: Campaign): Campaign =>
  reportOf(b).ordersPerThousand > reportOf(a).ordersPerThousand ? b : a
