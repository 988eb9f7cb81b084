import {
  type AccountProgress,
  type AccountRow,
  type Activation,
  type Akey,
  accountDoc,
  accountProgress,
  activationOfAccount,
  type Count,
  DAY_MS,
  dayOf,
  type Evidence,
  engagementScore,
  type Facts,
  factsOf,
  fadesAt,
  type Json,
  type Known,
  knownOfAccount,
  knownOfUser,
  leadRow,
  type Membership,
  NO_EVIDENCE,
  type Program,
  progressOf,
  type Qualification,
  qualify,
  type Register,
  type Row,
  rawEngagement,
  rowsBySignal,
  type Subject,
  splitCountKey,
  splitRegisterKey,
  UNFITTED,
  type UserProgress,
  userKey,
} from '@fireball/core'
import { type Basis, basisOf, hasKept } from './basis.ts'
import { idOf, nameIn } from './console/name.ts'
import type { Loaded } from './people.ts'
import type { LiveProgram } from './program-store.ts'

/** One member of an account as they stand. */
export interface MemberStanding {
  readonly user: Subject
  readonly name: string
  readonly email?: string
  readonly known: Known
  readonly facts: Facts
  readonly progress: UserProgress
  readonly lastActiveAt: number | null
}

/** One account as it stands at an instant: everything that lists, pages and transitions are made of. */
export interface Standing {
  readonly akey: Akey
  readonly row: AccountRow
  readonly known: Known
  /** Of the first checklist; undefined when the program has none. */
  readonly activation: Activation | undefined
  readonly rawEngagement: number
  /** Members with evidence in the account, most recently active first; at most `MAX_MEMBERS` of them are evaluated. */
  readonly members: readonly MemberStanding[]
  readonly progress: AccountProgress
  readonly users: number
  readonly qualifications: readonly Qualification[]
  /** What a qualification stands on, to be kept beside it. */
  readonly basisOf: (qualification: Qualification) => Basis
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

const lastOf = (rows: readonly Row[]): number | null =>
  rows.reduce<number | null>((last, row) => Math.max(last ?? row.last, row.last), null)

/** Members of the team, known as such by what they said of themselves at any time. */
const internalUsers = (evidence: Evidence, who: Membership, { exclude }: Program): ReadonlySet<Subject> => {
  const internal = new Set((exclude?.users ?? []).map(userKey))
  const domains = (exclude?.emailDomains ?? []).map(domain => `@${domain.toLowerCase()}`)
  const isInside = (id: string | undefined): boolean =>
    id !== undefined && domains.some(domain => id.toLowerCase().endsWith(domain))
  // An address may be the id itself.
  for (const { kind, from, to } of Object.values(evidence.links))
    for (const end of kind === 'user' ? [from, to] : [from])
      if (end.startsWith('u:') && isInside(end)) internal.add(who.userOf(end))
  if (domains.length > 0)
    for (const key in evidence.registers) {
      const { subject, name } = splitRegisterKey(key)
      const email = name === 'traits.email' ? asText(evidence.registers[key]?.value) : undefined
      if (isInside(email)) internal.add(who.userOf(subject))
    }
  return internal
}

interface Part extends Evidence {
  readonly counts: Record<string, Count>
  readonly registers: Record<string, Register>
}

/** Evidence apart by user, so that each member is read once. */
const partByUser = ({ evidence, who }: Loaded): ReadonlyMap<Subject, Evidence> => {
  const parts = new Map<Subject, Part>()
  const partOf = (subject: Subject): Part => {
    const user = who.userOf(subject)
    const known = parts.get(user)
    if (known !== undefined) return known
    const part: Part = { counts: {}, registers: {}, links: {} }
    parts.set(user, part)
    return part
  }
  for (const [key, count] of Object.entries(evidence.counts))
    partOf(splitCountKey(key).subject).counts[key] = count
  for (const [key, register] of Object.entries(evidence.registers))
    partOf(splitRegisterKey(key).subject).registers[key] = register
  return parts
}

/** Engagement weights of a program; without any, each of its own signals weighs 1. */
const engagementSettings = ({ program }: LiveProgram) =>
  program.engagement ?? { weights: Object.fromEntries(program.signals.map(({ key }) => [key, 1])) }

const groupByUser = (rows: readonly Row[]): ReadonlyMap<Subject, readonly Row[]> => {
  const groups = new Map<Subject, Row[]>()
  for (const row of rows) {
    const known = groups.get(row.user)
    if (known === undefined) groups.set(row.user, [row])
    else known.push(row)
  }
  return groups
}

/** All evidence of a member, but of locks, limits and questions only what happened in this account. */
const knownOfMember = (everything: Known, here: readonly Row[], situations: ReadonlySet<string>): Known => ({
  registers: everything.registers,
  rows: [
    ...everything.rows.filter(row => !situations.has(row.signal)),
    ...here.filter(row => situations.has(row.signal)),
  ],
})

const membersOf = (
  { live, loaded, akey, now }: StandingInput,
  known: Known,
  internal: ReadonlySet<Subject>,
): { readonly members: readonly MemberStanding[]; readonly users: ReadonlySet<Subject> } => {
  const { who } = loaded
  const parts = partByUser(loaded)
  const here = groupByUser(known.rows)
  const today = dayOf(now)
  const isGroup = akey.startsWith('g:')
  const present = isGroup ? who.membersOf(akey).filter(user => who.accountOn(user, today) === akey) : []
  const alone = isGroup || who.accountOn(akey, today) !== undefined ? [] : [akey]
  const users = new Set([...here.keys(), ...present, ...alone].filter(user => !internal.has(user)))
  const situations = new Set(live.signals.filter(one => SITUATIONS.includes(one.key)).map(one => one.hash))
  const ranked = [...users]
    .map(user => ({ user, last: lastOf(here.get(user) ?? []) }))
    .sort((a, b) => (b.last ?? 0) - (a.last ?? 0) || (a.user < b.user ? -1 : 1))
    .slice(0, MAX_MEMBERS)
  const members = ranked.map(({ user, last }): MemberStanding => {
    const everything = knownOfUser(parts.get(user) ?? NO_EVIDENCE, who, user)
    const own = knownOfMember(everything, here.get(user) ?? [], situations)
    const facts = factsOf({
      program: live.program,
      signals: live.signals,
      user: own,
      ...(user.startsWith('u:') ? { userId: idOf(user) } : {}),
      account: known,
      ...(isGroup ? { accountId: idOf(akey) } : {}),
      ability: live.ability,
      now,
    })
    const email = asText(everything.registers['traits.email'])
    return {
      user,
      name: nameIn(everything.registers, user),
      ...(email === undefined ? {} : { email }),
      known: own,
      facts,
      progress: progressOf({
        program: live.program,
        signals: live.signals,
        rows: own.rows,
        skills: facts.skills,
        ability: live.ability,
        now,
      }),
      lastActiveAt: last,
    }
  })
  return { members, users }
}

const nextMidnight = (now: number): number => (dayOf(now) + 1) * DAY_MS

/** Where forgetting was learned, an ability fades on a day that only the model knows. */
const forgottenAt = (
  { program, signals, ability }: StandingInput['live'],
  { known, facts }: MemberStanding,
  now: number,
): number | null =>
  ability.version === UNFITTED.version
    ? null
    : fadesAt({ ...program, rowsOf: rowsBySignal(known.rows, signals), signals, ability, now }, facts.skills)

/** Counts of days and decay change at UTC midnight; a skill fades at an instant of its own. */
const dueAtOf = (
  { live, now }: StandingInput,
  known: Known,
  members: readonly MemberStanding[],
): number | null => {
  const { windowDays: activeIn = 0, plateauDays = 0 } = live.program.progress ?? {}
  const windowDays = Math.max(30, engagementSettings(live).windowDays ?? 30, activeIn, plateauDays + 1)
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
  if (view === undefined) return false
  if (kind === 'upgrade') return view.lockedAt !== null
  if (kind === 'usage') return view.limitedAt !== null || view.quota !== undefined
  return view.askedAt !== null
}

/** Reads where one account stands off its evidence. Pure: the same input gives the same standing. */
export const standingOf = (input: StandingInput): Standing => {
  const { live, loaded, akey, p90, now } = input
  const { program, signals } = live
  const internal = internalUsers(loaded.evidence, loaded.who, program)
  const everyone = knownOfAccount(loaded.evidence, loaded.who, akey)
  const known = { ...everyone, rows: everyone.rows.filter(row => !internal.has(row.user)) }
  const isGroup = akey.startsWith('g:')
  const { members, users } = membersOf(input, known, internal)
  const checklist = program.checklists[0]
  const doc = accountDoc(known, isGroup ? idOf(akey) : undefined, signals, now)
  const own = members.length === 1 && !isGroup ? members[0] : undefined
  // Of an account of one the user's own facts hold, skills among them.
  const activation =
    checklist && (own?.facts.activations[checklist.key] ?? activationOfAccount(checklist, doc, now))
  const raw = rawEngagement(engagementSettings(live), rowsBySignal(known.rows, signals), now)
  const engagement = engagementScore(raw, p90)
  const hasFirstValue =
    activation?.hasFirstValue === true ||
    members.some(({ facts }) => checklist !== undefined && facts.activations[checklist.key]?.hasFirstValue)
  const qualifications = qualify({ program, hasFirstValue, engagement, members, now })
  const progress = accountProgress({
    program,
    signals,
    rows: known.rows,
    members: members.map(one => ({ progress: one.progress, skills: one.facts.skills })),
    now,
  })
  const names = new Map(members.map(({ user, name }) => [user, name]))
  const isEmpty =
    (!isGroup && known.rows.length === 0 && loaded.who.accountsOf(akey).length > 0) ||
    (users.size === 0 &&
      (everyone.rows.length > 0 || loaded.who.membersOf(akey).some(user => internal.has(user)))) ||
    (!isGroup && internal.has(akey))
  const wanted = program.prompts.filter(prompt => prompt.when !== undefined)
  const basisNow = (of: { readonly kind: string; readonly target: string }, user: Subject): Basis =>
    basisOf(live, of, user, {
      everywhere: knownOfUser(loaded.evidence, loaded.who, user).rows,
      here: known.rows.filter(row => row.user === user),
    })
  /** Whether the one who qualified is of this account still, with no less than they had then. */
  const isKept = (kind: string, target: string, before: Basis): boolean => {
    const user = loaded.who.userOf(before.user)
    return users.has(user) && hasKept(before, basisNow({ kind, target }, user), live)
  }
  return {
    akey,
    known,
    activation,
    rawEngagement: raw,
    members,
    progress,
    users: users.size,
    qualifications,
    isEmpty,
    basisOf: qualification => basisNow(qualification, qualification.user),
    isStillTheirs: (kind, target, basis) =>
      (basis === undefined || isKept(kind, target, basis)) &&
      (members.some(member => wasCalled(kind, target, member)) ||
        // A condition of its own says nothing about where its facts came from: any evidence keeps it.
        (known.rows.length > 0 && wanted.some(prompt => prompt.kind === kind && prompt.feature === target))),
    dueAt: isEmpty ? null : dueAtOf(input, known, members),
    row: {
      ...leadRow(
        program,
        qualifications,
        activation && { ...activation, hasFirstValue },
        user => names.get(user) ?? idOf(user),
        loaded.questions?.[0],
      ),
      akey,
      name: nameIn(known.registers, akey),
      isOfOne: !isGroup,
      activation: activation?.rate ?? 0,
      engagement,
      users: isGroup ? users.size : 1,
      lastActiveAt: lastOf(known.rows),
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
