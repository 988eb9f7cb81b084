import type { LeadView, Touch } from '@fireball/core'
import { isOpen } from '../../leads/lead-words.ts'

/** Something that a person may note about an account. */
export interface Deal {
  readonly kind: Extract<Touch['kind'], 'touched' | 'snoozed' | 'disqualified' | 'won' | 'lost' | 'recycled'>
  readonly label: string
  /** What one most likely came for. */
  readonly isMain: boolean
}

const deal = (kind: Deal['kind'], label: string, isMain = false): Deal => ({ kind, label, isMain })

/** What may be noted now. */
export const dealsOf = ({ stage, touch }: Pick<LeadView, 'stage' | 'touch'>): readonly Deal[] => {
  if (touch.state === 'disqualified') return []
  if (stage === 'lost' || stage === 'churned') return [deal('recycled', 'Begin a new cycle', true)]
  const always = [
    deal('touched', 'Note a touch', true),
    ...(touch.state === 'snoozed' ? [] : [deal('snoozed', 'Snooze')]),
  ]
  return isOpen(stage)
    ? [...always, deal('won', 'Won'), deal('lost', 'Lost'), deal('disqualified', 'Disqualify')]
    : always
}

/** The way back from what holds an account, where there is one. */
export const undoOf = ({
  touch,
}: Pick<LeadView, 'touch'>):
  | { readonly kind: 'woken' | 'requalified'; readonly label: string }
  | undefined =>
  touch.state === 'snoozed'
    ? { kind: 'woken', label: 'Wake it now' }
    : touch.state === 'disqualified'
      ? { kind: 'requalified', label: 'Put it back in the running' }
      : undefined

/** Kinds that are nothing without a reason. */
export const NEEDS_REASON: readonly Touch['kind'][] = ['disqualified', 'lost']

/** The end of a day in so many days, in the reader’s calendar, as a date field has it. */
export const dayIn = (days: number, now: number): string => {
  const at = new Date(now)
  at.setDate(at.getDate() + days)
  const two = (part: number): string => `${part}`.padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

/** When a day begins at nine in the reader’s morning; undefined for what is no day. */
export const morningOf = (day: string): number | undefined => {
  const at = new Date(`${day}T09:00`).getTime()
  return Number.isNaN(at) ? undefined : at
}
