import type { FeatureView } from '@fireball/core'

/** When somebody last called for a qualification of this kind, at the lock, at the limit or by asking; null when never. */
export const calledAt = (kind: string, view: FeatureView | undefined): number | null => {
  if (view === undefined) return null
  if (kind === 'upgrade') return view.lockedAt
  return kind === 'usage' ? view.limitedAt : view.askedAt
}
