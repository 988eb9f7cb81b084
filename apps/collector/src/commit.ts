import { akeyOf, dayOf, type Link, RESERVED, subjectOf } from '@fireball/core'
import { coverageRows } from './coverage.ts'
import { helpMessages } from './delivery/help-message.ts'
import { type Elsewhere, formerOwners } from './elsewhere.ts'
import { put, sorted } from './evidence-rows.ts'
import { exclusionOf } from './exclusion.ts'
import { type Arrived, type FoldPorts, fold, linkRows } from './fold.ts'
import { type LiveProgram, programLock } from './program-store.ts'
import { inSpace, spaceOf } from './store/akey.ts'
import type { Queries, Value } from './store/driver.ts'
import {
  addCounts,
  addCoverage,
  addHelp,
  addOutbox,
  addTallies,
  addUnmatched,
  HASTEN,
  insertEvents,
  setLinks,
  setRefused,
  setRegisters,
  TOUCH_KNOWN,
  touch,
} from './store/write.ts'
import { bodyOf, toRow } from './stored-event.ts'
import type { Accepted, Committed, Submission } from './submission.ts'

/** The programs in force, by project. */
export type Lives = ReadonlyMap<string, LiveProgram | undefined>

/** What a commit needs to know of the world. */
export interface CommitPorts extends FoldPorts {
  readonly liveIn: (queries: Queries, project: string) => Promise<LiveProgram | undefined>
  /** A place in the order of arrival, greater than all before. */
  readonly nextReceived: (receivedAt: number) => number
  /** A slot of the ring of refused messages. */
  readonly nextSlot: () => number
  readonly elsewhere: Elsewhere
}

/** What of an accepted message is made ready while the group before it is written. */
interface Ready extends Accepted {
  readonly akey: string
  readonly subject: string
  readonly body: string
}

/** A submission whose rows are made ready as far as they need no look into the store. */
export interface ReadySubmission extends Submission {
  readonly accepted: readonly Ready[]
}

/** Does what can be done before a submission's turn has come. */
export const makeReady = (submission: Submission): ReadySubmission => ({
  ...submission,
  accepted: submission.accepted.map(({ event, warnings, trust }) => ({
    event,
    warnings,
    trust,
    akey: inSpace(submission.space, akeyOf(event)),
    subject: subjectOf(event),
    body: bodyOf(event, warnings),
  })),
})

type Table<T> = Map<string, T>

/** Events that call for an offer: whoever sent one waits for the answer. */
const CALLS: readonly string[] = [RESERVED.featureLocked, RESERVED.quotaUsed, RESERVED.helpAsked]

/** So many refused messages of one request are kept for people to read; all are counted. */
const MAX_KEPT = 20

interface Stored extends Arrived {
  readonly row: readonly Value[]
}

const byId = (a: Stored, b: Stored): number =>
  a.event.id < b.event.id ? -1 : a.event.id > b.event.id ? 1 : 0

/**
 * In the order of their keys, each key once: the sort is stable, so of messages with one key the first that came stays.
 * Most messages of a group share their first column with others, so only few of those are compared.
 */
const inKeyOrder = (stored: readonly Stored[]): readonly Stored[] => {
  const byAkey: Table<Stored[]> = new Map()
  for (const one of stored) {
    const known = byAkey.get(one.akey)
    if (known === undefined) byAkey.set(one.akey, [one])
    else known.push(one)
  }
  return sorted(byAkey).flatMap(([, all]) =>
    all.sort(byId).filter((one, i) => one.event.id !== all[i - 1]?.event.id),
  )
}

/** Rows of the ring of refused messages. */
const refusedRows = (
  group: readonly ReadySubmission[],
  { nextSlot, nextReceived }: CommitPorts,
): readonly (readonly Value[])[] => {
  const rows: Table<readonly Value[]> = new Map()
  for (const { space, receivedAt, refused } of group)
    for (const { error, message } of refused.slice(0, MAX_KEPT)) {
      const slot = nextSlot()
      const received = nextReceived(receivedAt)
      rows.set(`${space}\t${slot}`, [space, slot, receivedAt, received, JSON.stringify(error), message])
    }
  return sorted(rows).map(([, row]) => row)
}

/** What became of a group; or the programs that are in force instead of those that were supposed: nothing is written. */
export type GroupOutcome =
  | {
      readonly kind: 'written'
      readonly results: readonly Committed[]
      readonly links: ReadonlyMap<string, Link>
    }
  | { readonly kind: 'other-programs'; readonly lives: Lives }

const isAsSupposed = (live: LiveProgram | undefined, supposed: LiveProgram | undefined): boolean =>
  live?.id === supposed?.id && live?.closedThrough === supposed?.closedThrough

const findOthers = async (
  queries: Queries,
  supposed: Lives,
  { liveIn }: CommitPorts,
): Promise<Lives | undefined> => {
  const actual = await Promise.all(
    [...supposed.keys()].map(async project => {
      // Who publishes waits until everything counted under the old program is committed.
      queries.hold(programLock(project), 'shared')
      return [project, await liveIn(queries, project)] as const
    }),
  )
  return actual.every(([project, live]) => isAsSupposed(live, supposed.get(project)))
    ? undefined
    : new Map(actual)
}

/**
 * Writes what a group of requests brings, in the transaction that is open: the events that are new, the evidence of
 * these alone, links, what is touched, and everything that is counted for people. Answers one result a submission.
 * `lives` are the programs supposed to be in force: whether they are is found out while the events are on their way.
 */
export const commitGroup = async (
  queries: Queries,
  group: readonly ReadySubmission[],
  lives: Lives,
  ports: CommitPorts,
): Promise<GroupOutcome> => {
  const stored: Stored[] = []
  const late: number[][] = group.map(() => [])
  for (const [of, { project, space, receivedAt, agent, accepted }] of group.entries()) {
    const live = lives.get(project)
    for (const [place, { event, warnings, trust, akey, subject, body }] of accepted.entries()) {
      if (live !== undefined && dayOf(event.at) <= live.closedThrough) {
        late[of]?.push(place)
        continue
      }
      const exclusion = live && exclusionOf(event, live.program, agent)
      const received = ports.nextReceived(receivedAt)
      const isExcluded = exclusion !== undefined
      const row = toRow(event, { akey, subject, space, trust, receivedAt, received, isExcluded, body })
      stored.push({ event, warnings, trust, akey, subject, space, live, exclusion, of, row })
    }
  }
  const inOrder = inKeyOrder(stored)
  const checking = findOthers(queries, lives, ports)
  const inserting = insertEvents.changed(
    queries,
    inOrder.map(one => one.row),
  )
  await undefined // lets the store start
  // Mostly all are new, so their sum is made while the store finds that out.
  let folded = fold(inOrder, ports)
  const [others, insertedRows] = await Promise.all([checking, inserting])
  if (others !== undefined) return { kind: 'other-programs', lives: others }
  let fresh = inOrder
  if (insertedRows.length < inOrder.length) {
    const isNew = new Set(insertedRows)
    fresh = inOrder.filter(one => isNew.has(one.row))
    folded = fold(fresh, ports)
  }

  const touched = new Map(folded.touched)
  // Writes are not waited for one by one: the commit is on its way behind them, and fails when one of them did.
  addCounts.run(queries, folded.counts)
  setRegisters.run(queries, folded.registers)
  const changed = (await setLinks.changed(queries, linkRows(folded.links))).map(([akey, kind, , target]) => ({
    akey: String(akey),
    kind: String(kind),
    target: String(target),
  }))
  ports.elsewhere.forget(changed.map(link => link.akey))
  for (const [akey, space] of await formerOwners(queries, changed)) touched.set(akey, space)
  for (const akey of await ports.elsewhere.activeElsewhere(queries, folded.inAccounts))
    touched.set(akey, spaceOf(akey))
  const glimpsed = new Set<string>()
  for (const { akey, kind } of changed) {
    // Being seen in an account changes nobody’s sums, only whether they stand alone beside it.
    if (kind === 'seen') glimpsed.add(akey)
    else touched.set(akey, spaceOf(akey))
  }
  addCoverage.run(queries, coverageRows(inOrder))
  if (folded.help.length > 0) {
    const asked = await addHelp.changed(queries, folded.help)
    addOutbox.run(queries, helpMessages(asked, Math.max(...group.map(one => one.receivedAt))))
  }
  // One order of keys for both, for the sake of others who touch the same.
  for (const akey of [...glimpsed].sort()) if (!touched.has(akey)) queries.run(TOUCH_KNOWN, [akey])
  touch.run(
    queries,
    sorted(touched).map(([akey, space]) => [akey, space, 1, 0, 0]),
  )
  const calling = new Set(fresh.flatMap(({ event, akey }) => (CALLS.includes(event.name) ? akey : [])))
  for (const akey of [...calling].sort()) queries.run(HASTEN, [akey])

  const fates = group.map(() => ({ fresh: 0, excluded: 0 }))
  const tallies: Table<number> = new Map()
  const tally = ({ space, receivedAt }: Submission, kind: string, code: string, n = 1): void =>
    put(tallies, `${space}\t${dayOf(receivedAt)}\t${kind}\t${code}`, n, (a, b) => a + b)
  for (const { of, exclusion } of fresh) {
    const [fate, submission] = [fates[of], group[of]]
    if (fate === undefined || submission === undefined) continue
    fate.fresh++
    if (exclusion === undefined) continue
    fate.excluded++
    tally(submission, 'excluded', exclusion)
  }
  const results = group.map((submission, of): Committed => {
    const { fresh: n = 0, excluded = 0 } = fates[of] ?? {}
    const missed = late[of] ?? []
    const duplicates = submission.accepted.length - missed.length - n
    if (missed.length > 0) tally(submission, 'refused', 'day-closed', missed.length)
    if (n > 0) tally(submission, 'accepted', '', n)
    if (duplicates > 0) tally(submission, 'duplicate', '', duplicates)
    for (const { warnings } of submission.accepted)
      for (const code of warnings) tally(submission, 'warning', code)
    for (const { error } of submission.refused) tally(submission, 'refused', error.code)
    return { duplicates, excluded, late: missed }
  })
  setRefused.run(queries, refusedRows(group, ports))
  addUnmatched.run(queries, folded.unmatched)
  addTallies.run(
    queries,
    sorted(tallies).map(([key, n]) => {
      const [space = '', day = '', kind = '', code = ''] = key.split('\t')
      return [space, Number(day), kind, code, n]
    }),
  )
  return { kind: 'written', results, links: new Map([...folded.links].map(([key, { link }]) => [key, link])) }
}
