import type { JsonObject } from './json.ts'

export type DestinationKind = 'webhook' | 'slack' | 'hubspot' | 'salesforce'

/** Where a CRM is written to unless a destination says otherwise: objects, their unique property, its names of our fields. */
export const CRM_DEFAULTS = {
  hubspot: {
    object: 'companies',
    id: 'fireball_id',
    fields: {
      name: 'name',
      domain: 'domain',
      score: 'fireball_score',
      chance: 'fireball_chance',
      stage: 'fireball_stage',
      type: 'fireball_type',
      reason: 'fireball_reason',
      action: 'fireball_action',
      link: 'fireball_link',
    },
  },
  salesforce: {
    object: 'Account',
    id: 'Fireball_Id__c',
    fields: {
      name: 'Name',
      score: 'Fireball_Score__c',
      chance: 'Fireball_Chance__c',
      stage: 'Fireball_Stage__c',
      type: 'Fireball_Type__c',
      reason: 'Fireball_Reason__c',
      action: 'Fireball_Action__c',
      link: 'Fireball_Link__c',
    },
  },
} as const
/** What is sent out: transitions of leads. */
export const TOPICS = [
  'qualification.qualified',
  'qualification.helped',
  'qualification.withdrawn',
  'lead.stage',
  'help.asked',
] as const
export type Topic = (typeof TOPICS)[number]

/** Where leads are sent. GET /destinations; POST /destinations (admin) → the list. Secrets are never answered. */
export interface Destination {
  readonly id: string
  readonly kind: DestinationKind
  readonly name: string
  /** Of Slack without what is secret about it; sent back so, it stays. */
  readonly url: string
  readonly topics: readonly Topic[]
  /** Names of the fields over there, by ours, where they are not the usual ones. */
  readonly fields: Readonly<Record<string, string>>
  readonly isEnabled: boolean
  readonly createdAt: number
  /** The end of its secret, so that people know which one it is; null without one. */
  readonly hint: string | null
  readonly waiting: number
  readonly sent: number
  readonly dead: number
  readonly lastSentAt: number | null
  readonly lastError: string | null
  /** When it is tried again, after an error. */
  readonly nextAt: number | null
}

/** One thing sent or to be sent. GET /destinations/:id/deliveries?state; POST …/replay { ids? } */
export interface Delivery {
  readonly id: string
  readonly topic: Topic
  readonly akey: string
  readonly name: string
  readonly at: number
  readonly attempts: number
  readonly state: 'waiting' | 'sent' | 'dead'
  readonly lastError: string | null
  readonly sentAt: number | null
  readonly payload: JsonObject
}

/** POST /destinations/:id/preview: what would be written, without writing. */
export interface DestinationPreview {
  readonly items: readonly {
    readonly akey: string
    readonly name: string
    /** What it would do there: `create`, `update` with what changes, or `same`. */
    readonly does: 'create' | 'update' | 'same'
    readonly changes: readonly { readonly field: string; readonly from: string | null; readonly to: string }[]
  }[]
  readonly error: string | null
}

/** POST /destinations and PUT /destinations/:id. */
export interface DestinationInput {
  readonly kind: DestinationKind
  readonly name: string
  /** Where it is: of the webhook; of HubSpot and Salesforce, where their API is reached. */
  readonly url: string
  readonly topics: readonly Topic[]
  /**
   * Signing key of a webhook (made when left out), token of HubSpot and Salesforce; kept when left out of a change. `''` in
   * a change of a webhook makes a new key: the one before signs beside it for a day.
   */
  readonly secret?: string
  /**
   * Names of the fields over there, by ours: `name`, `domain`, `score`, `chance`, `stage`, `type`, `reason`, `action`,
   * `deal`, `link`; and `id`: of the unique one that finds an account, `object`: of what accounts are there.
   */
  readonly fields?: Readonly<Record<string, string>>
  readonly isEnabled?: boolean
}

/** GET /destinations. `made`: the signing key of a webhook that was just made, shown this once. */
export interface DestinationList {
  readonly destinations: readonly Destination[]
  readonly made?: { readonly id: string; readonly secret: string }
}
