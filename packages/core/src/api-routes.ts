import type {
  AccountList,
  AccountPage,
  ExplainedSkill,
  HelpInbox,
  HelpItem,
  LearningState,
  ProgramState,
  PromptStats,
  PublishedVersion,
  RecentEvents,
  Session,
  StarterInput,
  UnmatchedEvent,
} from './console-api.ts'
import type { Delivery, DestinationInput, DestinationList, DestinationPreview } from './destination-api.ts'
import type { JsonObject } from './json.ts'
import type { LeadPage, Touch } from './lead-api.ts'
import type { AccountFilter, SavedView, SegmentCount, Simulation } from './list-api.ts'
import type { Forecast, ProductMetrics, PropensityState } from './outlook-api.ts'
import type {
  AuditEntry,
  Erasure,
  Invitation,
  KeyInfo,
  KeyScope,
  NewKey,
  Role,
  SignInWays,
  SubjectExport,
  Team,
  TeamMember,
} from './team-api.ts'

/**
 * Every route under `/api`: what its body is, when it has one, which query it reads, and what it answers. The collector’s
 * table of permissions, its OpenAPI document and the typed client are all checked against this one list.
 */
export interface ApiRoutes {
  'GET /sign-in': { answer: SignInWays }
  'POST /sign-in': { body: { token: string }; answer: Session }
  'POST /sign-in/password': { body: { email: string; password: string }; answer: Session }
  /** Redirect the browser; there is no body. */
  'GET /sign-in/service': { answer: null }
  'GET /sign-in/service/callback': { query: { code?: string; state?: string; error?: string }; answer: null }
  'POST /sign-out': { answer: { success: true } }
  'GET /session': { answer: Session }
  'PUT /me/password': { body: { current?: string; password: string }; answer: { success: true } }
  'GET /team': { answer: Team }
  'POST /team': { body: { email: string; name?: string; role: Role }; answer: Invitation }
  'PUT /team/:member': { body: { role?: Role; name?: string; isDisabled?: boolean }; answer: TeamMember }
  'POST /team/:member/link': { answer: Invitation }
  'GET /audit': { query: { before?: string }; answer: readonly AuditEntry[] }
  'GET /simulation': { answer: Simulation }
  'POST /simulation': { body: { accounts?: number; days?: number; seed?: number }; answer: Simulation }
  'POST /simulation/cancel': { answer: Simulation }
  'DELETE /simulation': { answer: Simulation }
  'GET /projects/:project/accounts': {
    query: AccountFilter & { offset?: string; limit?: string }
    answer: AccountList
  }
  'GET /projects/:project/accounts/:akey': { answer: AccountPage }
  'GET /projects/:project/accounts/:akey/ability': {
    query: { user: string; skill: string }
    answer: ExplainedSkill
  }
  'GET /projects/:project/accounts/:akey/lead': { answer: LeadPage }
  'POST /projects/:project/accounts/:akey/touches': {
    body: { kind: Touch['kind']; until?: number; reason?: string }
    answer: LeadPage
  }
  'POST /projects/:project/accounts/:akey/touches/:id/withdraw': {
    body: { reason: string }
    answer: LeadPage
  }
  'GET /projects/:project/views': { answer: readonly SavedView[] }
  'POST /projects/:project/views': {
    body: { name: string; search: Readonly<Record<string, string>> }
    answer: readonly SavedView[]
  }
  'DELETE /projects/:project/views/:id': { answer: readonly SavedView[] }
  'POST /projects/:project/segments/count': { body: { where: JsonObject }; answer: SegmentCount }
  /** The body is CSV or NDJSON, streamed. */
  'GET /projects/:project/export/accounts': {
    query: AccountFilter & { format?: 'csv' | 'ndjson' }
    answer: null
  }
  'GET /projects/:project/forecast': { answer: Forecast }
  'PUT /projects/:project/forecast/overrides/:akey': {
    body: { p: number | null; reason?: string }
    answer: Forecast
  }
  'GET /projects/:project/propensity': { answer: PropensityState }
  'POST /projects/:project/propensity/run': { answer: PropensityState }
  'GET /projects/:project/metrics': {
    query: { from?: string; to?: string; alone?: 'in' | 'out' }
    answer: ProductMetrics
  }
  'GET /projects/:project/destinations': { answer: DestinationList }
  'POST /projects/:project/destinations': { body: DestinationInput; answer: DestinationList }
  'PUT /projects/:project/destinations/:id': { body: Partial<DestinationInput>; answer: DestinationList }
  'DELETE /projects/:project/destinations/:id': { answer: DestinationList }
  'POST /projects/:project/destinations/:id/test': { answer: { ok: boolean; say: string } }
  'POST /projects/:project/destinations/:id/preview': { answer: DestinationPreview }
  'GET /projects/:project/destinations/:id/deliveries': {
    query: { state?: 'waiting' | 'sent' | 'dead' }
    answer: readonly Delivery[]
  }
  'POST /projects/:project/destinations/:id/replay': {
    body: { ids?: readonly string[] }
    answer: DestinationList
  }
  'GET /projects/:project/help': { answer: HelpInbox }
  'POST /projects/:project/help/:id': {
    body: { state: 'seen' | 'answered'; answer?: string }
    answer: HelpItem
  }
  'GET /projects/:project/program': { answer: ProgramState }
  'GET /projects/:project/program/schema': { answer: JsonObject }
  'GET /projects/:project/program/history': { answer: readonly PublishedVersion[] }
  'PUT /projects/:project/program/draft': { body: { program: unknown }; answer: ProgramState }
  'POST /projects/:project/program/publish': { body: { note?: string }; answer: ProgramState }
  'POST /projects/:project/program/rollback': { body: { id: string }; answer: ProgramState }
  'POST /projects/:project/program/starter': { body: StarterInput; answer: ProgramState }
  'GET /projects/:project/prompts': { answer: readonly PromptStats[] }
  'POST /projects/:project/pause': {
    body: { key: string; paused: boolean }
    answer: readonly PromptStats[]
  }
  'GET /projects/:project/learning': { answer: LearningState }
  'POST /projects/:project/learning/use': { body: { id: string }; answer: LearningState }
  'POST /projects/:project/learning/resume': { answer: LearningState }
  'POST /projects/:project/learning/run': { answer: LearningState }
  'GET /projects/:project/events/recent': { query: { after?: string }; answer: RecentEvents }
  'GET /projects/:project/events/unmatched': { answer: readonly UnmatchedEvent[] }
  'POST /projects/:project/events/unmatched': { body: { name: string }; answer: ProgramState }
  'GET /projects/:project/keys': { answer: readonly KeyInfo[] }
  'POST /projects/:project/keys': {
    body: {
      kind: 'publishable' | 'secret'
      mode: 'live' | 'test'
      scopes?: readonly KeyScope[]
      rate?: number
    }
    answer: NewKey
  }
  'POST /projects/:project/keys/:key/rotate': { body: { overlapHours?: number }; answer: NewKey }
  'POST /projects/:project/keys/:key/revoke': { answer: readonly KeyInfo[] }
  'POST /projects/:project/identity/rotate': { body: { overlapHours?: number }; answer: { secret: string } }
  'GET /projects/:project/audit': { query: { before?: string }; answer: readonly AuditEntry[] }
  'GET /projects/:project/people/:user': { answer: SubjectExport }
  'DELETE /projects/:project/people/:user': { answer: Erasure }
}

/** The name of a route: its method and its path. */
export type ApiRoute = keyof ApiRoutes
