import type { Assessor } from './leads/assessor.ts'
import type { Evaluation } from './leads/evaluation.ts'
import type { Pace } from './pace.ts'
import type { People } from './people.ts'
import { refreshPopulation } from './population.ts'
import type { LiveProgram, ProgramStore } from './program-store.ts'
import { writeStandings } from './standing-write.ts'
import { inSpace, projectOf, type Space, withoutSpace } from './store/akey.ts'
import type { Driver, Queries } from './store/driver.ts'
import { integer, text } from './store/row.ts'

export interface QualifierPorts {
  readonly store: Driver
  readonly programs: Pick<ProgramStore, 'live'>
  readonly people: People
  readonly assessor: Assessor
  readonly now: () => number
  readonly newId: () => string
  readonly onError: (error: unknown) => void
  /** Something was written: there may be messages in the outbox. */
  readonly onWritten?: (() => void) | undefined
  /** How much of the process’s time evaluations may take; without one they take what they need. */
  readonly pace?: Pace | undefined
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

/** So many keys are claimed at once: few enough to be done well within their lease. */
const CLAIMS = 48
/** So many evaluations are written in one transaction: more would keep requests waiting. */
const SLICE = 16

const DUE = `SELECT akey FROM touched WHERE touched > evaluated AND akey > $2 AND leased_until <= $1
  ORDER BY akey LIMIT ${CLAIMS}`
const DUE_IN_TIME = `SELECT akey FROM touched WHERE due_at IS NOT NULL AND due_at <= $1 AND leased_until <= $1
  ORDER BY due_at LIMIT ${CLAIMS}`
// What calls for an offer goes before all others; see HASTEN.
const CALLING = 'SELECT akey FROM touched WHERE due_at = 1 AND leased_until <= $1 LIMIT 16'
// The state test is repeated here: between the look and the claim another collector may have taken it.
const CLAIM = `UPDATE touched SET leased_until = $2, lease = $4
  WHERE akey = $1 AND leased_until <= $3 AND (touched > evaluated OR (due_at IS NOT NULL AND due_at <= $3))
  RETURNING akey, space, touched`
// Evidence of one key may count in another account: whoever evaluates an account holds its row, touched or not.
const HOLD = `INSERT INTO touched (akey, space, touched, evaluated, leased_until, lease) VALUES ($1, $2, 0, 0, $3, $4)
  ON CONFLICT (akey) DO UPDATE SET leased_until = excluded.leased_until, lease = excluded.lease
  WHERE touched.leased_until <= $5 OR touched.lease = excluded.lease`
const HOLD_BACK = `UPDATE touched SET leased_until = $2, lease = $3 WHERE akey = $1`
const TOUCH = 'UPDATE touched SET touched = touched + 1 WHERE akey = $1'
const DONE = `UPDATE touched SET leased_until = 0,
    evaluated = CASE WHEN evaluated < $2 THEN $2 ELSE evaluated END,
    due_at = CASE WHEN due_at <= $3 THEN NULL ELSE due_at END
  WHERE akey = $1 AND lease = $4`
const RELEASE = 'UPDATE touched SET leased_until = 0 WHERE akey = $1 AND lease = $2'
const PROJECTS = 'SELECT id FROM projects'
const REJUDGE = `UPDATE accounts SET version = '' WHERE space = $1`
const OUTDATED = `UPDATE touched SET touched = touched + 1 WHERE akey IN (
  SELECT a.akey FROM accounts a JOIN touched t ON t.akey = a.akey
  WHERE a.space = $1 AND a.version <> $2 AND t.touched = t.evaluated ORDER BY a.akey LIMIT 500)`

const LEASE_MS = 30_000
/** A lease that a power cut undoes is free, and what was done is done again: no request waits for the disk on account of these. */
const LEASES = { mayBeLost: true } as const

interface Claim {
  /** Whose lease it is under. */
  readonly lease: string
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
  const { store, programs, people, assessor, now, newId, onError, pace } = ports
  /** Marks the leases of this qualifier: of its rounds, and of what goes before them. */
  const [owner, caller] = [newId(), newId()]
  /** Where the walk through what is due stands. */
  let lastAkey = ''
  let isWanted = false
  let isStopped = false
  let running: Promise<void> | undefined
  /** A population is to be computed anew once it has rested. */
  let isOwed = false
  let isCalled = false
  let answering: Promise<void> | undefined
  /** Basis up to which each space's rows are known to be computed. */
  const bases = new Map<Space, string>()

  /** Requests go first: gives way after some work, for longer the busier the process is. */
  const rest = async (startedAt: number): Promise<void> => {
    const ms = pace === undefined || isStopped ? 0 : pace.restMs(startedAt)
    await (ms < 1 ? nextTurn() : new Promise(settle => setTimeout(settle, ms)))
  }

  const spaces = async (): Promise<readonly Space[]> =>
    (await store.all(PROJECTS)).flatMap(row => [text(row, 'id'), `${text(row, 'id')}:test`])

  const claim = async (): Promise<readonly Claim[]> => {
    const at = now()
    const inTime = await store.all(DUE_IN_TIME, [at])
    let due = await store.all(DUE, [at, lastAkey])
    if (due.length === 0 && lastAkey !== '') due = await store.all(DUE, [at, ''])
    const end = due.at(-1)
    lastAkey = end === undefined || due.length < CLAIMS ? '' : text(end, 'akey')
    return take(
      [...due, ...inTime].map(row => text(row, 'akey')),
      owner,
    )
  }

  const take = async (wanted: readonly string[], lease: string): Promise<readonly Claim[]> => {
    const akeys = [...new Set(wanted)].sort()
    if (akeys.length === 0) return []
    const at = now()
    const rows = await store.transaction(
      queries => Promise.all(akeys.map(akey => queries.all(CLAIM, [akey, at + LEASE_MS, at, lease]))),
      LEASES,
    )
    return rows.flat().map(row => ({
      lease,
      akey: text(row, 'akey'),
      space: text(row, 'space'),
      touched: integer(row, 'touched'),
      at,
    }))
  }

  /** Takes the accounts that others do not evaluate right now; those they do are touched, so that they look again. */
  const hold = async (
    accounts: ReadonlyMap<string, Space>,
    isClaimed: (akey: string) => boolean,
    lease: string,
  ): Promise<ReadonlySet<string>> => {
    const wanted = [...accounts].filter(([key]) => !isClaimed(key)).sort(([a], [b]) => (a < b ? -1 : 1))
    if (wanted.length === 0) return new Set()
    const at = now()
    const take = async (queries: Queries): Promise<ReadonlySet<string>> => {
      const held = await Promise.all(
        wanted.map(([key, space]) => queries.run(HOLD, [key, space, at + LEASE_MS, lease, at])),
      )
      const isHeld = (i: number): boolean => (held[i] ?? 0) > 0
      await Promise.all(wanted.filter((_, i) => !isHeld(i)).map(([key]) => queries.run(TOUCH, [key])))
      return new Set(wanted.filter((_, i) => isHeld(i)).map(([key]) => key))
    }
    return store.transaction(take, LEASES)
  }

  const evaluate = async (
    space: Space,
    akey: string,
    live: LiveProgram,
    lease: string,
  ): Promise<Evaluation> => ({
    ...(await assessor.assess(space, akey, live)),
    space,
    live,
    newId,
    lease,
  })

  const write = async (evaluations: readonly Evaluation[]): Promise<void> => {
    if (evaluations.length === 0) return
    await store.transaction(queries => writeStandings(queries, evaluations))
    ports.onWritten?.()
  }

  /** Evaluates the accounts of what was claimed, each once; the marks come last, so that nothing is lost half-way. */
  const evaluateClaims = async (claims: readonly Claim[]): Promise<void> => {
    const lease = claims[0]?.lease ?? owner
    const accounts = new Map<string, Space>()
    const claimed = new Set(claims.map(one => one.akey))
    for (const { akey, space } of claims)
      for (const account of await people.accountsOf(space, withoutSpace(akey)))
        accounts.set(inSpace(space, account), space)
    const held = await hold(accounts, akey => claimed.has(akey), lease)
    let slice: Evaluation[] = []
    for (const [key, space] of [...accounts].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (!claimed.has(key) && !held.has(key)) continue
      const live = await programs.live(projectOf(space))
      if (live === undefined) continue
      const startedAt = pace?.startWork() ?? 0
      slice.push(await evaluate(space, withoutSpace(key), live, lease))
      if (slice.length >= SLICE) {
        await write(slice)
        slice = []
      }
      if (lease === owner) await rest(startedAt)
    }
    await write(slice)
    await store.transaction(
      queries =>
        Promise.all([
          ...claims.map(({ akey, touched, at }) => queries.run(DONE, [akey, touched, at, lease])),
          ...[...held].map(akey => queries.run(RELEASE, [akey, lease])),
        ]),
      LEASES,
    )
  }

  const round = async (): Promise<boolean> => {
    const claims = await claim()
    if (claims.length === 0) return false
    await work(claims)
    return true
  }

  const work = async (claims: readonly Claim[]): Promise<void> => {
    try {
      await evaluateClaims(claims)
    } catch (error) {
      onError(error)
      if (claims.length === 1) return // its lease holds it back for a while
      for (const one of claims) await store.run(RELEASE, [one.akey, one.lease])
      await evaluateOneByOne(claims)
    }
  }

  /** One account that cannot be evaluated must not keep its neighbours waiting. */
  const evaluateOneByOne = async (claims: readonly Claim[]): Promise<void> => {
    for (const one of claims)
      try {
        await evaluateClaims([one])
      } catch (error) {
        onError(error)
        const at = now()
        await store.run(HOLD_BACK, [one.akey, at + LEASE_MS, one.lease])
      }
  }

  /** Touches rows that were computed with another program than the one in force. */
  const touchOutdated = async (): Promise<boolean> => {
    let hasTouched = false
    for (const space of await spaces()) {
      const live = await programs.live(projectOf(space))
      const basis = live && (await assessor.basisOf(live))
      if (basis === undefined || bases.get(space) === basis) continue
      const touched = await store.run(OUTDATED, [space, basis])
      if (touched === 0) bases.set(space, basis)
      else hasTouched = true
    }
    return hasTouched
  }

  const refreshPopulations = async (): Promise<void> => {
    isOwed = false
    for (const space of await spaces()) {
      const live = await programs.live(projectOf(space))
      if (live === undefined) continue
      const { isRested, hasMoved, isJudgedOtherwise } = await refreshPopulation(store, space, now(), live)
      isOwed ||= isRested
      if (!hasMoved && !isJudgedOtherwise) continue
      assessor.forget(space)
      if (isJudgedOtherwise || readsEngagement(live)) await store.run(REJUDGE, [space])
      bases.delete(space)
      isWanted = true
    }
  }

  /** What calls for an offer waits for nobody: not for the round at hand, nor for its rests. */
  const answerCalls = async (): Promise<void> => {
    try {
      while (isCalled && !isStopped) {
        isCalled = false
        const calling = (await store.all(CALLING, [now()])).map(row => text(row, 'akey'))
        const claims = calling.length === 0 ? [] : await take(calling, caller)
        if (claims.length === 0) continue
        isCalled = true
        await work(claims)
      }
    } catch (error) {
      onError(error)
    } finally {
      answering = undefined
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
        if ((hasWorked || isOwed) && !isStopped) await refreshPopulations()
      }
    } catch (error) {
      onError(error)
    } finally {
      running = undefined
    }
  }

  return {
    wake: () => {
      isWanted = isCalled = true
      if (!isStopped) answering ??= answerCalls()
      if (!isStopped) running ??= run()
    },
    settled: async () => {
      while (running !== undefined || answering !== undefined) await Promise.all([running, answering])
    },
    dispose: async () => {
      isStopped = true
      await Promise.all([running, answering])
    },
  }
}
