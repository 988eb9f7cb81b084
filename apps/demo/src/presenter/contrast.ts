import { unreachable } from '@fireball/core'
import type { Shop } from '../shop/shop.ts'
import { contactLimit } from '../shop/shop.ts'

/** A moment at which counting and knowing part ways. */
export type Moment =
  | { readonly kind: 'limit' }
  | { readonly kind: 'lock'; readonly feature: string }
  | { readonly kind: 'onboarded' }
  | { readonly kind: 'plans' }

/** What a tool shows that counts usage, and the rule by which it does. */
export interface Counted {
  readonly rule: string
  readonly title: string
  readonly body: string
}

const NAMES: Readonly<Record<string, string>> = { 'advanced-reports': 'Advanced reports', api: 'API access' }

const number = (value: number): string => value.toLocaleString('en-US')

const outgrown = (limit: number): Counted => ({
  rule: `contacts ≥ ${number(limit)}`,
  title: 'You’ve outgrown Free!',
  body: 'Upgrade to Pro today for 10,000 contacts, Advanced reports and API access.',
})

/** What a usage-threshold tool would do with this moment. */
export const countedAt = (moment: Moment, shop: Shop): Counted => {
  const limit = contactLimit(shop)
  switch (moment.kind) {
    case 'limit':
      return outgrown(limit)
    case 'lock':
      return {
        rule: 'clicked a paid feature',
        title: `Unlock ${NAMES[moment.feature] ?? moment.feature}!`,
        body: 'Start Pro now. Only $29 a month.',
      }
    case 'onboarded':
      return {
        rule: 'onboarding = 100 %',
        title: 'You’re all set! Ready for the next level?',
        body: 'Explore Automations and the API, and go Pro.',
      }
    case 'plans':
      if (shop.contacts >= limit) return outgrown(limit)
      return {
        rule: `contacts ≥ ${number(limit)}`,
        title: 'Nothing',
        body: `${number(shop.contacts)} of ${number(limit)} contacts: the threshold is not reached, so nobody hears of the visit.`,
      }
    default:
      return unreachable(moment)
  }
}
