import type { FitDecision, FitRecord, LearningState, Prediction } from '@fireball/core'
import { numberText } from '../number.ts'
import { dateText } from '../time.ts'

/** What is known about how well the fit in use tells, beside the starting values on the same outcomes. */
export interface Quality {
  readonly used: Prediction
  /** Null while the starting values are what is in use. */
  readonly starting: Prediction | null
  readonly from: number
  readonly to: number
}

/** The newest measurement of what is in use: as it went live, or as a later candidate was compared with it. */
export const qualityOf = ({ live, fits }: LearningState): Quality | undefined => {
  for (const { id, figures, state } of fits) {
    const { comparison, candidate, current, starting } = figures
    if (comparison === null) continue
    const { from, to } = comparison
    if (live === null) return starting === null ? undefined : { used: starting, starting: null, from, to }
    const used = id === live.id ? candidate : state === 'superseded' || id < live.id ? null : current
    if (used !== null) return { used, starting, from, to }
  }
  return undefined
}

/** What a fit is called: by the day it was made. */
export const fitName = (fit: Pick<FitRecord, 'at'> | null, now: number): string =>
  fit === null ? 'Starting values' : `Fit of ${dateText(fit.at, now)}`

/** A share with one digit where whole percentages would hide a difference: 78.4 %. */
export const fineText = (share: number): string => `${(share * 100).toFixed(1)}%`

/** Three digits of a loss. */
export const lossText = (loss: number): string => loss.toFixed(3)

/** The measures of a prediction, with what they mean. */
export const MEASURES = [
  {
    key: 'auc',
    label: 'Tells success from failure',
    meaning:
      'AUC: of one success and one failure, how often the success was given the higher chance. 50% is guessing.',
    text: ({ auc }: Prediction) => (auc === null ? '–' : fineText(auc)),
  },
  {
    key: 'logLoss',
    label: 'Surprise',
    meaning:
      'Log loss: how little it saw coming what happened, on the mean. 0 is perfect, 0.693 is a coin; less is better.',
    text: ({ logLoss }: Prediction) => lossText(logLoss),
  },
  {
    key: 'ece',
    label: 'Off by',
    meaning:
      'Calibration error: how far a chance it gives is from how often it happens, on the mean. Less is better.',
    text: ({ ece }: Prediction) => fineText(ece),
  },
] as const

/** What a run at work is doing. */
export const STAGES = {
  reading: 'Reading evidence',
  fitting: 'Learning from it',
  comparing: 'Comparing with what is in use',
} as const satisfies Record<NonNullable<LearningState['running']>['stage'], string>

/** What a decision came to, as a mark. */
export const DECISIONS = {
  live: { label: 'Went live', look: 'good' },
  rejected: { label: 'Rejected', look: 'plain' },
  held: { label: 'Waits', look: 'warning' },
  back: { label: 'Chosen', look: 'accent' },
  resumed: { label: 'Resumed', look: 'plain' },
} as const satisfies Record<FitDecision['kind'], { label: string; look: string }>

/** One line of the history. */
export interface HistoryLine {
  readonly decision: FitDecision
  readonly fit: FitRecord | undefined
  /** What a person may do with it; a fit is offered once, at its newest line. */
  readonly may: 'back' | 'use' | undefined
}

/** The decisions with the fits they are about, newest first. */
export const historyOf = ({ decisions, fits }: LearningState): readonly HistoryLine[] => {
  const offered = new Set<string>()
  return decisions.map(decision => {
    const fit = fits.find(one => one.id === decision.fit)
    const isFirst = fit !== undefined && !offered.has(fit.id)
    if (fit !== undefined) offered.add(fit.id)
    const may =
      !isFirst || decision.kind === 'resumed'
        ? undefined
        : fit.state === 'superseded'
          ? 'back'
          : fit.state === 'candidate'
            ? 'use'
            : undefined
    return { decision, fit, may }
  })
}

/** “2,310 outcomes of 40 users”. */
export const trainedText = ({ figures }: FitRecord): string =>
  `${numberText(figures.outcomes)} outcomes of ${numberText(figures.users)} users`
