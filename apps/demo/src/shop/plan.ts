/** What each plan costs and holds. */
export const PLANS = {
  free: { name: 'Free', price: 0, contacts: 2000 },
  pro: { name: 'Pro', price: 29, contacts: 10_000 },
} as const

export type PlanKey = keyof typeof PLANS
