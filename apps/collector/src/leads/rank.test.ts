import type { LeadView } from '@fireball/core'
import { expect, test } from 'vitest'
import { rankOf } from './rank.ts'

const touch = (state: 'due' | 'wait', who: 'sales' | 'support' | null) =>
  ({ touch: { state, who } }) as Pick<LeadView, 'touch'>

test('who waits for an answer goes first, then qualified accounts that are due, then others that are; then the rest', () => {
  const inOrder = [
    rankOf({ urgency: 2 }, touch('due', 'support')),
    rankOf({ urgency: 3 }, touch('due', 'sales')),
    rankOf({ urgency: 0 }, touch('due', 'sales')),
    rankOf({ urgency: 3 }, touch('wait', null)),
    rankOf({ urgency: 1 }, touch('wait', null)),
    rankOf({ urgency: 0 }, touch('wait', null)),
  ]
  expect(inOrder).toEqual([...new Set(inOrder)].sort((a, b) => b - a))
})
