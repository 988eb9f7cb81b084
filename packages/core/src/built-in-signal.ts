import { RESERVED } from './event.ts'
import type { Signal } from './program/program.ts'

const at = (key: string, event: string, path: string, more: Partial<Signal> = {}): Signal => ({
  key,
  name: event,
  on: { event },
  outcome: 'none',
  context: { path },
  ...more,
})

/**
 * Signals that every program has: what the reserved events say. Their context is the feature, prompt, plan or thread
 * that they are about. Their keys start with `$`, which no program key may.
 */
export const BUILT_IN_SIGNALS: readonly Signal[] = [
  at('$locked', RESERVED.featureLocked, 'properties.feature'),
  at('$at-limit', RESERVED.quotaUsed, 'properties.feature', { where: { 'properties.reached': true } }),
  at('$below-limit', RESERVED.quotaUsed, 'properties.feature', { where: { 'properties.reached': false } }),
  at('$struggled', RESERVED.struggled, 'properties.feature', {
    where: { 'properties.kind': { $nin: ['dead', 'error', 'form'] } },
  }),
  ...['failures', 'rage', 'no-outcome'].map(kind =>
    at(`$stuck-${kind}`, RESERVED.struggled, 'properties.skill', { where: { 'properties.kind': kind } }),
  ),
  at('$friction', RESERVED.struggled, 'properties.skill', {
    where: { 'properties.kind': { $in: ['dead', 'error', 'form'] } },
  }),
  at('$asked-help', RESERVED.helpAsked, 'properties.feature'),
  at('$invited', RESERVED.inviteSent, 'properties.role'),
  // In hundredths of the currency’s unit.
  at('$subscribed', RESERVED.subscriptionStarted, 'properties.plan', {
    sum: { path: 'properties.value', scale: 100 },
  }),
  at('$cancelled', RESERVED.subscriptionCancelled, 'properties.plan'),
  at('$signed-up', RESERVED.signedUp, 'properties.context'),
  at('$trial-started', RESERVED.trialStarted, 'properties.plan'),
  at('$trial-ended', RESERVED.trialEnded, 'properties.plan'),
  // What the sender says of the mood is read as the outcome.
  at('$message-in', RESERVED.messageReceived, 'properties.thread', {
    outcome: { path: 'properties.sentiment', success: ['positive'], failure: ['negative'] },
  }),
  // A newsletter is no outreach.
  at('$message-out', RESERVED.messageSent, 'properties.thread', {
    where: { 'properties.automated': { $ne: true } },
  }),
  at('$shown', RESERVED.promptShown, 'properties.prompt'),
  at('$clicked', RESERVED.promptClicked, 'properties.prompt'),
  at('$dismissed', RESERVED.promptDismissed, 'properties.prompt'),
]
