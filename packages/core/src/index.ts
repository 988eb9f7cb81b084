export type { BatchAnswer, Offer, Snapshot } from './answer.ts'
export type { ApiRoute, ApiRoutes } from './api-routes.ts'
export {
  type BucketRange,
  chooseVariation,
  getBucketRange,
  getEqualWeights,
  hash,
  inNamespace,
} from './bucket.ts'
export { BUILT_IN_SIGNALS } from './built-in-signal.ts'
export {
  CONDITION_LIMITS,
  type Condition,
  type EvaluateOptions,
  evaluate,
  type Leaf,
  UNKNOWN,
  type Verdict,
} from './condition.ts'
export type {
  AccountList,
  AccountPage,
  AccountRow,
  ApiError,
  ExplainedSkill,
  FitDecision,
  FitFigures,
  FitRecord,
  HelpInbox,
  HelpItem,
  LearningReport,
  LearningState,
  Prediction,
  ProgramState,
  ProjectInfo,
  PromptStats,
  PublishedVersion,
  QualificationRecord,
  RecentEvents,
  Session,
  SkillEvidence,
  StarterInput,
  TimelineItem,
  UnmatchedEvent,
  UserRow,
} from './console-api.ts'
export { DAY_MS, dayOf } from './day.ts'
export {
  type Cause,
  type Choice,
  type DecideInput,
  type Decision,
  decide,
  type Held,
  type HoldCode,
  type MessageChoice,
  type MessageHoldCode,
  type Seen,
} from './decide.ts'
export {
  CRM_DEFAULTS,
  type Delivery,
  type Destination,
  type DestinationInput,
  type DestinationKind,
  type DestinationList,
  type DestinationPreview,
  TOPICS,
  type Topic,
} from './destination-api.ts'
export {
  EVENT_TYPES,
  type EventIds,
  type EventType,
  FEATURE_LOCKED,
  type FireballEvent,
  HELP_ASKED,
  PROMPT_CLICKED,
  PROMPT_DISMISSED,
  PROMPT_SHOWN,
  QUOTA_USED,
  RESERVED,
  STRUGGLE_NOTICED,
  SURVEY_ANSWERED,
} from './event.ts'
export {
  addCount,
  addEvidence,
  addFacets,
  addLink,
  type Count,
  type CountKey,
  countOf,
  type Evidence,
  evidenceOf,
  type Facets,
  facetsOf,
  joinCountKey,
  joinLinkKey,
  joinRegisterKey,
  NO_EVIDENCE,
  type Register,
  type RegisterKey,
  registersOf,
  splitCountKey,
  splitRegisterKey,
} from './evidence.ts'
export {
  type AccountBase,
  accountBase,
  accountDoc,
  activationDoc,
  type Facts,
  type FactsInput,
  type FactsModels,
  type FeatureView,
  factsBy,
  factsOf,
  type QuotaView,
} from './facts.ts'
export { hash53 } from './hash.ts'
export {
  type Akey,
  accountKey,
  akeyOf,
  anonymousKey,
  type Link,
  linksOf,
  type Subject,
  subjectOf,
  userKey,
} from './identity.ts'
export { isContainer, isObject, type Json, type JsonObject, readPath } from './json.ts'
export {
  type Band,
  type CommunicationView,
  type Complexity,
  type DealSize,
  type EngagementView,
  LEAD_TYPES,
  type LeadPage,
  type LeadType,
  type LeadTypeView,
  type LeadView,
  LIFE_STAGES,
  type LifeRecord,
  type LifeStage,
  type Override,
  type Propensity,
  type Responsiveness,
  TOUCH_MOMENTS,
  type Touch,
  type TouchAdvice,
  type TouchMoment,
  type TypeOdds,
} from './lead-api.ts'
export {
  type AccountFactsInput,
  accountAbilityDoc,
  accountFacts,
  communicationDoc,
  engagementDoc,
} from './leads/account-facts.ts'
export { expansionOf, riskOf } from './leads/after-sale.ts'
export { rowsAsOf } from './leads/as-of.ts'
export { type AttentionInput, attentionFreeAt, attentionOf } from './leads/attention.ts'
export { bandOf } from './leads/band.ts'
export { CLAIM_DEFAULTS, type Claims, type ClaimsInput, claimsOf, NO_CLAIMS } from './leads/claims.ts'
export {
  COMMUNICATION_DEFAULTS,
  type CommunicationInput,
  communicationView,
  inboundSignals,
} from './leads/communication.ts'
export { COMPLEXITY, complexityOf, selfServes, type TriedUser } from './leads/complexity.ts'
export { type DealCuts, dealCuts, dealOf, dealSizeOf, FORECAST_DEFAULTS } from './leads/deal.ts'
export { type EngagementInput, engagementView, TREND } from './leads/engagement.ts'
export {
  checkOverride,
  type ForecastSum,
  forecastOf,
  type OpenAccount,
  overridesSum,
} from './leads/forecast.ts'
export {
  addScores,
  type ChanceScore,
  calibrationOf,
  NO_SCORE,
  type ScoredChance,
  scoreChances,
} from './leads/forecast-score.ts'
export { type LeadDocInput, leadDoc } from './leads/lead-doc.ts'
export { type LeadTypeInput, leadTypeView } from './leads/lead-type.ts'
export {
  inLifeOrder,
  type LifeChange,
  type LifeMark,
  lifeStages,
  lifeTransitions,
  presentStage,
} from './leads/life.ts'
export {
  type Happening,
  type LifeFacts,
  type LifeInput,
  lifeFactsOf,
  purchasesOf,
} from './leads/life-facts.ts'
export { isMailbox, MAILBOX, withoutMailbox } from './leads/mailbox.ts'
export { firstHeldAt, type Milestones, type MilestonesInput, milestonesOf } from './leads/milestones.ts'
export { becameAt, marketingFacts, segmentsOf } from './leads/segments.ts'
export { type Chance, type SumInterval, sumInterval } from './leads/sum-interval.ts'
export { type TouchInput, touchAdvice } from './leads/touch-advice.ts'
export {
  type EndedTrial,
  endedTrial,
  signedUpAtOf,
  TRIAL_DAYS,
  type Trial,
  type TrialInput,
  trialOf,
} from './leads/trial.ts'
export {
  LEAD_NAMES,
  ODDS_DEFAULTS,
  oddsByType,
  type TypeData,
  type TypeMeans,
  typeOdds,
} from './leads/type-odds.ts'
export type { AccountFilter, SavedView, SegmentCount, Simulation } from './list-api.ts'
export { type Membership, membership } from './membership.ts'
export { decideAll, isBeside, MESSAGE_CAPS, type MessageInput } from './messages/decide-messages.ts'
export { type MessageSeen, SNOOZE_HOURS, snoozedUntil } from './messages/history.ts'
export { timeEndsAt } from './messages/schedule.ts'
export { tourTarget } from './messages/tour.ts'
export type {
  Amount,
  Forecast,
  ModelCard,
  ProductMetrics,
  PropensityGap,
  PropensityState,
  Trend,
} from './outlook-api.ts'
export {
  type Known,
  knownOfAccount,
  knownOfUser,
  ownedBy,
  type Row,
  registersOfAccount,
  registersOfUser,
} from './person.ts'
export { present, sayHeld } from './present.ts'
export { checkProgram, findCycle } from './program/check.ts'
export { CUTS, type Cuts, cutsOf } from './program/cuts.ts'
export { type Grid, type GridProblem, gridOf, gridProblems, PLAYBOOK_DEFAULTS } from './program/playbook.ts'
export type { Problem } from './program/problem.ts'
export type {
  Action,
  Caps,
  Checklist,
  Feature,
  Goal,
  Message,
  MessageSurface,
  Nudge,
  Program,
  Prompt,
  Question,
  ResourceItem,
  Segment,
  Signal,
  Skill,
  Step,
  Text,
  TourStep,
} from './program/program.ts'
export { allSignals, type PublicProgram, programVersion, publicProgram } from './program/publish.ts'
export { SKILL_DEFAULTS } from './program/skill-default.ts'
export { fill } from './program/text.ts'
export type {
  ChecklistView,
  HelpRequest,
  HelpView,
  Lesson,
  MessageView,
  NudgeView,
  OfferView,
  Phrase,
  PromptView,
  QuestionView,
  ResourceView,
  StepView,
  StoredView,
  TourStepView,
  WidgetEvent,
  WidgetPorts,
  WidgetState,
} from './prompt.ts'
export {
  type Member,
  type Qualification,
  type QualifyInput,
  qualify,
  type Transition,
  transitions,
} from './qualify.ts'
export type { Reason } from './reason.ts'
export { err, ok, type Result, unreachable } from './result.ts'
export {
  type CompiledSignal,
  compileSignals,
  interpret,
  isNamedBy,
  type Outcome,
  type Reading,
  signalHash,
} from './signal.ts'
export {
  type AuditEntry,
  type Erasure,
  type Invitation,
  KEY_SCOPES,
  type KeyInfo,
  type KeyScope,
  type NewKey,
  type Role,
  type SignInWays,
  type SubjectExport,
  type Team,
  type TeamMember,
} from './team-api.ts'
export {
  type AbilitiesInput,
  type Ability,
  type AbilityInput,
  type AbilityPart,
  abilitiesOf,
  abilityOf,
} from './views/ability.ts'
export type { AbilityFigures } from './views/ability-figures.ts'
export {
  ABILITY_FEATURES,
  type AbilityFeature,
  type AbilityFit,
  contextName,
  EASINESS_STEPS,
  type SignalEasiness,
  UNFITTED,
} from './views/ability-fit.ts'
export { startingAbilities } from './views/ability-start.ts'
export {
  type AbilitySums,
  ageShare,
  easinessOf,
  HALF_LIVES,
  infoOf,
  lessSums,
  newcomersChance,
  overOf,
} from './views/ability-sums.ts'
export { type AbilityGround, abilityValues } from './views/ability-values.ts'
export {
  type Activation,
  activationOfAccount,
  activationOfProduct,
  activationOfUser,
  type ProductActivation,
  type StepProgress,
} from './views/activation.ts'
export { checklistView } from './views/checklist.ts'
export {
  type EngagementSettings,
  engagementScore,
  engagementSettings,
  engagementShare,
  engagementWindowDays,
  type Points,
  pointsOf,
  quantile,
  rawEngagement,
} from './views/engagement.ts'
export { fadesAt } from './views/fading.ts'
export { type Gap, gapsTo } from './views/gap.ts'
export { type LeadRow, leadRow, type Stage, type WaitingQuestion } from './views/lead.ts'
export { limitHolds, type UsageShape, usageShape } from './views/limit.ts'
export { goalOf, type NextSkill, nextSkills, type StepsProgram } from './views/next-step.ts'
export {
  type AccountProgress,
  type AccountProgressInput,
  abilityDoc,
  accountProgress,
  PROGRESS_DEFAULTS,
  type ProgressInput,
  progressOf,
  type Quadrant,
  type UserProgress,
} from './views/progress.ts'
export { type AbilityFitError, readAbilityFit } from './views/read-ability-fit.ts'
export {
  type JudgeAbilities,
  type SkillState,
  type SkillsInput,
  type SkillView,
  skillViews,
  skillViewsBy,
} from './views/skill.ts'
export { frontier, missingSkills } from './views/skill-graph.ts'
export type { Stuck, StuckBy } from './views/stuck.ts'
export { readings, rowsBySignal, type Tally, tally } from './views/tally.ts'
export {
  type Envelope,
  type Handshake,
  type ParsedMessage,
  parseEnvelope,
  parseMessage,
  utf8Length,
  WIRE_LIMITS,
  type WireError,
  type WireErrorCode,
  type WireWarning,
} from './wire.ts'
