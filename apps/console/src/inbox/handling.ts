import type { HelpItem } from '@fireball/core'
import { listText } from '../number.ts'

/** What to do with a question: asking never counts as readiness, the skills decide. */
export const suggestedHandling = (item: Pick<HelpItem, 'missing' | 'feature'>, feature: string): string =>
  item.feature === undefined
    ? 'A general question: answer it, and ask what they want to reach.'
    : item.missing.length === 0
      ? `Has every skill that ${feature} needs: give plan or sales advice.`
      : `Teach first: ${listText(item.missing.map(name => `“${name}”`))}. A sales pitch would come too early.`

/** The states that a request goes through, in words for the team. */
export const HELP_STATES = {
  queued: 'New',
  sent: 'New',
  seen: 'Seen',
  answered: 'Answered',
} as const satisfies Record<HelpItem['state'], string>
