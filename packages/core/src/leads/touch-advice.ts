import {
  type Complexity,
  type DealSize,
  type LeadTypeView,
  type LifeStage,
  TOUCH_MOMENTS,
  type Touch,
  type TouchAdvice,
  type TouchMoment,
} from '../lead-api.ts'
import { gridOf, PLAYBOOK_DEFAULTS } from '../program/playbook.ts'
import type { Program } from '../program/program.ts'
import type { Milestones } from './milestones.ts'
import { IN_WORDS, PLAYS, playAfterSale, UNNAMED } from './play.ts'

export interface TouchInput {
  readonly program: Pick<Program, 'playbook'>
  readonly complexity: Complexity
  readonly size: DealSize
  readonly sizeIsKnown: boolean
  readonly signedUpAt: number | null
  readonly milestones: Milestones
  /** When one of its users got stuck, of what still stands. */
  readonly stuckAt: number | null
  readonly pqlAt: number | null
  /** The longest waiting unanswered question; `ready`: whoever asks has the skills for what they ask about. */
  readonly handRaise: { readonly at: number; readonly ready: boolean } | null
  readonly type: LeadTypeView
  readonly stage: LifeStage
  readonly since: number | null
  /** When its present cycle began: what was reached before counts from then on. Null or absent in the first. */
  readonly reopenedAt?: number | null
  readonly touches: readonly Touch[]
  /** When somebody of ours wrote last. */
  readonly lastOutboundAt: number | null
  readonly attention: TouchAdvice['attention']
  /** When there is attention again, once it is spent. */
  readonly attentionFreeAt?: number | null
  readonly now: number
}

const HOUR_MS = 3_600_000

const latest = (touches: readonly Touch[], ...kinds: readonly Touch['kind'][]): Touch | undefined =>
  touches.filter(one => kinds.includes(one.kind)).sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))[0]

/** When a moment, or one that comes after it, was reached. */
const reachedAt = (input: TouchInput, moment: TouchMoment): number | null => {
  const { signedUpAt, milestones, stuckAt, pqlAt } = input
  const at: Readonly<Record<TouchMoment, readonly (number | null)[]>> = {
    'sign-up': [signedUpAt],
    'first-event': [milestones.firstEventAt],
    'half-or-stuck': [milestones.halfAt, stuckAt],
    'first-value': [milestones.firstValueAt],
    pql: [pqlAt],
    'hand-raise': [],
  }
  return TOUCH_MOMENTS.slice(TOUCH_MOMENTS.indexOf(moment))
    .flatMap(one => at[one])
    .reduce<number | null>(
      (first, one) => (one === null || (first !== null && first <= one) ? first : one),
      null,
    )
}

const isLater = (a: TouchMoment, b: TouchMoment): boolean =>
  TOUCH_MOMENTS.indexOf(a) > TOUCH_MOMENTS.indexOf(b)

const hours = ({ playbook }: TouchInput['program'], of: 'slaHours' | 'handRaiseSlaHours'): number =>
  playbook?.[of] ?? PLAYBOOK_DEFAULTS[of]

const HOLD = { who: null, by: null } as const

/**
 * Who does what by when. The grid says when, the type says what; a type may delay or cancel, never hasten. A question is
 * answered in every cell, whatever else holds. Total: every input has an answer.
 */
export const touchAdvice = (input: TouchInput): TouchAdvice => {
  const { program, complexity, size, sizeIsKnown, handRaise, type, touches, attention, now } = input
  const moment = gridOf(program)[complexity][size]
  const rest = { moment, cell: { complexity, size }, attention }
  const cell = `The product is ${complexity}, the deal ${size}${sizeIsKnown ? '' : ' (nobody knows its size)'}: somebody steps in ${IN_WORDS[moment]}.`
  const touchedAt = Math.max(latest(touches, 'touched')?.at ?? 0, input.lastOutboundAt ?? 0)
  const wait = (what: string, why: string): TouchAdvice => ({ state: 'wait', ...HOLD, what, why, ...rest })

  if (handRaise !== null && touchedAt < handRaise.at)
    return {
      state: 'due',
      who: handRaise.ready ? 'sales' : 'support',
      what: handRaise.ready ? 'Answer with advice on the plan' : 'Answer, and teach the missing skill',
      by: handRaise.at + hours(program, 'handRaiseSlaHours') * HOUR_MS,
      why: 'They asked for help: a question is answered in every cell.',
      ...rest,
    }
  const verdict = latest(touches, 'disqualified', 'requalified', 'recycled')
  if (verdict?.kind === 'disqualified')
    return { state: 'disqualified', ...HOLD, what: 'Nothing: disqualified', why: verdict.reason, ...rest }
  const sleep = latest(touches, 'snoozed', 'woken')
  if (sleep?.kind === 'snoozed' && (sleep.until ?? 0) > now)
    return { state: 'snoozed', ...HOLD, what: 'Nothing until it wakes', why: sleep.reason || cell, ...rest }

  const sold = playAfterSale(input.stage)
  const play = sold ?? (type.type === null ? UNNAMED[moment] : PLAYS[type.type])
  const why = sold === undefined && type.type !== null ? `${cell} A ${type.say}.` : cell
  if (play.cancels !== undefined) return wait(play.what, `${why} Nobody does: ${play.cancels}.`)
  const from = play.from !== undefined && isLater(play.from, moment) ? play.from : moment
  const reached = reachedAt(input, from)
  const dueAt =
    sold !== undefined
      ? input.since
      : reached === null
        ? null
        : Math.max(reached, input.reopenedAt ?? reached)
  if (dueAt === null)
    return wait(
      'Let the app carry them on',
      from === moment ? why : `${why} Such a lead is left in peace: ${IN_WORDS[from]}.`,
    )
  if (touchedAt >= dueAt)
    return {
      state: 'done',
      ...HOLD,
      what: 'Wait for what they make of it',
      why: `${why} Somebody has since.`,
      ...rest,
    }
  if (attention.used >= attention.allowed)
    return {
      ...wait(
        play.what,
        `${why} Their attention is spent: ${attention.used} of ${attention.allowed} this week.`,
      ),
      ...(input.attentionFreeAt === null || input.attentionFreeAt === undefined
        ? {}
        : { heldUntil: input.attentionFreeAt }),
    }
  return {
    state: 'due',
    who: play.who,
    what: play.what,
    by: dueAt + hours(program, 'slaHours') * HOUR_MS,
    why,
    ...rest,
  }
}
