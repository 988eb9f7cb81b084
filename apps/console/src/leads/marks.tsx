import type { EngagementView, LifeStage } from '@fireball/core'
import { Badge } from '../ui/badge.tsx'
import { Icon } from '../ui/icon.tsx'
import { lifeWords, TRENDS } from './lead-words.ts'

/** Where an account stands in its life. */
export const LifeBadge = ({ stage }: { readonly stage: LifeStage }) => {
  const { label, look } = lifeWords(stage)
  return <Badge look={look}>{label}</Badge>
}

/** Where use goes, as an arrow with its word; steady use needs no mark. */
export const TrendMark = ({ trend }: Pick<EngagementView, 'trend'>) => (
  <span class={`trend ${trend}`}>
    {(trend === 'rising' || trend === 'falling') && <Icon name={trend} />}
    {TRENDS[trend]}
  </span>
)
