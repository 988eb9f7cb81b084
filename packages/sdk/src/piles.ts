import type { FoldPorts } from './fold.ts'
import { ENTRY, type Keeper } from './keeper.ts'
import type { Found } from './ports.ts'
import { foldAway, joinPiles, NO_PILE, type Pile } from './progress.ts'

/** Begins the keys of piles in the store. */
const PILE = 'p'

/** What to make of piles, whatever they are by then: `undefined` deletes one. */
interface Act {
  readonly owners: readonly string[]
  apply(pileOf: (owner: string) => Pile): readonly (readonly [owner: string, pile: Pile | undefined])[]
}

/** The piles in memory, which follow those in the store: each change reads and writes there in one transaction. */
export const createPiles = (keeper: Keeper) => {
  const piles = new Map<string, Pile>()
  const pending = new Set<Act>()
  const pileOf = (owner: string): Pile => piles.get(owner) ?? NO_PILE

  const apply = (act: Act) => {
    for (const [owner, pile] of act.apply(pileOf))
      if (pile) piles.set(owner, pile)
      else piles.delete(owner)
  }

  const change = (act: Act) => {
    apply(act)
    pending.add(act)
    keeper.add({
      keys: act.owners.map(owner => PILE + owner),
      decide: found =>
        act
          .apply(owner => (found.get(PILE + owner) as Pile | undefined) ?? NO_PILE)
          .map(([owner, pile]) => [PILE + owner, pile]),
      done: () => void pending.delete(act),
    })
  }

  return {
    pileOf,
    /** What is stored is in force; what has yet to be written comes on top. */
    load(stored: Found) {
      piles.clear()
      for (const [key, pile] of stored) if (key[0] === PILE) piles.set(key.slice(1), pile as Pile)
      pending.forEach(apply)
    },
    update(owner: string, next: (pile: Pile) => Pile) {
      if (next(pileOf(owner)) !== pileOf(owner))
        change({ owners: [owner], apply: of => [[owner, next(of(owner))]] })
    },
    /** One owner turned out to be another. */
    join(from: string, to: string) {
      change({
        owners: [from, to],
        apply: of => [
          [from, undefined],
          [to, joinPiles(of(from), of(to))],
        ],
      })
    },
    /** What the part takes that folds away old entries. */
    foldPorts: {
      ...keeper,
      entryKey: (id: string) => ENTRY + id,
      pileKey: (owner: string) => PILE + owner,
      foldAway,
      noPile: NO_PILE,
    } satisfies FoldPorts,
  }
}
