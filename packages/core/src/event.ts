import type { JsonObject } from './json.ts'

/** The kinds of message of Segment's tracking API. Source: https://segment.com/docs/connections/spec/ */
export const EVENT_TYPES = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const
export type EventType = (typeof EVENT_TYPES)[number]

/** The ids that a message names. At least one of `userId` and `anonymousId` is there. */
export interface EventIds {
  readonly userId?: string
  readonly anonymousId?: string
  /** The account that the message names: `groupId` of a group call, else `context.groupId`. */
  readonly groupId?: string
  /** Alias only: the earlier, anonymous id. */
  readonly previousId?: string
}

/** One thing that happened, checked and with its clock corrected. */
export interface FireballEvent extends EventIds {
  /** Message id: together with the akey it makes the event count once. */
  readonly id: string
  readonly type: EventType
  /** The event name of a track call, the page or screen name of those, `''` otherwise. */
  readonly name: string
  /** Properties of track, page and screen; traits of identify and group. */
  readonly properties: JsonObject
  readonly context: JsonObject
  /** When it happened, epoch ms. */
  readonly at: number
  /** A tour or nudge for the same skill was in view, or the host says so: completes steps, proves nothing. */
  readonly assisted: boolean
}

/** Names of events that mean the same in every program. Source: Segment's spec where it has one, else ours. */
export const RESERVED = {
  signedUp: 'Signed Up',
  trialStarted: 'Trial Started',
  trialEnded: 'Trial Ended',
  inviteSent: 'Invite Sent',
  subscriptionStarted: 'Subscription Started',
  subscriptionCancelled: 'Subscription Cancelled',
  messageSent: 'Message Sent',
  messageReceived: 'Message Received',
  featureLocked: 'Feature Locked',
  quotaUsed: 'Quota Used',
  struggled: 'Struggle Noticed',
  helpAsked: 'Help Asked',
  promptShown: 'Prompt Shown',
  promptClicked: 'Prompt Clicked',
  promptDismissed: 'Prompt Dismissed',
} as const
