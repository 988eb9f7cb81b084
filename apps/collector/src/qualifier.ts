import type { People } from './people.ts'
import { readP90, refreshP90 } from './population.ts'
import type { LiveProgram, ProgramStore } from './program-store.ts'
import { standingOf } from './standing.ts'
import { type Evaluation, writeStanding } from './standing-write.ts'
import { inSpace, projectOf, type Space, withoutSpace } from './store/akey.ts'
import type { Driver } from './store/driver.ts'
import { integer, text } from './store/row.ts'

export interface QualifierPorts {
  readonly store: Driver
  readonly programs: Pick<ProgramStore, 'live'>
  readonly people: People
  readonly now: () => number
  readonly newId: () => string
  readonly onError: (error: unknown) => void
}

/** Evaluates accounts whose evidence changed, or for which time alone may have changed something. */
export interface Qualifier {
  /** Something was committed or published: looks for due work, at once or after the round at hand. */
  wake(): void
  /** Settles when nothing is due any more. */
  settled(): Promise<void>
  /** Stops after the round at hand; what is left is still due at the next start. */
  dispose(): Promise<void>
}

const DUE = `SELECT akey FROM touched WHERE touched > evaluated AND leased_until <= $1 LIMIT 400`
const DUE_IN_TIME = `SELECT akey FROM touched WHERE due_at IS NOT NULL AND due_at <= $1 AND leased_until <= $1
  ORDER BY due_at LIMIT 400`
// The state test is repeated here: between the look and the claim another collector may have taken it.
const CLAIM = `UPDATE touched SET leased_until = $2
  WHERE akey = $1 AND leased_until <= $3 AND (touched > evaluated OR (due_at IS NOT NULL AND due_at <= $3))
  RETURNING akey, space, touched`
const DONE = `UPDATE touched SET leased_until = 0,
    evaluated = CASE WHEN evaluated < $2 THEN $2 ELSE evaluated END,
    due_at = CASE WHEN due_at <= $3 THEN NULL ELSE due_at END
  WHERE akey = $1`
const RELEASE = 'UPDATE touched SET leased_until = 0 WHERE akey = $1'
const PROJECTS = 'SELECT id FROM projects'
const REJUDGE = `UPDATE accounts SET version = '' WHERE space = $1 AND raw_engagement > 0`
const OUTDATED = `UPDATE touched SET touched = touched + 1 WHERE akey IN (
  SELECT a.akey FROM accounts a JOIN touched t ON t.akey = a.akey
  WHERE a.space = $1 AND a.version <> $2 AND t.touched = t.evaluated ORDER BY a.akey LIMIT 500)`

const LEASE_MS = 30_000

/** So many evaluations are written in one transaction: more would keep requests waiting. */
const SLICE = 16

interface Claim {
  readonly akey: string
  readonly space: Space
  readonly touched: number
  readonly at: number
}

/** Whether an account's standing, not just its rank, depends on how engaged the others are. */
const readsEngagement = ({ program }: LiveProgram): boolean =>
  program.qualify?.rule === 'value-or-engaged' || JSON.stringify(program).includes('"engagement.')

/** Requests go first. */
const nextTurn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

export const createQualifier = (ports: QualifierPorts): Qualifier => {
  const { store, programs, people, now, newId, onError } = ports
  let isWanted = false
  let isStopped = false
  let running: Promise<void> | undefined
  /** Basis up to which each space's rows are known to be computed. */
  const bases = new Map<Space, string>()

  const spaces = async (): Promise<readonly Space[]> =>
    (await store.all(PROJECTS)).flatMap(row => [text(row, 'id'), `${text(row, 'id')}:test`])

  const claim = async (): Promise<readonly Claim[]> => {
    const at = now()
    const due = [...(await store.all(DUE, [at])), ...(await store.all(DUE_IN_TIME, [at]))]
    const akeys = [...new Set(due.map(row => text(row, 'akey')))].sort()
    if (akeys.length === 0) return []
    return store.transaction(async queries => {
      const claims: Claim[] = []
      for (const akey of akeys)
        for (const row of await queries.all(CLAIM, [akey, at + LEASE_MS, at]))
          claims.push({ akey, space: text(row, 'space'), touched: integer(row, 'touched'), at })
      return claims
    })
  }

  const evaluate = async (
    space: Space,
    akey: string,
    live: LiveProgram,
    p90: number | undefined,
  ): Promise<Evaluation> => {
    const loaded = await people.ofAccount(space, akey)
    const at = now()
    return { space, live, now: at, newId, standing: standingOf({ live, loaded, akey, p90, now: at }) }
  }

  const write = async (evaluations: readonly Evaluation[]): Promise<void> => {
    if (evaluations.length === 0) return
    await store.transaction(async queries => {
      for (const one of evaluations) await writeStanding(queries, one)
    })
  }

  /** Evaluates the accounts of what was claimed, each once; the marks come last, so that nothing is lost half-way. */
  const evaluateClaims = async (claims: readonly Claim[]): Promise<void> => {
    const accounts = new Map<string, { readonly space: Space; readonly akey: string }>()
    for (const { akey, space } of claims)
      for (const account of await people.accountsOf(space, withoutSpace(akey)))
        accounts.set(inSpace(space, account), { space, akey: account })
    const p90s = new Map<Space, number | undefined>()
    let slice: Evaluation[] = []
    for (const [, { space, akey }] of [...accounts].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const live = await programs.live(projectOf(space))
      if (live === undefined) continue
      if (!p90s.has(space)) p90s.set(space, await readP90(store, space))
      slice.push(await evaluate(space, akey, live, p90s.get(space)))
      if (slice.length >= SLICE) {
        await write(slice)
        slice = []
      }
      await nextTurn()
    }
    await write(slice)
    await store.transaction(async queries => {
      for (const { akey, touched, at } of claims) await queries.run(DONE, [akey, touched, at])
    })
  }

  const round = async (): Promise<boolean> => {
    const claims = await claim()
    if (claims.length === 0) return false
    try {
      await evaluateClaims(claims)
    } catch (error) {
      onError(error)
      if (claims.length === 1) return true // its lease holds it back for a while
      for (const one of claims) await store.run(RELEASE, [one.akey])
      await evaluateOneByOne(claims)
    }
    return true
  }

  /** One account that cannot be evaluated must not keep its neighbours waiting. */
  const evaluateOneByOne = async (claims: readonly Claim[]): Promise<void> => {
    for (const one of claims)
      try {
        await evaluateClaims([one])
      } catch (error) {
        onError(error)
        const at = now()
        await store.all(CLAIM, [one.akey, at + LEASE_MS, at])
      }
  }

  /** Touches rows that were computed with another program than the one in force. */
  const touchOutdated = async (): Promise<boolean> => {
    let hasTouched = false
    for (const space of await spaces()) {
      const live = await programs.live(projectOf(space))
      if (live === undefined || bases.get(space) === live.basis) continue
      const touched = await store.run(OUTDATED, [space, live.basis])
      if (touched === 0) bases.set(space, live.basis)
      else hasTouched = true
    }
    return hasTouched
  }

  const refreshPopulations = async (): Promise<void> => {
    for (const space of await spaces()) {
      const hasMoved = await refreshP90(store, space, now())
      const live = await programs.live(projectOf(space))
      if (!hasMoved || live === undefined || !readsEngagement(live)) continue
      await store.run(REJUDGE, [space])
      bases.delete(space)
      isWanted = true
    }
  }

  const run = async (): Promise<void> => {
    try {
      while (isWanted && !isStopped) {
        isWanted = false
        await nextTurn()
        let hasWorked = false
        while (!isStopped && ((await round()) || (await touchOutdated()))) {
          hasWorked = true
          await nextTurn()
        }
        if (hasWorked && !isStopped) await refreshPopulations()
      }
    } catch (error) {
      onError(error)
    } finally {
      running = undefined
    }
  }

  return {
    wake: () => {
      isWanted = true
      if (!isStopped) running ??= run()
    },
    settled: async () => {
      while (running !== undefined) await running
    },
    dispose: async () => {
      isStopped = true
      await running
    },
  }
}
