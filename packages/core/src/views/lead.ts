import type { Program } from '../program/program.ts'
import type { Qualification } from '../qualify.ts'
import type { Activation } from './activation.ts'

export type Stage = 'signed-up' | 'activating' | 'first-value' | 'pql'

/** One row of the ranked list: where an account stands, the one reason, and the one thing to do. */
export interface LeadRow {
  readonly stage: Stage
  readonly reason: string
  readonly action: string
  /** Accounts with something for a person to do go first: 3 qualified, 2 asked for help, 1 held, 0 none. */
  readonly urgency: 0 | 1 | 2 | 3
}

const featureName = (program: Program, key: string): string =>
  program.features.find(one => one.key === key)?.name ?? key

/** What holds a target back, by how much the team can do about it: a spike passes or it does not, skills are taught. */
const DECISIVE = ['no-growth', 'no-value', 'no-ready'] as const

const decisive = ({ reasons }: Qualification): string | undefined =>
  DECISIVE.flatMap(code => reasons.find(one => one.code === code) ?? [])[0]?.say

const isAsked = (one: Qualification): boolean => one.kind === 'hand-raise'

/** The longest waiting of an account's unanswered requests for help. */
export interface WaitingQuestion {
  readonly user: string
  /** '' when it is about none. */
  readonly feature: string
}

/**
 * Reads the standing of an account off its qualifications, its activation and what waits for an answer. `name` turns a
 * user key into words.
 */
export const leadRow = (
  program: Program,
  qualifications: readonly Qualification[],
  activation: Activation | undefined,
  name: (user: string) => string,
  waiting?: WaitingQuestion,
): LeadRow => {
  const qualified = qualifications.filter(one => one.verdict === 'qualified')
  const best = qualified.find(one => isAsked(one) && !one.ready) ?? qualified.find(isAsked) ?? qualified[0]
  const stage: Stage =
    qualified.length > 0
      ? 'pql'
      : activation?.hasFirstValue === true
        ? 'first-value'
        : (activation?.done ?? 0) > 0
          ? 'activating'
          : 'signed-up'
  if (best !== undefined) {
    const target = featureName(program, best.target)
    const said = best.reasons.map(one => one.say).join(' ')
    if (isAsked(best))
      return {
        stage,
        urgency: 3,
        reason: `${name(best.user)} asked for help with ${target}. ${best.ready ? 'Has the skills for it.' : `Missing: ${best.missing.join(', ')}.`}`,
        action: best.ready
          ? `Answer ${name(best.user)}: plan advice for ${target}`
          : `Answer ${name(best.user)}: teach “${best.missing[0]}”`,
      }
    return {
      stage,
      urgency: 3,
      reason: `${target}: ${said}`,
      action: `Talk to ${name(best.user)} about ${target}`,
    }
  }
  if (waiting !== undefined) {
    const about = waiting.feature === '' ? '' : ` with ${featureName(program, waiting.feature)}`
    return {
      stage,
      urgency: 2,
      reason: `${name(waiting.user)} asked for help${about} and waits for an answer.`,
      action: `Answer ${name(waiting.user)}`,
    }
  }
  const help = qualifications.find(one => one.verdict === 'help')
  if (help !== undefined)
    return {
      stage,
      urgency: 2,
      reason: `${name(help.user)} asked for help with ${featureName(program, help.target)} before first value.`,
      action: `Help ${name(help.user)} reach first value`,
    }
  const held = qualifications.find(one => one.verdict === 'held')
  if (held !== undefined)
    return {
      stage,
      urgency: 1,
      reason:
        `${featureName(program, held.target)}: ${decisive(held) ?? ''} ${held.reasons[0]?.say ?? ''}`.trim(),
      action:
        held.missing[0] === undefined
          ? 'Wait; the app shows how to lift the limit'
          : `Let the app teach “${held.missing[0]}” first`,
    }
  const next = activation?.steps.find(step => !step.isDone && step.waitsFor.length === 0)
  const step = program.checklists.flatMap(one => one.steps).find(one => one.key === next?.key)
  return {
    stage,
    urgency: 0,
    reason:
      activation === undefined
        ? 'No checklist yet.'
        : `${activation.done} of ${activation.total} steps done.`,
    action:
      activation === undefined
        ? 'Nothing yet: publish a checklist'
        : step === undefined
          ? 'Nothing: all steps are done'
          : `Nothing: the app shows “${step.title}” next`,
  }
}
