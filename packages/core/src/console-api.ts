import type { JsonObject } from './json.ts'
import type { LeadType, LeadView, LifeStage } from './lead-api.ts'
import type { Problem } from './program/problem.ts'
import type { Message, Program, Prompt } from './program/program.ts'
import type { HelpRequest } from './prompt.ts'
import type { Qualification } from './qualify.ts'
import type { Activation, ProductActivation } from './views/activation.ts'
import type { LeadRow } from './views/lead.ts'
import type { AccountProgress, Quadrant, UserProgress } from './views/progress.ts'
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
  /** What who asks may do in it, where that is another thing in each; else the role of the session. */
  readonly role?: 'viewer' | 'editor' | 'admin'
  /** Everybody in it is made up; to be said wherever its name stands. */
  readonly isSimulated?: boolean
}

/** GET /session; POST /sign-in { token } and POST /sign-out set and clear the cookie. */
export interface Session {
  readonly role: 'viewer' | 'editor' | 'admin'
  /** Who it is; null for who came by a link of the command line. */
  readonly member: { readonly id: string; readonly email: string; readonly name: string } | null
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
  /** How far its users have come; null in a row that was computed before this was known. */
  readonly ability:
    | (Pick<
        AccountProgress,
        'quadrant' | 'able' | 'users' | 'share' | 'depth' | 'breadth' | 'plateau' | 'plateaus'
      > & {
        /** Names of the skills that somebody is able in; absent in a row that was computed before this was known. */
        readonly skills?: readonly string[]
      })
    | null
  /** What it is worth and what to do about it; null in a row that was computed before this was known. */
  readonly lead: LeadView | null
}

/** GET /accounts?stage&quadrant&type&life&segment&sort&q&ofOne=hide&offset&limit; ranked by urgency, then engagement, unless sorted. */
export interface AccountList {
  readonly accounts: readonly AccountRow[]
  readonly total: number
  /**
   * How many stand at each stage, before `stage` and `q` narrow the list; and in each quadrant, before `quadrant` and `q` do.
   * `pql`: those that are open alone.
   */
  readonly stages: Readonly<Record<LeadRow['stage'], number>>
  readonly quadrants: Readonly<Record<Quadrant, number>>
  /** How many of each type (as shown) and at each point of their life, and in each segment of the program. */
  readonly types: Readonly<Partial<Record<LeadType, number>>>
  readonly lives: Readonly<Partial<Record<LifeStage, number>>>
  readonly segments: readonly { readonly key: string; readonly name: string; readonly accounts: number }[]
  readonly ofOne: number
  /** How many are at each state of their touch, whatever the list is narrowed to; `held`: due, but for spent attention. */
  readonly touches?: Readonly<Partial<Record<LeadView['touch']['state'] | 'held', number>>>
  /** Qualified and open ones whose touch waits for attention. */
  readonly heldPqls?: number
  /** When the oldest row shown was computed, and how many accounts wait to be computed anew. */
  readonly computedAt: number | null
  /** When the counts were made; they are kept, and made anew in the background. */
  readonly countedAt?: number
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
  readonly progress: UserProgress
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
  /** The event's name; where it has none, what the message was: “identify”. */
  readonly name: string
  readonly type: string
  readonly properties: JsonObject
  readonly signals: readonly string[]
  readonly isAssisted: boolean
  readonly trust: 'secret' | 'signed' | 'claimed'
}

export interface HelpItem extends HelpRequest {
  readonly akey: string
  readonly user: string
  readonly name: string
  /** Of the account; absent where the user is the account. */
  readonly accountName?: string
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
    /** Of its users, 0–1. */
    readonly share: number
    readonly stuck: number
    readonly fading: number
  }[]
  readonly users: readonly UserRow[]
  /** As the account stands now: held ones too, with the guard that holds them. */
  readonly now: readonly Qualification[]
  /** As written, newest first. */
  readonly history: readonly QualificationRecord[]
  readonly help: readonly HelpItem[]
  readonly timeline: readonly TimelineItem[]
}

/** GET /accounts/:akey/ability?user&skill: where one user's ability in one skill comes from. */
export interface ExplainedSkill {
  readonly user: string
  readonly name: string
  readonly skill: string
  readonly title: string
  /** What the ability changes for the user. */
  readonly why: string
  /** Where the user stands, in a sentence or two. */
  readonly headline: string
  readonly view: SkillView
  /** p from which on the user is able. */
  readonly threshold: number
  /** The score on the logit scale: the sum of what the parts add, in their order. */
  readonly logit: number
  readonly parts: readonly { readonly feature: string; readonly say: string; readonly adds: number }[]
  /** What it rests on, by signal. */
  readonly evidence: readonly {
    readonly signal: string
    readonly name: string
    readonly successes: number
    readonly failures: number
    readonly assisted: number
    /** Distinct contexts with an unassisted success, and of those with any outcome. */
    readonly contexts: number
    readonly tried: number
    readonly last: number | null
  }[]
  /** What would change it most, the greatest first: in a sentence, with p after it. */
  readonly changes: readonly { readonly say: string; readonly p: number; readonly isAble: boolean }[]
  /** Version of the fit; `unfitted` for the starting values. */
  readonly version: string
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
  /** Of a message its surface. */
  readonly kind: 'nudge' | Prompt['kind'] | Message['surface']
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

/** How well one fit told outcomes that came after what it was fitted on. */
export interface Prediction {
  /** Outcomes told. */
  readonly outcomes: number
  /** Area under the ROC curve: of a success and a failure, how often the success was given the higher p; null with one kind. */
  readonly auc: number | null
  /** Mean −ln of the probability given to what happened; 0 is perfect, .693 is a coin. */
  readonly logLoss: number
  /** Expected calibration error: how far p is from what happened, on the mean over the bins. */
  readonly ece: number
  /** Outcomes by p, ten equal bins; empty ones are left out. */
  readonly bins: readonly { readonly p: number; readonly share: number; readonly outcomes: number }[]
}

/** What a decision between two fits rests on. Log loss: positive `gain` means that the candidate told better. */
export interface FitFigures {
  /** What it was fitted on. */
  readonly outcomes: number
  readonly users: number
  /** How long it took, ms. */
  readonly tookMs: number
  /** Later evidence, on which it was compared, from and to (epoch ms); null when it was not compared. */
  readonly comparison: {
    readonly from: number
    readonly to: number
    readonly outcomes: number
    readonly gain: number
    /** Between these lies the gain with 90 % probability. */
    readonly low: number
    readonly high: number
  } | null
  readonly candidate: Prediction | null
  /** The fit that was in use then, and the starting values, on the same outcomes. */
  readonly current: Prediction | null
  readonly starting: Prediction | null
}

/** One fit of a project. */
export interface FitRecord {
  readonly id: string
  readonly version: string
  readonly at: number
  /** End of the last day of evidence that it was fitted on, epoch ms. */
  readonly through: number
  /** `candidate`: better, but held back until a person lets it go live. */
  readonly state: 'candidate' | 'live' | 'rejected' | 'superseded'
  readonly figures: FitFigures
}

/** A decision about what is in use, by the job (`by` is `Fireball`) or a person (by role). */
export interface FitDecision {
  readonly id: string
  readonly at: number
  readonly by: string
  readonly kind: 'live' | 'rejected' | 'held' | 'back' | 'resumed'
  /** Id of the fit; `''` for the starting values. */
  readonly fit: string
  readonly say: string
}

/** What the evidence says about one skill, and what it lacks. */
export interface SkillEvidence {
  readonly key: string
  readonly name: string
  /** Unassisted successes and failures, and the users they are of. */
  readonly successes: number
  readonly failures: number
  readonly assisted: number
  readonly users: number
  readonly contexts: number
  /**
   * How far its contexts lie apart: how often someone who succeeds 80 % of the time in a middling context does in the
   * hardest and in the easiest tenth; null when none is known one by one.
   */
  readonly difficulty: { readonly hard: number; readonly easy: number; readonly contexts: number } | null
  /** What is missing for ability to be shown, as a sentence that says what to do; undefined when nothing is. */
  readonly lacks?: string
}

/** What the last run found. */
export interface LearningReport {
  readonly at: number
  readonly tookMs: number
  /** `not-enough`: nothing was fitted. `held`: better, but a person chose what is in use. `failed`: by a mistake of ours. */
  readonly result: 'not-enough' | 'live' | 'held' | 'rejected' | 'failed'
  readonly say: string
  /** Unassisted outcomes found, and how many are needed. */
  readonly outcomes: number
  readonly needed: number
  readonly users: number
  readonly accounts: number
  /** Share of users that was read, where there are very many. */
  readonly share: number
  readonly skills: readonly SkillEvidence[]
}

/**
 * GET /learning; POST /learning/use { id } (an earlier fit, `''` for the starting values), /learning/resume and
 * /learning/run → the same. In use until a person says otherwise: after `use`, new fits wait (`isHeld`).
 */
export interface LearningState {
  /** Null: the starting values are in use. */
  readonly live: FitRecord | null
  readonly liveSince: number | null
  readonly isHeld: boolean
  readonly running: {
    readonly stage: 'reading' | 'fitting' | 'comparing'
    readonly done: number
    readonly total: number
  } | null
  readonly report: LearningReport | null
  /** When the next run is due at the latest; null when learning is switched off. */
  readonly nextAt: number | null
  readonly fits: readonly FitRecord[]
  readonly decisions: readonly FitDecision[]
}
