import {
  addCount,
  addLink,
  akeyOf,
  type CompiledSignal,
  type Count,
  dayOf,
  evidenceOf,
  type Facets,
  type FireballEvent,
  joinLinkKey,
  type Link,
  RESERVED,
  type Register,
  splitRegisterKey,
  subjectOf,
  type WireError,
  type WireWarning,
} from '@fireball/core'
import { coverageRows } from './coverage.ts'
import { activeElsewhere, formerOwners } from './elsewhere.ts'
import { countRows, put, sorted } from './evidence-rows.ts'
import { exclusionOf } from './exclusion.ts'
import type { LiveProgram } from './program-store.ts'
import { inSpace, type Space, spaceOf } from './store/akey.ts'
import type { Queries, Value } from './store/driver.ts'
import { text } from './store/row.ts'
import {
  addCounts,
  addCoverage,
  addHelp,
  addTallies,
  addUnmatched,
  insertEvents,
  setLinks,
  setRefused,
  setRegisters,
  TOUCH_KNOWN,
  touch,
} from './store/write.ts'
import { type Exclusion, type Trust, toRow, wellFormed } from './stored-event.ts'

/** One good message. */
export interface Accepted {
  readonly event: FireballEvent
  readonly warnings: readonly WireWarning[]
  readonly trust: Trust
}

/** One message that is refused for good; `message` is the start of it, for people to read. */
export interface Refused {
  readonly error: WireError
  readonly message: string
}

/** What one request brings. */
export interface Submission {
  readonly project: string
  readonly space: Space
  readonly receivedAt: number
  /** The client that sent it, where that is the user's own. */
  readonly agent?: string
  readonly accepted: readonly Accepted[]
  readonly refused: readonly Refused[]
}

/** What became of it: how many of the accepted were there already, and how many add no evidence. */
export interface Committed {
  readonly duplicates: number
  readonly excluded: number
}

/** What a commit needs to know of the world. */
export interface CommitPorts {
  readonly liveIn: (queries: Queries, project: string) => Promise<LiveProgram | undefined>
  /** The signals that may read an event, of those that are counted. */
  readonly signalsFor: (live: LiveProgram, event: FireballEvent) => readonly CompiledSignal[]
  /** A place in the order of arrival, greater than all before. */
  readonly nextReceived: (receivedAt: number) => number
  /** A slot of the ring of refused messages. */
  readonly nextSlot: () => number
  /** Whether a link is known to be stored as it is. */
  readonly isKnownLink: (key: string, link: Link) => boolean
}

interface Stored {
  readonly event: FireballEvent
  readonly akey: string
  readonly space: Space
  readonly live: LiveProgram | undefined
  readonly exclusion: Exclusion | undefined
  readonly row: readonly Value[]
}

type Table<T> = Map<string, T>

const laterRegister = (a: Register, b: Register): Register =>
  b.at > a.at || (b.at === a.at && b.id > a.id) ? b : a

const registerRows = (registers: Table<Register>): readonly (readonly Value[])[] =>
  sorted(registers).map(([key, { value, at, id }]) => {
    const { akey, subject, name } = splitRegisterKey(key)
    return [akey, subject, name, JSON.stringify(value), at, id]
  })

const linkRows = (
  links: Table<{ readonly space: Space; readonly link: Link }>,
): readonly (readonly Value[])[] =>
  [...links.values()]
    .flatMap(({ space, link: { kind, from, to, at, id, left } }) =>
      [from, to].map(end => [
        inSpace(space, end),
        kind,
        from,
        to,
        kind === 'member' ? dayOf(at) : -1,
        at,
        id,
        Number(left),
      ]),
    )
    .sort((a, b) => (a.slice(0, 5).join('\t') < b.slice(0, 5).join('\t') ? -1 : 1))

/** So many refused messages of one request are kept for people to read; all are counted. */
const MAX_KEPT = 20

const MAX_HELP = { id: 64, message: 2000, feature: 100 } as const

const helpRow = ({ event, space, akey }: Stored): readonly Value[] => {
  const { help, message, feature } = event.properties
  const cut = (value: unknown, length: number): string =>
    typeof value === 'string' ? wellFormed(value.slice(0, length)) : ''
  return [
    akey,
    cut(help, MAX_HELP.id) || event.id,
    space,
    subjectOf(event),
    cut(feature, MAX_HELP.feature) || null,
    cut(message, MAX_HELP.message),
    event.at,
    'sent',
  ]
}

const RESERVED_NAMES: ReadonlySet<string> = new Set(Object.values(RESERVED))

const isUnmatched = ({ event, live }: Stored): boolean =>
  event.type === 'track' &&
  !RESERVED_NAMES.has(event.name) &&
  live?.counted.some(({ definition: { on } }) => 'event' in on && on.event === event.name) !== true

/** Of what adds no evidence, this says who the team's own people are, so that the rest of theirs is left out as well. */
const tellsWho = ({ event: { type }, exclusion }: Stored): boolean =>
  exclusion === 'internal' && (type === 'identify' || type === 'group')

const hasFacets = ({ counts, registers }: Facets): boolean =>
  Object.keys(counts).length > 0 || Object.keys(registers).length > 0

const byKey = (a: readonly Value[], b: readonly Value[]): number =>
  `${a[0]}\t${a[1]}` < `${b[0]}\t${b[1]}` ? -1 : 1

/**
 * Writes what a group of requests brings, in the transaction that is open: the events that are new, the evidence of
 * these alone, links, what is touched, and everything that is counted for people. Answers one result a submission.
 */
export const commitGroup = async (
  queries: Queries,
  group: readonly Submission[],
  ports: CommitPorts,
): Promise<{ readonly results: readonly Committed[]; readonly links: ReadonlyMap<string, Link> }> => {
  const lives = new Map<string, LiveProgram | undefined>()
  for (const { project } of group)
    if (!lives.has(project)) lives.set(project, await ports.liveIn(queries, project))

  const tallies: Table<number> = new Map()
  const tally = ({ space, receivedAt }: Submission, kind: string, code: string, n = 1): void =>
    put(tallies, `${space}\t${dayOf(receivedAt)}\t${kind}\t${code}`, n, (a, b) => a + b)

  const stored: Table<Stored & { readonly of: number }> = new Map()
  const duplicates = group.map(() => 0)
  const excluded = group.map(() => 0)
  const refused: Table<readonly Value[]> = new Map()
  for (const [of, submission] of group.entries()) {
    const { project, space, receivedAt } = submission
    const live = lives.get(project)
    for (const { event, warnings, trust } of submission.accepted) {
      for (const code of warnings) tally(submission, 'warning', code)
      const akey = inSpace(space, akeyOf(event))
      const key = `${akey}\t${event.id}`
      if (stored.has(key)) {
        duplicates[of] = (duplicates[of] ?? 0) + 1
        continue
      }
      const exclusion = live && exclusionOf(event, live.program, submission.agent)
      const received = ports.nextReceived(receivedAt)
      const row = toRow(event, {
        space,
        warnings,
        trust,
        receivedAt,
        received,
        isExcluded: exclusion !== undefined,
      })
      stored.set(key, { event, akey, space, live, exclusion, row, of })
    }
    for (const { error } of submission.refused) tally(submission, 'refused', error.code)
    for (const { error, message } of submission.refused.slice(0, MAX_KEPT)) {
      const slot = ports.nextSlot()
      const received = ports.nextReceived(receivedAt)
      refused.set(`${space}\t${slot}`, [space, slot, receivedAt, received, JSON.stringify(error), message])
    }
  }

  const inOrder = sorted(stored).map(([, one]) => one)
  const inserted = await insertEvents.all(
    queries,
    inOrder.map(one => one.row),
  )
  const isNew = new Set(inserted.map(row => `${text(row, 'akey')}\t${text(row, 'id')}`))
  const fresh: (Stored & { readonly of: number })[] = []
  for (const [key, one] of stored)
    if (isNew.has(key)) fresh.push(one)
    else duplicates[one.of] = (duplicates[one.of] ?? 0) + 1
  for (const [of, submission] of group.entries()) {
    const again = duplicates[of] ?? 0
    if (submission.accepted.length > again)
      tally(submission, 'accepted', '', submission.accepted.length - again)
    if (again > 0) tally(submission, 'duplicate', '', again)
  }

  const included: Stored[] = []
  for (const one of fresh)
    if (one.exclusion === undefined) included.push(one)
    else {
      if (tellsWho(one)) included.push(one)
      excluded[one.of] = (excluded[one.of] ?? 0) + 1
      const submission = group[one.of]
      if (submission !== undefined) tally(submission, 'excluded', one.exclusion)
    }

  const counts: Table<Count> = new Map()
  const registers: Table<Register> = new Map()
  const links: Table<{ readonly space: Space; readonly link: Link }> = new Map()
  const touched: Table<Space> = new Map()
  const inGroups: Table<Space> = new Map()
  const unmatched: Table<{ n: number; at: number; outcome: number; context: number }> = new Map()
  const help: (readonly Value[])[] = []
  for (const one of included) {
    const { event, akey, space, live } = one
    touched.set(akey, space)
    const signals = live === undefined || one.exclusion !== undefined ? [] : ports.signalsFor(live, event)
    const evidence = evidenceOf(event, signals)
    if (event.groupId !== undefined && hasFacets(evidence))
      inGroups.set(inSpace(space, subjectOf(event)), space)
    for (const key in evidence.counts) {
      const count = evidence.counts[key]
      if (count !== undefined) put(counts, inSpace(space, key), count, addCount)
    }
    for (const key in evidence.registers) {
      const register = evidence.registers[key]
      if (register !== undefined) put(registers, wellFormed(inSpace(space, key)), register, laterRegister)
    }
    for (const link of Object.values(evidence.links)) {
      const key = inSpace(space, joinLinkKey(link))
      if (!ports.isKnownLink(key, link))
        put(links, key, { space, link }, (a, b) => ({ space, link: addLink(a.link, b.link) }))
    }
    if (event.type === 'track' && event.name === RESERVED.helpAsked) help.push(helpRow(one))
    if (isUnmatched(one)) {
      const { outcome, context } = event.properties
      put(
        unmatched,
        `${space}\t${event.name}`,
        {
          n: 1,
          at: event.at,
          outcome: Number(outcome !== undefined),
          context: Number(context !== undefined),
        },
        (a, b) => ({
          n: a.n + b.n,
          at: Math.max(a.at, b.at),
          outcome: Math.max(a.outcome, b.outcome),
          context: Math.max(a.context, b.context),
        }),
      )
    }
  }

  await addCounts.run(queries, countRows(counts))
  await setRegisters.run(queries, registerRows(registers))
  const glimpsed = new Set<string>()
  const changed = await setLinks.all(queries, linkRows(links))
  for (const [akey, space] of await formerOwners(queries, changed)) touched.set(akey, space)
  for (const akey of await activeElsewhere(queries, inGroups)) touched.set(akey, spaceOf(akey))
  for (const row of changed) {
    const akey = text(row, 'akey')
    // Being seen in an account changes nobody’s sums, only whether they stand alone beside it.
    if (text(row, 'kind') === 'seen') glimpsed.add(akey)
    else touched.set(akey, spaceOf(akey))
  }
  for (const akey of [...glimpsed].sort()) if (!touched.has(akey)) await queries.run(TOUCH_KNOWN, [akey])
  await addCoverage.run(queries, coverageRows(inOrder))
  await touch.run(
    queries,
    sorted(touched).map(([akey, space]) => [akey, space, 1, 0, 0]),
  )
  await addHelp.run(queries, help.sort(byKey))
  await addTallies.run(
    queries,
    sorted(tallies).map(([key, n]) => {
      const [space = '', day = '', kind = '', code = ''] = key.split('\t')
      return [space, Number(day), kind, code, n]
    }),
  )
  await setRefused.run(
    queries,
    sorted(refused).map(([, row]) => row),
  )
  await addUnmatched.run(
    queries,
    sorted(unmatched).map(([key, { n, at, outcome, context }]) => {
      const [space = '', name = ''] = key.split('\t')
      return [space, name, n, at, outcome, context]
    }),
  )
  return {
    results: group.map((_, of) => ({ duplicates: duplicates[of] ?? 0, excluded: excluded[of] ?? 0 })),
    links: new Map([...links].map(([key, { link }]) => [key, link])),
  }
}
