import type { BatchAnswer, CompiledSignal } from '@fireball/core'
import { admission, type ConsentLevel } from './consent.ts'
import { foldAway, type Pile, withSnapshot } from './progress.ts'
import { type Entry, excess, isOpen } from './queue.ts'

type Answer = Partial<BatchAnswer>

/** The entries that an answer changes: what the collector has, what it refused, and questions that it has news of. */
export const settledBy = (
  batch: readonly Entry[],
  { refused = [], help = [] }: Answer,
  entries: Iterable<Entry>,
): readonly Entry[] => {
  const changed = new Map(
    batch.map((entry, index): [string, Entry] => [
      entry.event.id,
      { ...entry, state: refused.some(one => one.index === index) ? 'local' : 'acked' },
    ]),
  )
  for (const { id, ...news } of help)
    for (const entry of entries)
      if (entry.event.properties.help === id)
        changed.set(entry.event.id, { ...(changed.get(entry.event.id) ?? entry), help: news })
  return [...changed.values()]
}

/** A pile with what an answer says of its owner; the same pile when that is nothing new. */
export const pileAfter = (pile: Pile, { snapshot, offers = [] }: Answer): Pile => {
  const next = snapshot ? withSnapshot(pile, snapshot) : pile
  const isNew = JSON.stringify(offers) !== JSON.stringify(pile.offers ?? [])
  return isNew ? { ...next, offers } : next
}

/** What has to leave the log, and the piles that take it in. */
export const folded = (
  entries: Iterable<Entry>,
  pileOf: (owner: string) => Pile,
  signals: readonly CompiledSignal[],
): { readonly gone: readonly Entry[]; readonly piles: Readonly<Record<string, Pile>> } => {
  const gone = excess(entries)
  const owners = new Set(gone.map(one => one.owner))
  const foldOf = (owner: string) =>
    foldAway(
      pileOf(owner),
      gone.filter(one => one.owner === owner),
      signals,
    )
  return { gone, piles: Object.fromEntries([...owners].map(owner => [owner, foldOf(owner)])) }
}

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
