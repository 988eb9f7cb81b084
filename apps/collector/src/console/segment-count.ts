import { type Condition, evaluate, type JsonObject, type SegmentCount } from '@fireball/core'
import type { Assessor } from '../leads/assessor.ts'
import type { LiveProgram } from '../program-store.ts'
import { type Space, withoutSpace } from '../store/akey.ts'
import type { Driver } from '../store/driver.ts'
import { integer, text } from '../store/row.ts'

/** What counting needs. */
export interface SegmentCountPorts {
  readonly store: Driver
  readonly assessor: Pick<Assessor, 'assess'>
  readonly now: () => number
}

/** Counts for how many accounts a condition holds. */
export interface SegmentCounter {
  count(space: Space, live: LiveProgram, where: Condition): Promise<SegmentCount>
}

/** So many accounts are looked at, at most: beyond, the figure is of a part. Their facts are kept, so this bounds memory. */
const MOST = 1000
/** One answer looks at more of them for so long. */
const BUDGET_MS = 700
const EXAMPLES = 5

const KEYS = `SELECT akey, computed_at FROM accounts WHERE space = $1 ORDER BY akey LIMIT ${MOST}`
const ALL = 'SELECT COUNT(*) AS n FROM accounts WHERE space = $1'

interface Looked {
  readonly computedAt: number
  readonly name: string
  readonly doc: JsonObject
}

/** Requests go first. */
const nextTurn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

/**
 * Facts of accounts are read as they are asked for, and kept of one project at a time: who changes a condition while typing
 * it asks about the same accounts again, and gets an answer at once.
 */
export const createSegmentCounter = ({ store, assessor, now }: SegmentCountPorts): SegmentCounter => {
  let kept = { of: '', docs: new Map<string, Looked>() }
  let turn: Promise<unknown> = Promise.resolve()

  const look = async (space: Space, live: LiveProgram, where: Condition): Promise<SegmentCount> => {
    const of = `${space} ${live.version}`
    if (kept.of !== of) kept = { of, docs: new Map() }
    const { docs } = kept
    const keys = await store.all(KEYS, [space])
    const startedAt = performance.now()
    for (const row of keys) {
      const akey = text(row, 'akey')
      const computedAt = integer(row, 'computed_at')
      if (docs.get(akey)?.computedAt === computedAt) continue
      if (performance.now() - startedAt > BUDGET_MS) continue
      const { assessment, standing } = await assessor.assess(space, withoutSpace(akey), live)
      docs.set(akey, { computedAt, name: standing.row.name, doc: assessment.doc })
      await nextTurn()
    }
    const known = keys.flatMap(row => docs.get(text(row, 'akey')) ?? [])
    const holds = known.filter(({ doc }) => evaluate(where, doc, { now: now() }) === true)
    const [all] = await store.all(ALL, [space])
    return {
      matches: holds.length,
      looked: known.length,
      toLookAt: keys.length,
      accounts: all === undefined ? 0 : integer(all, 'n'),
      examples: holds.slice(0, EXAMPLES).map(one => one.name),
    }
  }

  return {
    count: (space, live, where) => {
      // One after another: several would only share what there is.
      const mine = turn.then(() => look(space, live, where))
      turn = mine.catch(() => undefined)
      return mine
    },
  }
}
