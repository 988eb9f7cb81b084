import type { JsonObject } from '../json.ts'
import type { LeadView } from '../lead-api.ts'
import { communicationDoc, engagementDoc } from './account-facts.ts'

/** What conditions may read of an account as a lead, and what more a collector knows of its standing. */
export interface LeadDocInput {
  readonly lead: Omit<LeadView, 'segments'>
  /** Whether a qualification stands. */
  readonly isQualified: boolean
  /** 3 qualified, 2 asked for help, 1 held, 0 none. */
  readonly urgency: number
}

/**
 * The private parts of the facts document: `lead`, `engagement`, `communication` and `propensity`, of the account. They
 * go over what `accountFacts` knows, for segments, and over a member's facts, for private audiences.
 */
export const leadDoc = ({ lead, isQualified, urgency }: LeadDocInput): JsonObject => ({
  lead: {
    type: lead.type.type,
    nearest: lead.type.nearest,
    odds: lead.type.odds,
    hasStarted: lead.type.hasStarted,
    stage: lead.stage,
    cycle: lead.cycle,
    since: lead.since,
    deal: lead.deal,
    size: lead.size,
    touch: lead.touch.state,
    mqlAt: lead.mqlAt,
    sqlAt: lead.sqlAt,
    closesAt: lead.closesAt,
    isQualified,
    urgency,
  },
  engagement: engagementDoc(lead.engagement),
  communication: communicationDoc(lead.communication),
  propensity: {
    p: lead.propensity.p,
    source: lead.propensity.source,
    horizonDays: lead.propensity.horizonDays,
  },
})
