import type { CompiledSignal } from '@fireball/core'
import { ENTRY, type Keeper } from './keeper.ts'
import type { Found } from './ports.ts'
import { foldAway, joinPiles, NO_PILE, type Pile } from './progress.ts'
import { type Entry, isOpen } from './queue.ts'
import { excess, RETENTION } from './retention.ts'

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
  let isFolding = false
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
    /**
     * Folds away what the log has too much of, when it is next written: only what lies in the store then, as it lies
     * there, so that nothing is folded twice. Says whether there is something; `reload` reads the store again.
     */
    fold(known: readonly CompiledSignal[] | undefined, reload: () => Promise<void>): boolean {
      const all = keeper.count()
      if (isFolding || all <= RETENTION.settled) return false
      // A key that no program comes for must not fill the disk.
      const signals = known ?? (all > RETENTION.unread ? [] : undefined)
      const gone = signals ? excess(keeper.stored()) : []
      if (!signals || gone.length === 0) return false
      isFolding = true
      const keys = gone.map(({ event }) => ENTRY + event.id)
      const owners = new Set(gone.map(({ owner }) => owner))
      keeper.add({
        keys: [...keys, ...[...owners].map(owner => PILE + owner)],
        decide(found) {
          const there = keys.flatMap(key => {
            const entry: Entry | undefined = found.get(key) ? JSON.parse(`${found.get(key)}`) : undefined
            return entry && !isOpen(entry) && owners.has(entry.owner) ? [entry] : []
          })
          const put = new Map<string, unknown>()
          for (const { owner, event } of there) {
            put.set(ENTRY + event.id, undefined)
            if (put.has(PILE + owner)) continue
            const own = there.filter(one => one.owner === owner)
            put.set(
              PILE + owner,
              foldAway((found.get(PILE + owner) as Pile | undefined) ?? NO_PILE, own, signals),
            )
          }
          return put
        },
        async done() {
          await reload()
          isFolding = false
        },
      })
      return true
    },
  }
}
