import { type Condition, evaluate, UNKNOWN } from './condition.ts'
import type { Json, JsonObject } from './json.ts'
import { isObject } from './json.ts'
import type { Known, Row } from './person.ts'
import type { Checklist, Feature, Skill } from './program/program.ts'
import type { CompiledSignal } from './signal.ts'
import type { AbilityFit } from './views/ability-fit.ts'
import { type Activation, activationOfUser } from './views/activation.ts'
import { limitHolds, usageShape } from './views/limit.ts'
import { type SkillsInput, type SkillView, skillViews } from './views/skill.ts'
import { missingSkills } from './views/skill-graph.ts'
import { about, lastAbout, rowsBySignal, talliesDoc } from './views/tally.ts'

/** The parts of a program that facts are built from; a public program has them all. */
export interface FactsProgram {
  readonly skills: readonly Skill[]
  readonly features: readonly Feature[]
  readonly checklists: readonly Checklist[]
  /** A public program brings what was learned along. */
  readonly ability?: AbilityFit | undefined
}

export interface FactsInput {
  readonly program: FactsProgram
  /** The program's own signals and the built-in ones, compiled. */
  readonly signals: readonly CompiledSignal[]
  readonly user: Known
  readonly userId?: string | undefined
  /** The account's sum, or as much of it as is known here. */
  readonly account: Known
  /** Both, by signal, and what the account's document says, where they are at hand: members of an account share its own. */
  readonly rowsOf?: RowsOf | undefined
  readonly accountBase?: AccountBase | undefined
  readonly accountId?: string | undefined
  readonly now: number
  /** What was learned about ability; without it the program's, else the starting values. */
  readonly ability?: AbilityFit | undefined
  /** Names of facts that exist elsewhere and have not been received here, such as `lead`: what reads them waits. */
  readonly unknown?: readonly string[] | undefined
  /** The account is known in part only: a trait that is not here may be there. */
  readonly isAccountPartial?: boolean | undefined
  /** The page that is open; absent on a server. */
  readonly page?: { readonly url: string; readonly path: string; readonly title: string } | undefined
}

/** A feature as it stands for one user. */
export interface FeatureView {
  readonly key: string
  readonly state: 'open' | 'locked' | 'limited'
  /** Whether the user has every skill needed to benefit. */
  readonly ready: boolean
  /** The missing skills, prerequisites first. */
  readonly missing: readonly Skill[]
  /** When the user last ran into the lock, epoch ms. */
  readonly lockedAt: number | null
  /** When a report said last that the limit is reached. */
  readonly limitedAt: number | null
  /** When the user last got stuck on it, or on a skill that it needs. */
  readonly struggledAt: number | null
  readonly askedAt: number | null
  readonly quota?: QuotaView
}

export interface QuotaView {
  readonly used: number
  readonly limit: number
  /** used / limit. */
  readonly pct: number
  readonly shape: 'growth' | 'spike' | 'unknown'
  /** The limit was reached 7 or more days ago and still is. */
  readonly holds: boolean
}

/** Everything known about one user at one instant: the typed views, and the document that conditions read. */
export interface Facts {
  readonly doc: JsonObject
  readonly skills: Readonly<Record<string, SkillView>>
  readonly features: Readonly<Record<string, FeatureView>>
  readonly activations: Readonly<Record<string, Activation>>
}

/** What facts are judged by. */
export interface FactsModels {
  skillViews(input: SkillsInput): Readonly<Record<string, SkillView>>
  /** Without these two the shape of any usage is unknown, and no limit holds: nobody is sold anything for it. */
  readonly usageShape?: typeof usageShape | undefined
  readonly limitHolds?: typeof limitHolds | undefined
}

type RowsOf = Readonly<Record<string, readonly Row[]>>

/** What all members of an account read of it. */
export interface AccountBase {
  readonly rowsOf: RowsOf
  /** As `accountDoc` gives it; what it adds up is added up once. */
  readonly doc: JsonObject
}

/** Registers under one prefix, as a document: `traits.plan` → `{ plan }`. */
const registersUnder = (prefix: string, { registers }: Known): JsonObject =>
  Object.fromEntries(
    Object.entries(registers)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  )

const quotaOf = (
  feature: Feature,
  reported: Json | undefined,
  rowsOf: RowsOf,
  now: number,
  models: FactsModels,
): QuotaView | undefined => {
  if (!isObject(reported)) return undefined
  const used = Number(reported.used)
  const limit = Number(reported.limit)
  if (!(limit > 0 && used >= 0)) return undefined
  const pct = used / limit
  return {
    used,
    limit,
    pct,
    shape:
      (feature.limit?.signal !== undefined && models.usageShape?.(rowsOf[feature.limit.signal] ?? [], now)) ||
      'unknown',
    holds:
      models.limitHolds?.(
        about(rowsOf['$at-limit'], feature.key),
        about(rowsOf['$below-limit'], feature.key),
        pct,
        now,
      ) ?? false,
  }
}

/** A lock or a failure counts as what happens now for so long. */
export const MOMENT_MS = 1_800_000

/**
 * What is not known counts as open, for nobody is sold what they may have; but a page that has just said of this account
 * that it is locked knows better.
 */
const isLocked = (
  open: Condition | undefined,
  doc: JsonObject,
  lockedAt: number | null,
  now: number,
): boolean => {
  const verdict = open === undefined || evaluate(open, doc, { now })
  return verdict === 'unknown' ? lockedAt !== null && now - lockedAt <= MOMENT_MS : !verdict
}

/** Every `account.<trait>` that the program's conditions name, as unknown. */
const unknownTraits = (program: FactsProgram): JsonObject =>
  Object.fromEntries(
    [...JSON.stringify(program).matchAll(/"account\.([^".\\]+)/g)].map(([, trait = '']) => [trait, UNKNOWN]),
  )

/** What the facts of each member share of their account. */
export const accountBase = (
  account: Known,
  accountId: string | undefined,
  signals: readonly CompiledSignal[],
  now: number,
): AccountBase => {
  const users = new Set(account.rows.map(row => row.user)).size
  const rowsOf = rowsBySignal(account.rows, signals)
  return {
    rowsOf,
    doc: {
      account: { ...registersUnder('traits.', account), id: accountId ?? null, users },
      events: talliesDoc(rowsOf, now),
      quota: registersUnder('quota.', account),
    },
  }
}

/** The document of an account's own steps and rules: its summed events and registers. */
export const accountDoc = (
  account: Known,
  accountId: string | undefined,
  signals: readonly CompiledSignal[],
  now: number,
): JsonObject => accountBase(account, accountId, signals, now).doc

/** What `factsOf` builds, judged by other models. */
export const factsBy = (models: FactsModels, input: FactsInput): Facts => {
  const { program, signals, user, account, now } = input
  const rowsOf = input.rowsOf ?? rowsBySignal(user.rows, signals)
  const base = input.accountBase ?? accountBase(account, input.accountId, signals, now)
  const { rowsOf: accountRowsOf, doc: ofAccount } = base
  const ability = input.ability ?? program.ability
  const skills = models.skillViews({ ...program, rowsOf, signals, ability, now })
  const quotas = { ...registersUnder('quota.', user), ...registersUnder('quota.', account) }
  const quotaViews = Object.fromEntries(
    program.features.flatMap(feature => {
      const quota = quotaOf(feature, quotas[feature.key], accountRowsOf, now, models)
      return quota === undefined ? [] : [[feature.key, { ...quota }] as const]
    }),
  )
  const traits = registersUnder('traits.', user)
  const doc: JsonObject = {
    user: { ...traits, id: input.userId ?? null, isAnonymous: input.userId === undefined },
    account: {
      ...(input.isAccountPartial && unknownTraits(program)),
      ...(input.accountId === undefined ? traits : {}),
      ...(ofAccount.account as JsonObject),
    },
    ...Object.fromEntries((input.unknown ?? []).map(name => [name, UNKNOWN])),
    events: talliesDoc(rowsOf, now),
    quota: quotaViews,
    survey: registersUnder('survey.', user),
    skill: Object.fromEntries(
      Object.entries(skills).map(([key, view]) => [key, { ...view, stuck: view.stuck?.by ?? null }]),
    ),
    ...(input.page && { page: { ...input.page } }),
  }
  const features = Object.fromEntries(
    program.features.map(feature => {
      const missing = missingSkills(feature.skills ?? [], program.skills, skills)
      const quota = quotaViews[feature.key]
      const stuckAt = (feature.skills ?? []).flatMap(key => skills[key]?.stuck?.at ?? [])
      const view: FeatureView = {
        key: feature.key,
        state: isLocked(feature.open, doc, lastAbout(accountRowsOf.$locked, feature.key), now)
          ? 'locked'
          : quota !== undefined && quota.pct >= 1
            ? 'limited'
            : 'open',
        ready: missing.length === 0,
        missing,
        lockedAt: lastAbout(rowsOf.$locked, feature.key),
        limitedAt: lastAbout(rowsOf['$at-limit'], feature.key),
        struggledAt: Math.max(lastAbout(rowsOf.$struggled, feature.key) ?? 0, ...stuckAt) || null,
        askedAt: lastAbout(rowsOf['$asked-help'], feature.key),
        ...(quota && { quota }),
      }
      return [feature.key, view]
    }),
  )
  const activations = Object.fromEntries(
    program.checklists.map(checklist => [
      checklist.key,
      activationOfUser(checklist, { user: doc, account: ofAccount }, now),
    ]),
  )
  const first = Object.values(activations)[0]
  return {
    doc: {
      ...doc,
      feature: Object.fromEntries(
        Object.values(features).map(({ missing, quota, ...view }) => [
          view.key,
          { missing: missing.map(skill => skill.key), ...view },
        ]),
      ),
      activation: first === undefined ? {} : activationDoc(first),
      checklist: Object.fromEntries(
        Object.values(activations).map(one => [one.checklist, activationDoc(one)]),
      ),
    },
    skills,
    features,
    activations,
  }
}

/**
 * Builds the facts of one user. `quota` and `account` fall back to the user's own registers, so that a product
 * without accounts works the same.
 */
export const factsOf = (input: FactsInput): Facts => factsBy({ skillViews, usageShape, limitHolds }, input)

/** An activation as conditions read it. */
export const activationDoc = ({ checklist: _, steps, ...figures }: Activation): JsonObject => ({
  ...figures,
  step: Object.fromEntries(steps.map(step => [step.key, step.isDone])),
})
