import {
  accountDoc,
  accountFacts,
  attentionFreeAt,
  attentionOf,
  type CommunicationView,
  claimsOf,
  communicationView,
  complexityOf,
  dealOf,
  dealSizeOf,
  type EndedTrial,
  endedTrial,
  expansionOf,
  firstHeldAt,
  type JsonObject,
  type LeadTypeView,
  type LeadView,
  type LifeChange,
  type LifeMark,
  leadDoc,
  leadTypeView,
  lifeFactsOf,
  lifeStages,
  lifeTransitions,
  marketingFacts,
  milestonesOf,
  presentStage,
  purchasesOf,
  type Row,
  riskOf,
  rowsAsOf,
  segmentsOf,
  signedUpAtOf,
  type Transition,
  type Trial,
  touchAdvice,
  trialOf,
  withoutMailbox,
} from '@fireball/core'
import type { MemberStanding, Standing } from '../standing.ts'
import { claimedOf, vouchedFacts, vouchedOf } from '../vouched.ts'
import { type AssessInput, accountIdOf } from './assess-input.ts'
import { changesOf, pqlsOf, type Rechecked, recheck } from './changes.ts'
import { closesAtOf } from './closes-at.ts'
import type { WrittenLife } from './history.ts'
import { countSelfServed, type SelfServed } from './self-served.ts'
import { typeAt } from './type-at.ts'

/** An account as a lead, and what of it is to be written. */
export interface Assessment {
  readonly lead: LeadView
  /** What conditions about the account read: segments, and audiences of its members. */
  readonly doc: JsonObject
  /** Of its qualifications. */
  readonly changes: readonly Transition[]
  /** Those that stand by evidence of their moment which came late; `mark` names that evidence. */
  readonly checked: Rechecked['checked']
  readonly life: Omit<LifeChange, 'withdraw'> & { readonly withdraw: readonly WrittenLife[] }
  /** The trial that is over, with its type as of its middle; undefined when it stands as it was written. */
  readonly trial: (EndedTrial & { readonly body: string }) | null
  readonly selfServed: SelfServed
  readonly hasMessages: boolean
  /** The next instant at which time alone may change something; null when nothing can. */
  readonly dueAt: number | null
}

const messagesIn = ({ base }: Standing): boolean =>
  (base.rowsOf['$message-in']?.length ?? 0) + (base.rowsOf['$message-out']?.length ?? 0) > 0

/** Facts of the account as conditions read them, before it is judged as a lead. */
const factsIn = (
  { live, standing, now }: Pick<AssessInput, 'live' | 'standing' | 'now'>,
  communication: CommunicationView,
): JsonObject =>
  accountFacts({
    account: standing.known,
    base: standing.base,
    accountId: accountIdOf(standing),
    signals: live.signals,
    members: standing.members.map(one => one.known),
    activation: standing.activation,
    engagement: standing.engagement,
    communication,
    progress: standing.progress,
    now,
  })

/** The first purchase, in whatever cycle: who buys soon after a trial ran out has still been won by it. */
const firstWon = (marks: readonly LifeMark[]): number | null =>
  marks.reduce<number | null>(
    (first, { stage, at }) => (stage === 'won' ? Math.min(first ?? at, at) : first),
    null,
  )

/** Who a person would speak to: the one who qualified, else who asked, else who uses it most, else who came last. */
const spokenTo = ({ standing, loaded }: AssessInput): MemberStanding | undefined => {
  const { qualifications, engagement, members } = standing
  const best = qualifications.find(one => one.verdict === 'qualified') ?? qualifications[0]
  const user = best?.user ?? loaded.questions?.[0]?.user ?? engagement.champions[0]?.user
  return members.find(one => one.user === user) ?? members[0]
}

const stuckAtOf = ({ members }: Standing): number | null =>
  members
    .flatMap(({ facts }) => Object.values(facts.skills).flatMap(view => view.stuck?.at ?? []))
    .reduce<number | null>((last, at) => Math.max(last ?? at, at), null)

const handRaiseOf = ({ loaded, standing }: AssessInput) => {
  const question = loaded.questions?.[0]
  if (question === undefined) return null
  const view = standing.members.find(one => one.user === question.user)?.facts.features[question.feature]
  return { at: question.askedAt, ready: view?.ready ?? false }
}

/** Whether a condition reads nothing but what was done: that stands for all time. */
const isReadFromEvents = (condition: unknown): boolean =>
  [...JSON.stringify(condition ?? {}).matchAll(/"([a-z]+)\.[^"]*":/g)].every(([, part]) => part === 'events')

/** When it became a marketing- and a sales-qualified lead, dated by the evidence; once reached, for all time. */
const interestDates = (
  { live, standing, history, now }: AssessInput,
  doc: JsonObject,
): Pick<LeadView, 'mqlAt' | 'sqlAt'> => {
  const { program, signals } = live
  if (program.leads?.mql === undefined && program.leads?.sql === undefined)
    return { mqlAt: null, sqlAt: null }
  const { rows, registers } = standing.known
  const holds = marketingFacts(program, doc, now)
  const id = accountIdOf(standing)
  const heldAt = (of: keyof typeof holds, known: readonly Row[], at: number): boolean =>
    marketingFacts(
      program,
      { ...doc, ...withoutMailbox(accountDoc({ rows: known, registers }, id, signals, at), known) },
      at,
    )[of]
  /** A trait that changed since says nothing about then; what happened, and is no longer theirs, does. */
  const wasNever = (of: keyof typeof holds, before: number): boolean =>
    isReadFromEvents(program.leads?.[of === 'isMql' ? 'mql' : 'sql']) &&
    !heldAt(of, rowsAsOf(rows, before), before)
  const dateOf = (of: keyof typeof holds, before: number | null): number | null => {
    if (!holds[of]) return before !== null && wasNever(of, before) ? null : before
    // Only what came in late may date it earlier; and later only what proves to be somebody else’s.
    if (before !== null && !wasNever(of, before) && !heldAt(of, rowsAsOf(rows, before - 1), before - 1))
      return before
    return firstHeldAt(rows, now, (known, at) => heldAt(of, known, at)) ?? before ?? now
  }
  return {
    mqlAt: dateOf('isMql', history.before?.mqlAt ?? null),
    sqlAt: dateOf('isSql', history.before?.sqlAt ?? null),
  }
}

const WEEK_MS = 7 * 86_400_000

/** What ends or begins at an instant of its own, beside what the evidence does by itself. */
const dueAtOf = (
  { standing, history, now }: AssessInput,
  trial: Trial | null,
  heldUntil: number | undefined,
): number | null => {
  if (standing.isEmpty) return null
  const instants = [
    standing.dueAt ?? 0,
    trial?.endsAt ?? 0,
    heldUntil ?? 0,
    ...history.touches.flatMap(({ kind, at, until }) => [kind === 'touched' ? at + WEEK_MS : 0, until ?? 0]),
  ].filter(at => at > now)
  return instants.length === 0 ? null : Math.ceil(Math.min(...instants))
}

/** Judges an account as a lead. Pure: the same evidence, history and population give the same answer. */
export const assess = (input: AssessInput): Assessment => {
  const { live, standing, history, population, odds, now } = input
  const { program, signals } = live
  const { base, known, engagement, progress } = standing
  const { rowsOf } = base
  const hasMessages = messagesIn(standing)
  const isConnected = population.hasMessages || hasMessages
  const communication = communicationView({ program, rowsOf, isConnected, now })
  const facts = factsIn(input, communication)
  const milestones = milestonesOf({
    program,
    signals,
    account: known,
    accountId: accountIdOf(standing),
    now,
  })
  const sure = vouchedOf(known.registers, program)
  const sureFacts = vouchedFacts(facts, sure)
  const type: LeadTypeView = leadTypeView({
    program,
    activation: standing.activation?.rate ?? 0,
    engagement: engagement.score,
    responsiveness: communication.responsiveness,
    claims: claimsOf({ program, doc: sureFacts, communication, engagement, now }),
    hasStarted: milestones.firstEventAt !== null,
    odds,
  })
  const propensity = input.propensityOf({
    rows: known.rows,
    registers: known.registers,
    odds: type.odds,
    now,
  })
  const rechecked = recheck(input)
  const changes = changesOf(input, rechecked)
  const pqls = pqlsOf(input, changes, milestones)
  const signedUpAt = signedUpAtOf(known.rows, rowsOf)
  const trial = trialOf({ program, rowsOf, registers: sure, signedUpAt })
  const { touches } = history
  const life = {
    program,
    rowsOf,
    signedUpAt,
    milestones,
    pqls,
    touches,
    trial,
    risk: riskOf(engagement, progress, now - Math.min(...purchasesOf({ program, rowsOf }), now)),
    expansion: expansionOf(program, standing.members),
    now,
  }
  const marks = lifeStages(lifeFactsOf(life))
  const { stage, cycle, since, reopenedAt } = presentStage(marks, history.lives)
  const deal = dealOf(program, sureFacts, now)
  const { size, isKnown } = dealSizeOf(deal, program.playbook?.deals ?? population.dealCuts)
  const selfServed = countSelfServed(input)
  const speaker = spokenTo(input)
  const ended = trial === null ? null : endedTrial(trial, firstWon(marks), now)
  const asked = { program, touches, rowsOf: speaker?.rowsOf ?? {}, now }
  const touch = touchAdvice({
    program,
    complexity: complexityOf(program, population.selfServed).complexity,
    size,
    sizeIsKnown: isKnown,
    milestones,
    signedUpAt,
    stuckAt: stuckAtOf(standing),
    pqlAt: pqls.length === 0 ? null : Math.min(...pqls.map(one => one.at)),
    handRaise: handRaiseOf(input),
    type,
    stage,
    since,
    reopenedAt,
    touches,
    lastOutboundAt: communication.lastOutboundAt,
    attention: attentionOf(asked),
    attentionFreeAt: attentionFreeAt(asked),
    now,
  })
  const { before } = history
  const claimed = claimedOf(known.registers, sure, program)
  const judged = {
    type,
    engagement,
    communication,
    propensity,
    stage,
    cycle,
    touch,
    deal,
    size,
    since,
    closesAt: closesAtOf({ program, stage, since, trial, signedUpAt, now }),
    mqlAt: before?.mqlAt ?? null,
    sqlAt: before?.sqlAt ?? null,
  }
  const row = { isQualified: pqls.length > 0, urgency: standing.row.urgency }
  const dated = { ...judged, ...interestDates(input, { ...facts, ...leadDoc({ lead: judged, ...row }) }) }
  const doc = { ...facts, ...leadDoc({ lead: dated, ...row }) }
  const change = lifeTransitions(history.lives, marks)
  const withdrawn = new Set(change.withdraw.map(one => one.id))
  return {
    lead: {
      ...dated,
      segments: segmentsOf(program, doc, now),
      ...(claimed.length === 0 ? {} : { claimed }),
    },
    doc,
    changes,
    checked: rechecked.checked,
    life: { write: change.write, withdraw: history.lives.filter(one => withdrawn.has(one.id)) },
    trial: ended === null ? null : { ...ended, body: typeAt(input, ended) },
    selfServed,
    hasMessages,
    dueAt: dueAtOf(input, trial, touch.heldUntil),
  }
}
