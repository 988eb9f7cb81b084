import {
  type AccountBase,
  type AccountProgress,
  type AccountRow,
  type Activation,
  type Akey,
  accountBase,
  accountProgress,
  activationOfAccount,
  DAY_MS,
  dayOf,
  type EngagementView,
  type Evidence,
  engagementSettings,
  engagementView,
  engagementWindowDays,
  type Facts,
  factsOf,
  fadesAt,
  isMailbox,
  type Json,
  type Known,
  leadRow,
  ownedBy,
  progressOf,
  type Qualification,
  qualify,
  type Register,
  type Row,
  registersOfAccount,
  registersOfUser,
  rowsBySignal,
  type Subject,
  splitRegisterKey,
  UNFITTED,
  type UserProgress,
  withoutMailbox,
} from '@fireball/core'
import { type Basis, basisOf, hasKept } from './basis.ts'
import { calledAt } from './called-at.ts'
import { idOf, nameIn } from './console/name.ts'
import { internalUsers } from './internal-users.ts'
import { hashesOfOurs, lastActiveOf, lastOf } from './last-active.ts'
import { type Seen, seenOf } from './leads/seen.ts'
import type { Loaded } from './people.ts'
import type { LiveProgram } from './program-store.ts'

/** One member of an account as they stand. */
export interface MemberStanding {
  readonly user: Subject
  readonly name: string
  readonly email?: string
  /** Whether they are in the account still: nothing says that they left it. */
  readonly isPresent: boolean
  /** Whether it is their own account today; somebody of several has one such. */
  readonly isHome: boolean
  readonly known: Known
  /** Their rows by signal. */
  readonly rowsOf: AccountBase['rowsOf']
  readonly facts: Facts
  readonly progress: UserProgress
  readonly lastActiveAt: number | null
}

/** A user of an account who is not evaluated for themselves. */
export type Other = Pick<MemberStanding, 'user' | 'isHome' | 'known' | 'rowsOf'>

/** One account as it stands at an instant: everything that lists, pages and transitions are made of. */
export interface Standing {
  readonly akey: Akey
  /** Without what it is as a lead. */
  readonly row: Omit<AccountRow, 'lead'>
  readonly known: Known
  /** Its rows by signal, and what they add up to. */
  readonly base: AccountBase
  /** Of the first checklist; undefined when the program has none. */
  readonly activation: Activation | undefined
  readonly engagement: EngagementView
  /** Members with evidence in the account, most recently active first; at most `MAX_MEMBERS` of them are evaluated. */
  readonly members: readonly MemberStanding[]
  readonly progress: AccountProgress
  readonly users: number
  /** Of those who are not among the members because they are too many: what is theirs. */
  readonly others: readonly Other[]
  readonly qualifications: readonly Qualification[]
  /** What a qualification stands on, to be kept beside it. */
  readonly basisOf: (qualification: Qualification) => Basis
  /** What of what it was decided on may be overwritten, to be kept beside it. */
  readonly seenOf: (qualification: Qualification) => Seen
  /** Whether what called for a qualification, and what carried it when it was written, is still this account's. */
  readonly isStillTheirs: (kind: string, target: string, basis: Basis | undefined) => boolean
  /** Whether anything counts here: an account of one whose user joined an account is empty. */
  readonly isEmpty: boolean
  /** The next instant at which time alone may change something; null when nothing can. */
  readonly dueAt: number | null
}

export interface StandingInput {
  readonly live: LiveProgram
  readonly loaded: Loaded
  readonly akey: Akey
  /** p90 of raw engagement over the project's accounts. */
  readonly p90: number | undefined
  readonly now: number
}

/** So many members, the most recently active, are evaluated one by one; sums are over all. */
export const MAX_MEMBERS = 200

/** Facts about what happened in one account, not about what a user can do: they never follow the user elsewhere. */
const SITUATIONS: readonly string[] = ['$locked', '$at-limit', '$struggled', '$asked-help']

const asText = (value: Json | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** Registers apart by user, so that each member is read once. */
const registersByUser = ({ evidence, who }: Loaded): ReadonlyMap<Subject, Evidence['registers']> => {
  const parts = new Map<Subject, Record<string, Register>>()
  for (const [key, register] of Object.entries(evidence.registers)) {
    const user = who.userOf(splitRegisterKey(key).subject)
    const known = parts.get(user)
    if (known === undefined) parts.set(user, { [key]: register })
    else known[key] = register
  }
  return parts
}

const groupByUser = <R extends Row>(rows: readonly R[]): ReadonlyMap<Subject, readonly R[]> => {
  const groups = new Map<Subject, R[]>()
  let user: Subject | undefined
  let group: R[] = []
  for (const row of rows) {
    // They come user by user, for the most part.
    if (row.user !== user) {
      user = row.user
      group = groups.get(user) ?? []
      groups.set(user, group)
    }
    group.push(row)
  }
  return groups
}

/** The rows that count in an account. Most share their user and day with others, and links need be read once for those. */
const rowsIn = ({ rows, who }: Loaded, akey: Akey, internal: ReadonlySet<Subject>) => {
  const owns = ownedBy(who, akey)
  const isGroup = akey.startsWith('g:')
  const users = new Map<Subject, Map<number, boolean>>()
  const isIn = (under: Akey, user: Subject, day: number): boolean => {
    if (under === akey && isGroup) return true
    // What names another account counts there alone, on whatever day.
    if (under.startsWith('g:')) return false
    let days = users.get(user)
    if (days === undefined) {
      days = new Map()
      users.set(user, days)
    }
    let isOwned = days.get(day)
    if (isOwned === undefined) {
      isOwned = owns(under, user, day)
      days.set(day, isOwned)
    }
    return isOwned
  }
  const found = rows.filter(row => isIn(row.akey, row.user, row.day))
  const everyone = found.length === rows.length ? rows : found
  return { everyone, own: internal.size === 0 ? everyone : everyone.filter(row => !internal.has(row.user)) }
}

/** All evidence of a member, but of locks, limits and questions only what happened in this account. */
const rowsOfMember = (
  everywhere: readonly Row[],
  here: readonly Row[],
  situations: ReadonlySet<string>,
): readonly Row[] =>
  everywhere.length === here.length
    ? here
    : [
        ...everywhere.filter(row => !situations.has(row.signal)),
        ...here.filter(row => situations.has(row.signal)),
      ]

/** Who left the account, by the last that was said of their membership. */
const leaversOf = ({ evidence, who }: Loaded, akey: Akey): ReadonlySet<Subject> => {
  const last = new Map<Subject, { readonly at: number; readonly id: string; readonly left: boolean }>()
  for (const link of Object.values(evidence.links)) {
    if (link.kind !== 'member' || link.to !== akey) continue
    const user = who.userOf(link.from)
    const known = last.get(user)
    if (known === undefined || link.at > known.at || (link.at === known.at && link.id > known.id))
      last.set(user, link)
  }
  return new Set([...last].flatMap(([user, { left }]) => (left ? user : [])))
}

const membersOf = (
  { live, loaded, akey, now }: StandingInput,
  known: Known,
  base: AccountBase,
  internal: ReadonlySet<Subject>,
): {
  readonly members: readonly MemberStanding[]
  readonly others: readonly Other[]
  readonly users: ReadonlySet<Subject>
} => {
  const { who } = loaded
  const { program, signals, ability } = live
  const registersOf = registersByUser(loaded)
  const everywhere = groupByUser(loaded.rows)
  const here = known.rows === loaded.rows ? everywhere : groupByUser(known.rows)
  const today = dayOf(now)
  const isGroup = akey.startsWith('g:')
  const present = isGroup ? who.membersOf(akey).filter(user => who.accountOn(user, today) === akey) : []
  const leavers = leaversOf(loaded, akey)
  const alone = isGroup || who.accountOn(akey, today) !== undefined ? [] : [akey]
  const users = new Set(
    [...here.keys(), ...present, ...alone].filter(user => !internal.has(user) && !isMailbox(user)),
  )
  const ours = hashesOfOurs(signals)
  const situations = new Set(signals.filter(one => SITUATIONS.includes(one.key)).map(one => one.hash))
  const ranked = [...users]
    .map(user => ({ user, last: lastActiveOf(here.get(user) ?? [], ours) }))
    .sort((a, b) => (b.last ?? 0) - (a.last ?? 0) || (a.user < b.user ? -1 : 1))
  const otherOf = (user: Subject): Other => {
    const registers = registersOfUser({ registers: registersOf.get(user) ?? {} }, who, user)
    const rows = rowsOfMember(everywhere.get(user) ?? [], here.get(user) ?? [], situations)
    return {
      user,
      isHome: (who.accountOn(user, today) ?? (isGroup ? who.accountsOf(user)[0] : user)) === akey,
      known: { rows, registers },
      rowsOf: rowsBySignal(rows, signals),
    }
  }
  const others = ranked.slice(MAX_MEMBERS).map(({ user }) => otherOf(user))
  const members = ranked.slice(0, MAX_MEMBERS).map(({ user, last }): MemberStanding => {
    const { isHome, known: own, rowsOf } = otherOf(user)
    const { rows, registers } = own
    const facts = factsOf({
      program,
      signals,
      user: own,
      rowsOf,
      ...(user.startsWith('u:') ? { userId: idOf(user) } : {}),
      account: known,
      accountBase: base,
      ...(isGroup ? { accountId: idOf(akey) } : {}),
      ability,
      now,
    })
    const email = asText(registers['traits.email'])
    return {
      user,
      name: nameIn(registers, user),
      ...(email === undefined ? {} : { email }),
      isPresent: !leavers.has(user),
      isHome,
      known: own,
      rowsOf,
      facts,
      progress: progressOf({ program, signals, rows, rowsOf, skills: facts.skills, ability, now }),
      lastActiveAt: last,
    }
  })
  return { members, others, users }
}

const nextMidnight = (now: number): number => (dayOf(now) + 1) * DAY_MS

/** Where forgetting was learned, an ability fades on a day that only the model knows. */
const forgottenAt = (
  { program, signals, ability }: StandingInput['live'],
  { rowsOf, facts }: MemberStanding,
  now: number,
): number | null =>
  ability.version === UNFITTED.version
    ? null
    : fadesAt({ ...program, rowsOf, signals, ability, now }, facts.skills)

/** Counts of days and decay change at UTC midnight; a skill fades at an instant of its own. */
const dueAtOf = (
  { live, now }: StandingInput,
  known: Known,
  members: readonly MemberStanding[],
): number | null => {
  const { windowDays: activeIn = 0, plateauDays = 0 } = live.program.progress ?? {}
  const windowDays = Math.max(
    30,
    engagementWindowDays(engagementSettings(live.program)),
    activeIn,
    plateauDays + 1,
  )
  const last = lastOf(known.rows)
  const isMoving = last !== null && (live.readsClock || dayOf(now) - dayOf(last) <= windowDays)
  const fading = members.flatMap(({ facts }) =>
    Object.values(facts.skills).flatMap(view => {
      const skill = live.program.skills.find(one => one.key === view.key)
      const at = view.able && view.last !== null ? view.last + (skill?.fadesAfterDays ?? 90) * DAY_MS + 1 : 0
      return at > now ? [at] : []
    }),
  )
  const instants = [
    // Who is looked at every midnight needs no other instant of a day's own.
    ...(isMoving ? [nextMidnight(now)] : members.flatMap(member => forgottenAt(live, member, now) ?? [])),
    ...fading,
  ]
  return instants.length === 0 ? null : Math.min(...instants)
}

const wasCalled = (kind: string, target: string, { facts }: MemberStanding): boolean => {
  const view = facts.features[target]
  return calledAt(kind, view) !== null || (kind === 'usage' && view?.quota !== undefined)
}

/** Reads where one account stands off its evidence. Pure: the same input gives the same standing. */
export const standingOf = (input: StandingInput): Standing => {
  const { live, loaded, akey, p90, now } = input
  const { program, signals } = live
  const internal = internalUsers(loaded.evidence, loaded.who, program)
  const { everyone, own: rows } = rowsIn(loaded, akey, internal)
  const known: Known = { rows, registers: registersOfAccount(loaded.evidence, loaded.who, akey) }
  const isGroup = akey.startsWith('g:')
  const counted = accountBase(known, isGroup ? idOf(akey) : undefined, signals, now)
  const base = { ...counted, doc: withoutMailbox(counted.doc, rows) }
  const { members, others, users } = membersOf(input, known, base, internal)
  const checklist = program.checklists[0]
  const own = members.length === 1 && !isGroup ? members[0] : undefined
  // Of an account of one the user's own facts hold, skills among them.
  const activation =
    checklist && (own?.facts.activations[checklist.key] ?? activationOfAccount(checklist, base.doc, now))
  const names = new Map(members.map(({ user, name }) => [user, name]))
  const nameOf = (user: string): string => names.get(user) ?? idOf(user)
  const engagement = engagementView({
    settings: engagementSettings(program),
    rowsOf: base.rowsOf,
    p90,
    name: nameOf,
    now,
  })
  const hasFirstValue =
    activation?.hasFirstValue === true ||
    members.some(({ facts }) => checklist !== undefined && facts.activations[checklist.key]?.hasFirstValue)
  const qualifications = qualify({ program, hasFirstValue, engagement: engagement.score, members, now })
  const progress = accountProgress({
    program,
    signals,
    rows,
    rowsOf: base.rowsOf,
    members: members.map(one => ({ progress: one.progress, skills: one.facts.skills })),
    now,
  })
  const isEmpty =
    (!isGroup && rows.length === 0 && loaded.who.accountsOf(akey).length > 0) ||
    (users.size === 0 &&
      (everyone.length > 0 || loaded.who.membersOf(akey).some(user => internal.has(user)))) ||
    (!isGroup && internal.has(akey))
  const wanted = program.prompts.filter(prompt => prompt.when !== undefined)
  const basisNow = (of: { readonly kind: string; readonly target: string }, user: Subject): Basis =>
    basisOf(live, of, user, {
      everywhere: loaded.rows.filter(row => row.user === user),
      here: rows.filter(row => row.user === user),
    })
  /** Whether the one who qualified is of this account still, with no less than they had then. */
  const isKept = (kind: string, target: string, before: Basis): boolean => {
    const user = loaded.who.userOf(before.user)
    return users.has(user) && hasKept(before, basisNow({ kind, target }, user), live)
  }
  return {
    akey,
    known,
    base,
    activation,
    engagement,
    members,
    progress,
    users: users.size,
    others,
    qualifications,
    isEmpty,
    basisOf: qualification => basisNow(qualification, qualification.user),
    seenOf: qualification => seenOf(input, qualification.user),
    isStillTheirs: (kind, target, basis) =>
      (basis === undefined || isKept(kind, target, basis)) &&
      (members.some(member => wasCalled(kind, target, member)) ||
        // A condition of its own says nothing about where its facts came from: any evidence keeps it.
        (rows.length > 0 && wanted.some(prompt => prompt.kind === kind && prompt.feature === target))),
    dueAt: isEmpty ? null : dueAtOf(input, known, members),
    row: {
      ...leadRow(
        program,
        qualifications,
        activation && { ...activation, hasFirstValue },
        nameOf,
        loaded.questions?.[0],
      ),
      akey,
      name: nameIn(known.registers, akey),
      isOfOne: !isGroup,
      activation: activation?.rate ?? 0,
      engagement: engagement.score,
      users: isGroup ? users.size : 1,
      lastActiveAt: lastActiveOf(rows, hashesOfOurs(signals)),
      ability: {
        quadrant: progress.quadrant,
        able: progress.able,
        users: progress.users,
        share: progress.share,
        depth: progress.depth,
        breadth: progress.breadth,
        plateau: progress.plateau,
        plateaus: progress.plateaus,
        skills: program.skills
          .filter(skill => progress.skills.some(one => one.key === skill.key && one.able > 0))
          .map(skill => skill.name),
      },
    },
  }
}
