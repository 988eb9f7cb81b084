import type { AccountRow } from '@fireball/core'
import type { ComponentChildren } from 'preact'
import { STAGES } from '../accounts/account-list.ts'

interface BadgeProps {
  readonly look?: 'plain' | 'accent' | 'good' | 'warning' | 'error'
  readonly title?: string
  readonly children: ComponentChildren
}

/** A short mark of what something is. */
export const Badge = ({ look = 'plain', title, children }: BadgeProps) => (
  <span class={`badge ${look}`} title={title}>
    {children}
  </span>
)

const LOOKS = {
  pql: 'accent',
  'first-value': 'good',
  activating: 'plain',
  'signed-up': 'plain',
} as const satisfies Record<AccountRow['stage'], BadgeProps['look']>

/** Where an account stands. */
export const StageBadge = ({ stage }: Pick<AccountRow, 'stage'>) => {
  const known = STAGES.find(({ key }) => key === stage)
  return (
    <Badge look={LOOKS[stage]} title={known?.meaning ?? ''}>
      {known?.label ?? stage}
    </Badge>
  )
}
