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

// Single names, so that a bundle carries only those that it uses.
/** The user ran into the lock of a feature. */
export const FEATURE_LOCKED = 'Feature Locked'
/** How much of a limit is used. */
export const QUOTA_USED = 'Quota Used'
/** The user got stuck on a feature. */
export const STRUGGLE_NOTICED = 'Struggle Noticed'
/** A question to the team. */
export const HELP_ASKED = 'Help Asked'
/** A nudge or prompt has been on screen. */
export const PROMPT_SHOWN = 'Prompt Shown'
/** One of its buttons was pressed. */
export const PROMPT_CLICKED = 'Prompt Clicked'
/** It was closed. */
export const PROMPT_DISMISSED = 'Prompt Dismissed'
/** An answer to a question of a survey: `survey` names the question. */
export const SURVEY_ANSWERED = 'Survey Answered'

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
  featureLocked: FEATURE_LOCKED,
  quotaUsed: QUOTA_USED,
  struggled: STRUGGLE_NOTICED,
  helpAsked: HELP_ASKED,
  promptShown: PROMPT_SHOWN,
  promptClicked: PROMPT_CLICKED,
  promptDismissed: PROMPT_DISMISSED,
  surveyAnswered: SURVEY_ANSWERED,
} as const
