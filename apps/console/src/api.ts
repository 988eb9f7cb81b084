import type {
  AccountList,
  AccountPage,
  ExplainedSkill,
  HelpInbox,
  HelpItem,
  LearningState,
  Problem,
  ProgramState,
  PromptStats,
  PublishedVersion,
  RecentEvents,
  Result,
  Session,
  StarterInput,
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

/** What the ranked list is narrowed to; absent means all. */
export interface AccountQuery {
  readonly stage?: string
  readonly quadrant?: string
  readonly q?: string
  readonly ofOne?: 'hide'
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
}

/** The console API; the console knows the collector through it alone. */
export interface Api {
  session(): Answer<Session>
  signIn(token: string): Answer<unknown>
  signOut(): Answer<unknown>
  project(id: string): ProjectApi
}
