import type { Automation } from './automation.ts'
import { countFitting, type Rule } from './contact.ts'
import { PLANS, type PlanKey } from './plan.ts'
import type { Campaign } from './report.ts'

/** A named group of contacts. */
export interface Segment {
  readonly key: string
  readonly name: string
  readonly rule: Rule
}

/** Somebody who works in the shop. */
export interface TeamMate {
  readonly email: string
  readonly role: string
}

/** Everything that Plume knows of one shop. It lives in this browser only. */
export interface Shop {
  readonly id: string
  readonly owner: string
  readonly name: string
  readonly address: string
  readonly plan: PlanKey
  readonly contacts: number
  /** People who signed up while the list was full. */
  readonly waiting: number
  readonly template: string | undefined
  readonly segments: readonly Segment[]
  readonly campaigns: readonly Campaign[]
  /** Right answers by campaign id. */
  readonly read: Readonly<Record<string, string>>
  readonly automations: readonly Automation[]
  readonly integrations: readonly string[]
  readonly team: readonly TeamMate[]
}

/** A shop that has just signed up. */
export const newShop = (id: string, owner: string, name: string): Shop => ({
  id,
  owner,
  name,
  address: '',
  plan: 'free',
  contacts: 0,
  waiting: 0,
  template: undefined,
  segments: [],
  campaigns: [],
  read: {},
  automations: [],
  integrations: [],
  team: [],
})

/** How many people a campaign to this segment reaches. */
export const reach = (shop: Shop, segment: string): number => {
  if (segment === 'everyone') return shop.contacts
  const found = shop.segments.find(one => one.key === segment)
  return found === undefined ? 0 : countFitting(shop.contacts, found.rule)
}

/** How many contacts the plan holds. */
export const contactLimit = ({ plan }: Shop): number => PLANS[plan].contacts
