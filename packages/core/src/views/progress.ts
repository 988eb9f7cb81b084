import { DAY_MS, dayOf } from '../day.ts'
import type { JsonObject } from '../json.ts'
import type { Row } from '../person.ts'
import type { Program } from '../program/program.ts'
import type { CompiledSignal } from '../signal.ts'
import type { AbilityFit } from './ability-fit.ts'
import { type SkillView, skillViews } from './skill.ts'
import { rowsBySignal, rowsOfAll } from './tally.ts'

/**
 * Ability × activity. `throwing-fireballs`: both. `silent-win`: able, seldom there. `spinning-wheels`: busy, not able:
 * offer help. `not-started`: neither.
 */
export type Quadrant = 'throwing-fireballs' | 'silent-win' | 'spinning-wheels' | 'not-started'

/**
 * Where the program says nothing; no source gives these, they are ours. Active: use on 4 of the last 28 days, about once
 * a week. Able: one skill for a user, since depth beats breadth; a quarter of its users for an account.
 */
export const PROGRESS_DEFAULTS = {
  plateauDays: 28,
  windowDays: 28,
  activeDays: 4,
  ableSkills: 1,
  ableShare: 0.25,
} as const

/** How far one user has come, apart from how much they click. */
export interface UserProgress {
  readonly quadrant: Quadrant
  /** Days of the window with use of the product. */
  readonly activeDays: number
  /** Skills able in, and skills begun. */
  readonly able: number
  readonly begun: number
  /** Mastery of few: the mean of the skills’ lower bounds of p over those able in; 0 without any. */
  readonly depth: number
  /** Skills able of those begun, 0–1. */
  readonly breadth: number
  /** When an ability was gained last: its last missing context, or its threshold, was reached; epoch ms. */
  readonly gainedAt: number | null
  /** Active for the program's span without gaining an ability, while there is one to gain. */
  readonly plateau: boolean
}

export interface ProgressInput {
  readonly program: Pick<Program, 'skills' | 'features' | 'progress'>
  readonly signals: readonly CompiledSignal[]
  /** The user's rows; by signal as well where they are at hand. */
  readonly rows: readonly Row[]
  readonly rowsOf?: Readonly<Record<string, readonly Row[]>> | undefined
  /** The user's standing in the skills, as facts have it. */
  readonly skills: Readonly<Record<string, SkillView>>
  readonly ability?: AbilityFit | undefined
  readonly now: number
}

const settingsOf = ({ progress }: Pick<Program, 'progress'>) => {
  const { plateauDays, windowDays, activeDays, ableSkills, ableShare } = PROGRESS_DEFAULTS
  return {
    plateauDays: progress?.plateauDays ?? plateauDays,
    windowDays: progress?.windowDays ?? windowDays,
    activeDays: progress?.activeDays ?? activeDays,
    ableSkills: progress?.ableSkills ?? ableSkills,
    ableShare: progress?.ableShare ?? ableShare,
  }
}

/** Sorted before they are summed: rounding must not depend on who comes first. */
const mean = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b).reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

const quadrantOf = (isActive: boolean, isAble: boolean): Quadrant =>
  isAble ? (isActive ? 'throwing-fireballs' : 'silent-win') : isActive ? 'spinning-wheels' : 'not-started'

/** Days on which the product was used: what Fireball itself showed or sent is no use of it. */
const daysOfUse = (
  rowsOf: Readonly<Record<string, readonly Row[]>>,
  signals: readonly CompiledSignal[],
): readonly number[] => {
  const days = new Set<number>()
  for (const { key } of signals)
    if (!key.startsWith('$')) for (const { day } of rowsOf[key] ?? []) days.add(day)
  return [...days].sort((a, b) => a - b)
}

const countSince = (days: readonly number[], from: number, to: number): number =>
  days.filter(day => day > from && day <= to).length

/**
 * When the last context that was needed, or so far reached, was first done unassisted. Keeps only as many contexts as
 * are needed, those done first: rows may be a million.
 */
const contextReachedAt = (rows: readonly Row[], needed: number): number | null => {
  const contexts: string[] = []
  const firsts: number[] = []
  for (const { success, context, first } of rows) {
    const isFull = firsts.length >= needed
    if (success === 0 || context === '' || (isFull && first >= (firsts[needed - 1] ?? first))) continue
    let place = contexts.indexOf(context)
    if (place === -1) place = isFull ? needed - 1 : firsts.length
    else if (first >= (firsts[place] ?? first)) continue
    // Those that were done later make room.
    for (; place > 0 && first < (firsts[place - 1] ?? first); place--) {
      firsts[place] = firsts[place - 1] ?? first
      contexts[place] = contexts[place - 1] ?? context
    }
    firsts[place] = first
    contexts[place] = context
  }
  return firsts.at(-1) ?? null
}

/** Of each skill, when it was gained, or came closer last. */
const gainsOf = (
  { program, signals, skills, ability, now }: ProgressInput,
  rowsOf: Readonly<Record<string, readonly Row[]>>,
  span: number,
): readonly number[] => {
  const since = now - span
  let before: Readonly<Record<string, SkillView>> | undefined
  const wasAble = (key: string): boolean => {
    before ??= skillViews({
      skills: program.skills,
      features: [],
      rowsOf: Object.fromEntries(
        Object.entries(rowsOf).map(([signal, own]) => [signal, own.filter(row => row.day <= dayOf(since))]),
      ),
      signals,
      ability,
      now: since,
    })
    return before[key]?.able === true
  }
  return program.skills.flatMap(({ key, shownBy }) => {
    const view = skills[key]
    const reached = contextReachedAt(rowsOfAll(rowsOf, shownBy), view?.needed ?? 1)
    if (reached === null) return []
    // Failures may have kept p under the threshold long after the contexts were there.
    const isLater = view?.able === true && view.failures > 0 && reached <= since && !wasAble(key)
    return [isLater ? (view.last ?? reached) : reached]
  })
}

/** How far one user has come. Order and split of the events change nothing. */
export const progressOf = (input: ProgressInput): UserProgress => {
  const { program, signals, rows, rowsOf = rowsBySignal(rows, signals), skills, now } = input
  const settings = settingsOf(program)
  const today = dayOf(now)
  const days = daysOfUse(rowsOf, signals)
  const views = program.skills.flatMap(({ key }) => skills[key] ?? [])
  const able = views.filter(one => one.able)
  const begun = views.filter(one => one.state !== 'not-started').length
  const activeDays = countSince(days, today - settings.windowDays, today)
  const span = settings.plateauDays * DAY_MS
  const gains = gainsOf(input, rowsOf, span)
  const latest = gains.length === 0 ? null : Math.max(...gains)
  const start = days[0]
  const half = today - Math.floor(settings.plateauDays / 2)
  // Who comes back after a pause has had no span to gain anything in.
  const isActiveThroughout =
    countSince(days, today - settings.plateauDays, half) > 0 &&
    countSince(days, half, today) > 0 &&
    countSince(days, today - settings.plateauDays, today) >= settings.activeDays
  return {
    quadrant: quadrantOf(activeDays >= settings.activeDays, able.length >= settings.ableSkills),
    activeDays,
    able: able.length,
    begun,
    depth: mean(able.map(one => one.low)),
    breadth: begun === 0 ? 0 : able.length / begun,
    gainedAt: latest,
    plateau:
      isActiveThroughout &&
      start !== undefined &&
      today - start >= settings.plateauDays &&
      (latest === null || now - latest > span) &&
      views.some(one => !one.able && one.lacks.length === 0),
  }
}

/** Progress as conditions read it under `ability`; only a collector has it. */
export const abilityDoc = (progress: UserProgress): JsonObject => ({ ...progress })

/** How far an account has come: the number and share of its users who are able, never the sum over users. */
export interface AccountProgress {
  readonly quadrant: Quadrant
  readonly activeDays: number
  readonly users: number
  /** Users able in as many skills as the program asks for. */
  readonly able: number
  readonly share: number
  /** Mean depth of those. */
  readonly depth: number
  /** Skills that one of its users is able in, of those that one has begun, 0–1. */
  readonly breadth: number
  /** Users on a plateau; `plateau` when there are some, and nobody gained an ability within the span. */
  readonly plateaus: number
  readonly plateau: boolean
  readonly skills: readonly {
    readonly key: string
    readonly able: number
    readonly tried: number
    /** Of all users. */
    readonly share: number
    readonly stuck: number
    readonly fading: number
  }[]
}

export interface AccountProgressInput {
  readonly program: Pick<Program, 'skills' | 'progress'>
  readonly signals: readonly CompiledSignal[]
  /** The account's rows: activity may be summed, ability may not. By signal as well where they are at hand. */
  readonly rows: readonly Row[]
  readonly rowsOf?: Readonly<Record<string, readonly Row[]>> | undefined
  readonly members: readonly {
    readonly progress: UserProgress
    readonly skills: Readonly<Record<string, SkillView>>
  }[]
  readonly now: number
}

/** How far an account has come, from how far its users have. */
export const accountProgress = ({
  program,
  signals,
  rows,
  rowsOf = rowsBySignal(rows, signals),
  members,
  now,
}: AccountProgressInput): AccountProgress => {
  const settings = settingsOf(program)
  const today = dayOf(now)
  const activeDays = countSince(daysOfUse(rowsOf, signals), today - settings.windowDays, today)
  const users = members.length
  const ableUsers = members.filter(({ progress }) => progress.able >= settings.ableSkills)
  const share = users === 0 ? 0 : ableUsers.length / users
  const skills = program.skills.map(({ key }) => {
    let [able, tried, stuck, fading] = [0, 0, 0, 0]
    for (const { skills: views } of members) {
      const view = views[key]
      if (view === undefined) continue
      if (view.able) able++
      if (view.state !== 'not-started') tried++
      if (view.stuck !== null) stuck++
      if (view.state === 'fading') fading++
    }
    return { key, able, tried, share: users === 0 ? 0 : able / users, stuck, fading }
  })
  const tried = skills.filter(one => one.tried > 0).length
  const plateaus = members.filter(({ progress }) => progress.plateau).length
  const spanStart = now - settings.plateauDays * DAY_MS
  return {
    quadrant: quadrantOf(activeDays >= settings.activeDays, users > 0 && share >= settings.ableShare),
    activeDays,
    users,
    able: ableUsers.length,
    share,
    depth: mean(ableUsers.map(({ progress }) => progress.depth)),
    breadth: tried === 0 ? 0 : skills.filter(one => one.able > 0).length / tried,
    plateaus,
    plateau: plateaus > 0 && members.every(({ progress }) => (progress.gainedAt ?? 0) <= spanStart),
    skills,
  }
}
