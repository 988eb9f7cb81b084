import type { CompiledSignal } from '@fireball/core'
import type { foldAway, Pile } from './progress.ts'
import { type Entry, isOpen } from './queue.ts'
import { excess } from './retention.ts'

/** What folding away takes of the log and its piles. */
export interface FoldPorts {
  /** The entries that are in the store. */
  stored(): readonly Entry[]
  readonly entryKey: (id: string) => string
  readonly pileKey: (owner: string) => string
  readonly foldAway: typeof foldAway
  readonly noPile: Pile
  /** Adds a change to the next transaction. */
  add(change: {
    readonly keys: readonly string[]
    decide(found: ReadonlyMap<string, unknown>): Iterable<readonly [key: string, value: unknown]>
    done(): void
  }): void
}

/**
 * Folds away what the log has too much of, when it is next written: only what lies in the store then, as it lies there,
 * so that nothing is folded twice. Says whether there is something; `reload` reads the store again. Loaded when the log
 * has grown long.
 */
export const createFold = ({ stored, entryKey, pileKey, foldAway, noPile, add }: FoldPorts) => {
  let isFolding = false
  return (signals: readonly CompiledSignal[], reload: () => Promise<void>): boolean => {
    const gone = isFolding ? [] : excess(stored())
    if (gone.length === 0) return false
    isFolding = true
    const keys = gone.map(({ event }) => entryKey(event.id))
    const owners = new Set(gone.map(({ owner }) => owner))
    add({
      keys: [...keys, ...[...owners].map(pileKey)],
      decide(found) {
        const there = keys.flatMap(key => {
          const entry: Entry | undefined = found.get(key) ? JSON.parse(`${found.get(key)}`) : undefined
          return entry && !isOpen(entry) && owners.has(entry.owner) ? [entry] : []
        })
        const put = new Map<string, unknown>()
        for (const { owner, event } of there) {
          put.set(entryKey(event.id), undefined)
          if (put.has(pileKey(owner))) continue
          const own = there.filter(one => one.owner === owner)
          const pile = (found.get(pileKey(owner)) as Pile | undefined) ?? noPile
          put.set(pileKey(owner), foldAway(pile, own, signals))
        }
        return put
      },
      async done() {
        await reload()
        isFolding = false
      },
    })
    return true
  }
}
