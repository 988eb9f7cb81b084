import type {
  AccountFilter,
  AccountList,
  AccountPage,
  AuditEntry,
  Delivery,
  DestinationInput,
  DestinationList,
  DestinationPreview,
  ExplainedSkill,
  Forecast,
  HelpInbox,
  HelpItem,
  Invitation,
  JsonObject,
  KeyInfo,
  KeyScope,
  LeadPage,
  LearningState,
  NewKey,
  Problem,
  ProductMetrics,
  ProgramState,
  PromptStats,
  PropensityState,
  PublishedVersion,
  RecentEvents,
  Result,
  Role,
  SavedView,
  SegmentCount,
  Session,
  SignInWays,
  Simulation,
  StarterInput,
  Team,
  TeamMember,
  Touch,
  UnmatchedEvent,
} from '@fireball/core'

/** Why a call failed: `signed-out`, `unreachable`, or a code of the collector's; `message` is for people. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly problems?: readonly Problem[]
}

/** What every call gives; it never rejects. */
export type Answer<T> = Promise<Result<T, Failure>>

/** What the ranked list is narrowed to, and which part of it; absent means all. */
export interface AccountQuery extends AccountFilter {
  readonly offset: number
  readonly limit: number
}

/** The console API of one project. */
export interface ProjectApi {
  accounts(query: AccountQuery): Answer<AccountList>
  account(akey: string): Answer<AccountPage>
  /** Where one user's ability in one skill comes from. */
  explain(akey: string, user: string, skill: string): Answer<ExplainedSkill>
  help(): Answer<HelpInbox>
  answerHelp(id: string, change: { state: HelpItem['state']; answer?: string }): Answer<HelpItem>
  program(): Answer<ProgramState>
  saveDraft(program: unknown): Answer<ProgramState>
  history(): Answer<readonly PublishedVersion[]>
  publish(note: string): Answer<ProgramState>
  rollBack(id: string): Answer<ProgramState>
  starter(input: StarterInput): Answer<ProgramState>
  prompts(): Answer<readonly PromptStats[]>
  pause(key: string, paused: boolean): Answer<readonly PromptStats[]>
  recentEvents(after?: string): Answer<RecentEvents>
  unmatched(): Answer<readonly UnmatchedEvent[]>
  makeSignal(name: string): Answer<ProgramState>
  learning(): Answer<LearningState>
  /** Puts an earlier fit in use, `''` the starting values. */
  useFit(id: string): Answer<LearningState>
  resumeLearning(): Answer<LearningState>
  learnNow(): Answer<LearningState>
  keys(): Answer<readonly KeyInfo[]>
  makeKey(key: { kind: KeyInfo['kind']; mode: KeyInfo['mode']; scopes?: readonly KeyScope[] }): Answer<NewKey>
  /** Makes a key like this one; the old one works for so many hours more. */
  rotateKey(id: string, overlapHours: number): Answer<NewKey>
  revokeKey(id: string): Answer<readonly KeyInfo[]>
  /** What was done in the project, newest first. */
  audit(): Answer<readonly AuditEntry[]>
  /** An account as a lead. */
  lead(akey: string): Answer<LeadPage>
  /** Notes what was done about an account. */
  touch(akey: string, touch: { kind: Touch['kind']; until?: number; reason?: string }): Answer<LeadPage>
  /** Takes back what was noted, with the reason. */
  withdrawTouch(akey: string, touch: string, reason: string): Answer<LeadPage>
  /** Lists of accounts that were kept under a name. */
  savedViews(): Answer<readonly SavedView[]>
  saveView(name: string, search: Readonly<Record<string, string>>): Answer<readonly SavedView[]>
  removeView(id: string): Answer<readonly SavedView[]>
  /** For how many accounts a condition holds, as far as was looked. */
  countSegment(where: JsonObject): Answer<SegmentCount>
  forecast(): Answer<Forecast>
  /** A person’s own probability (0–1) with its reason; null takes it back. */
  override(akey: string, p: number | null, reason: string): Answer<Forecast>
  propensity(): Answer<PropensityState>
  learnPropensity(): Answer<PropensityState>
  /** UTC days, both of them in. */
  metrics(ask: { from: string; to: string; alone?: 'in' | 'out' }): Answer<ProductMetrics>
  destinations(): Answer<DestinationList>
  makeDestination(input: DestinationInput): Answer<DestinationList>
  changeDestination(id: string, change: Partial<DestinationInput>): Answer<DestinationList>
  removeDestination(id: string): Answer<DestinationList>
  testDestination(id: string): Answer<{ ok: boolean; say: string }>
  /** What would be written, without writing. */
  previewDestination(id: string): Answer<DestinationPreview>
  deliveries(id: string, state?: Delivery['state']): Answer<readonly Delivery[]>
  /** Sends again what was given up; all of it without `ids`. */
  replay(id: string, ids?: readonly string[]): Answer<DestinationList>
  /** Where the file of a list of accounts is. */
  exportPath(query: AccountFilter & { format: 'csv' | 'ndjson' }): string
}

/** The console API; the console knows the collector through it alone. */
export interface Api {
  session(): Answer<Session>
  signIn(token: string): Answer<unknown>
  signOut(): Answer<unknown>
  /** How one can sign in here, beside by a link. */
  ways(): Answer<SignInWays>
  signInWithPassword(email: string, password: string): Answer<unknown>
  /** Sets one’s own password; `current` is needed once there is one. */
  setPassword(password: string, current: string): Answer<unknown>
  team(): Answer<Team>
  invite(member: {
    email: string
    name: string
    role: Role
    projects?: TeamMember['projects']
  }): Answer<Invitation>
  changeMember(
    id: string,
    change: { role?: Role; projects?: TeamMember['projects']; isDisabled?: boolean },
  ): Answer<TeamMember>
  linkFor(id: string): Answer<Invitation>
  /** What was done to the collector as a whole, newest first. */
  audit(): Answer<readonly AuditEntry[]>
  /** The project of made-up accounts, and how filling it goes. */
  simulation(): Answer<Simulation>
  fillSimulation(): Answer<Simulation>
  cancelSimulation(): Answer<Simulation>
  deleteSimulation(): Answer<Simulation>
  project(id: string): ProjectApi
}
