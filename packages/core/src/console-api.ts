import type { JsonObject } from './json.ts'
import type { Problem } from './program/check.ts'
import type { Program } from './program/program.ts'
import type { HelpRequest } from './prompt.ts'
import type { Qualification } from './qualify.ts'
import type { Activation, ProductActivation } from './views/activation.ts'
import type { LeadRow } from './views/lead.ts'
import type { SkillView } from './views/skill.ts'
import type { WireError, WireWarning } from './wire.ts'

/**
 * What a collector's console API answers, under `/api`. Routes of one project are under `/api/projects/:project`.
 * Every failure is an `ApiError` with a fitting status.
 */
export interface ApiError {
  readonly error: { readonly code: string; readonly message: string; readonly problems?: readonly Problem[] }
}

export interface ProjectInfo {
  readonly id: string
  readonly name: string
  /** The publishable key, for the tag. */
  readonly key: string
  /** The project of the demo app. */
  readonly isDemo: boolean
}

/** GET /session; POST /sign-in { token } and POST /sign-out set and clear the cookie. */
export interface Session {
  readonly role: 'viewer' | 'editor' | 'admin'
  readonly projects: readonly ProjectInfo[]
  /** Where the collector is reached, for the tag. */
  readonly origin: string
}

/** One line of the ranked list. */
export interface AccountRow extends LeadRow {
  /** `g:<groupId>`, or `u:<userId>` for an account of one. */
  readonly akey: string
  readonly name: string
  readonly isOfOne: boolean
  /** 0–1, of the first checklist. */
  readonly activation: number
  /** 0–100. */
  readonly engagement: number
  readonly users: number
  readonly lastActiveAt: number | null
}

/** GET /accounts?stage&q&ofOne=hide&offset&limit; ranked by urgency, then engagement. */
export interface AccountList {
  readonly accounts: readonly AccountRow[]
  readonly total: number
  /** How many stand at each stage, before `stage` and `q` narrow the list. */
  readonly stages: Readonly<Record<LeadRow['stage'], number>>
  readonly ofOne: number
  /** When the oldest row shown was computed, and how many accounts wait to be computed anew. */
  readonly computedAt: number | null
  readonly pending: number
  readonly product: ProductActivation
  /** Program version that the rows were computed with. */
  readonly version: string
}

export interface UserRow {
  /** `u:<userId>` or `a:<anonymousId>`. */
  readonly user: string
  readonly name: string
  readonly email?: string
  readonly activation: number
  readonly skills: readonly SkillView[]
  readonly lastActiveAt: number | null
}

/** A qualification as it was written at that moment, or as it stands now. */
export interface QualificationRecord extends Qualification {
  readonly id: string
  readonly at: number
  /** Program version used. */
  readonly version: string
  readonly withdrawnAt?: number
}

export interface TimelineItem {
  readonly at: number
  readonly user: string
  /** The event's name, or what the message was: “identify”. */
  readonly name: string
  readonly properties: JsonObject
  readonly signals: readonly string[]
  readonly isAssisted: boolean
  readonly trust: 'secret' | 'signed' | 'claimed'
}

export interface HelpItem extends HelpRequest {
  readonly akey: string
  readonly user: string
  readonly name: string
  /** Skills that the target feature needs and the user lacks, in words. */
  readonly missing: readonly string[]
  /** What is known that bears on it, one sentence each. */
  readonly evidence: readonly string[]
  readonly seenAt?: number
  readonly answeredAt?: number
}

/** GET /accounts/:akey */
export interface AccountPage {
  readonly row: AccountRow
  readonly traits: JsonObject
  readonly activation:
    | (Activation & { readonly title: string; readonly titles: Readonly<Record<string, string>> })
    | null
  readonly skills: readonly {
    readonly key: string
    readonly name: string
    readonly requires: readonly string[]
    /** Users able, and users with any evidence. */
    readonly able: number
    readonly tried: number
  }[]
  readonly users: readonly UserRow[]
  /** As the account stands now: held ones too, with the guard that holds them. */
  readonly now: readonly Qualification[]
  /** As written, newest first. */
  readonly history: readonly QualificationRecord[]
  readonly help: readonly HelpItem[]
  readonly timeline: readonly TimelineItem[]
}

/** GET /program; PUT /program/draft { program } → the same. */
export interface ProgramState {
  readonly draft: unknown
  readonly problems: readonly Problem[]
  readonly published: {
    readonly id: string
    readonly version: string
    readonly at: number
    readonly program: Program
  } | null
  readonly isChanged: boolean
  readonly paused: readonly string[]
  /** Signals whose evidence is still being filled from the event log. */
  readonly filling: readonly { readonly signal: string; readonly done: number; readonly total: number }[]
}

/** GET /program/history; POST /program/publish { note }; POST /program/rollback { id } → `ProgramState`. */
export interface PublishedVersion {
  readonly id: string
  readonly version: string
  readonly at: number
  readonly by: string
  readonly note: string
  readonly isLive: boolean
}

/** GET /prompts: users, not showings. POST /pause { key, paused } → `readonly PromptStats[]`; `*` is all. */
export interface PromptStats {
  readonly key: string
  readonly kind: 'nudge' | 'upgrade' | 'usage' | 'hand-raise'
  readonly title: string
  readonly metric: string
  readonly isEnabled: boolean
  readonly isPaused: boolean
  /** Users for whom its cause was there and who fit its audience. */
  readonly eligible: number
  readonly shown: number
  readonly clicked: number
  readonly dismissed: number
  /** Users who were shown it and whose goal holds now. */
  readonly goalReached: number
}

/** GET /events/recent?after=<cursor>: newest last; refused messages among them. */
export interface RecentEvents {
  readonly events: readonly (
    | {
        readonly kind: 'accepted'
        readonly at: number
        readonly receivedAt: number
        readonly type: string
        readonly name: string
        readonly user: string
        readonly account?: string
        readonly signals: readonly string[]
        readonly warnings: readonly WireWarning[]
        readonly properties: JsonObject
      }
    | { readonly kind: 'refused'; readonly receivedAt: number; readonly error: WireError }
  )[]
  readonly cursor: string
  readonly counts: {
    readonly accepted: number
    readonly refused: Readonly<Record<string, number>>
    readonly warnings: Readonly<Record<string, number>>
  }
}

/** GET /events/unmatched: names of tracked events that no signal reads. POST /events/unmatched { name } makes a signal of one in the draft → `ProgramState`. */
export interface UnmatchedEvent {
  readonly name: string
  readonly count: number
  readonly lastAt: number
  /** Whether its properties carry what the conventions ask for. */
  readonly hasOutcome: boolean
  readonly hasContext: boolean
}

/** POST /program/starter → `ProgramState`: one checklist of five steps, two skills, one nudge from the host's event names. */
export interface StarterInput {
  readonly product: string
  /** The event at which someone has set up what the product needs. */
  readonly setUp: string
  /** The core action, and what it is done on, in words. */
  readonly core: string
  /** Sharing, exporting, inviting: a second, harder action that builds on the core one. */
  readonly advanced: string
}

/** GET /help: open requests first. POST /help/:id { state, answer } → `HelpItem`. */
export interface HelpInbox {
  readonly items: readonly HelpItem[]
  readonly open: number
}
