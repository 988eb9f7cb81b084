import type { BatchAnswer, CompiledSignal } from '@fireball/core'
import { admission, type ConsentLevel } from './consent.ts'
import { type Entry, isOpen } from './queue.ts'

/** The entries of a batch after its answer: what the collector has, and what it refused. */
export const settledBy = (
  batch: readonly Entry[],
  { refused = [] }: Partial<BatchAnswer>,
): readonly Entry[] =>
  batch.map((entry, index) => ({
    ...entry,
    state: refused.some(one => one.index === index) ? 'local' : 'acked',
  }))

/** What was held and can be decided now, and what waits and may not be sent any more, under the level in force. */
export const readmitted = (
  entries: Iterable<Entry>,
  level: ConsentLevel,
  signals: readonly CompiledSignal[] | undefined,
): readonly Entry[] =>
  [...entries].flatMap(entry => {
    const { state, event } = entry
    if (!isOpen(entry)) return []
    const isNamed = event.userId !== undefined || event.groupId !== undefined
    const next = isNamed && level === 'necessary' ? 'local' : admission(event, level, signals)
    return next === state || (state === 'queued' && next === 'held') ? [] : [{ ...entry, state: next }]
  })
