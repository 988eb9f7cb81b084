import type { FitRecord, LearningReport, LearningState, Prediction } from '@fireball/core'
import { SAMPLE_NOW } from './sample-profiles.ts'
import { SAMPLE_PROGRAM } from './sample-program.ts'

const DAY_MS = 86_400_000

/** Calibrated but for `off`: what it says is off by so much, more so at the ends. */
const prediction = (auc: number, logLoss: number, ece: number, off: number): Prediction => ({
  outcomes: 2480,
  auc,
  logLoss,
  ece,
  bins: [0.14, 0.25, 0.36, 0.45, 0.56, 0.65, 0.75, 0.86, 0.94].map((p, i) => ({
    p,
    share: Math.min(1, Math.max(0, p + off * (0.5 - p) * 2 + (i % 2 === 0 ? 0.012 : -0.012))),
    outcomes: [24, 60, 110, 170, 260, 390, 520, 610, 336][i] ?? 0,
  })),
})

const STARTING = prediction(0.702, 0.561, 0.048, 0.16)
const FITTED = prediction(0.784, 0.487, 0.011, 0.02)

const sampleFit = (
  id: string,
  daysAgo: number,
  state: FitRecord['state'],
  of: { readonly candidate: Prediction; readonly current: Prediction; readonly gain: number },
): FitRecord => ({
  id,
  version: `f${id}9k2`,
  at: SAMPLE_NOW - daysAgo * DAY_MS,
  through: SAMPLE_NOW - (daysAgo + 6) * DAY_MS,
  state,
  figures: {
    outcomes: 9920 - daysAgo * 120,
    users: 812,
    tookMs: 4200,
    comparison: {
      from: SAMPLE_NOW - (daysAgo + 5) * DAY_MS,
      to: SAMPLE_NOW - daysAgo * DAY_MS,
      outcomes: 2480,
      gain: of.gain,
      low: of.gain - 0.012,
      high: of.gain + 0.012,
    },
    candidate: of.candidate,
    current: of.current,
    starting: STARTING,
  },
})

const FITS: readonly FitRecord[] = [
  sampleFit('3', 1, 'rejected', { candidate: FITTED, current: FITTED, gain: 0.001 }),
  sampleFit('2', 8, 'live', {
    candidate: FITTED,
    current: prediction(0.771, 0.496, 0.016, 0.04),
    gain: 0.009,
  }),
  sampleFit('1', 22, 'superseded', { candidate: FITTED, current: STARTING, gain: 0.065 }),
]

const REPORT: LearningReport = {
  at: SAMPLE_NOW - 7 * 3_600_000,
  tookMs: 4200,
  result: 'rejected',
  say: 'Did not tell 2,480 later outcomes better: log loss 0.487 against 0.487 of what was in use. What is in use stays.',
  outcomes: 12_400,
  needed: 300,
  users: 861,
  accounts: 204,
  share: 1,
  skills: SAMPLE_PROGRAM.skills.map(({ key, name }, i) => ({
    key,
    name,
    successes: 5200 - i * 1130,
    failures: i === 3 ? 0 : 1310 - i * 260,
    assisted: 410 - i * 60,
    users: 790 - i * 150,
    contexts: 640 - i * 130,
    difficulty: i < 3 ? { hard: 0.52 + i * 0.07, easy: 0.94 - i * 0.03, contexts: 40 - i * 12 } : null,
    ...(i === 3
      ? {
          lacks:
            'No failures are reported: send “Automation Run” with outcome: "failure" when it does not work.',
        }
      : {}),
  })),
}

/** A project that has learned: a fit in use, one before it, one that was no better. */
export const SAMPLE_LEARNING: LearningState = {
  live: FITS[1] ?? null,
  liveSince: SAMPLE_NOW - 8 * DAY_MS,
  isHeld: false,
  running: null,
  report: REPORT,
  nextAt: SAMPLE_NOW + 17 * 3_600_000,
  fits: FITS,
  decisions: [
    { id: 'd3', at: SAMPLE_NOW - DAY_MS, by: 'Fireball', kind: 'rejected', fit: '3', say: REPORT.say },
    {
      id: 'd2',
      at: SAMPLE_NOW - 8 * DAY_MS,
      by: 'Fireball',
      kind: 'live',
      fit: '2',
      say: 'Told 2,480 later outcomes better: log loss 0.487 against 0.496 of what was in use.',
    },
    {
      id: 'd1',
      at: SAMPLE_NOW - 22 * DAY_MS,
      by: 'Fireball',
      kind: 'live',
      fit: '1',
      say: 'Told 2,480 later outcomes better: log loss 0.487 against 0.561 of what was in use.',
    },
  ],
}

/** A project with skills and little evidence. */
export const SAMPLE_TOO_LITTLE: LearningState = {
  live: null,
  liveSince: null,
  isHeld: false,
  running: null,
  report: {
    ...REPORT,
    result: 'not-enough',
    say: 'Not enough yet: 124 of 300 outcomes. The starting values stay in use.',
    outcomes: 124,
    users: 31,
    accounts: 12,
    skills: REPORT.skills.map((skill, i) => ({
      ...skill,
      successes: [80, 24, 12, 8, 0][i] ?? 0,
      failures: 0,
      assisted: 0,
      users: [31, 12, 6, 2, 0][i] ?? 0,
      contexts: [40, 9, 0, 3, 0][i] ?? 0,
      difficulty: null,
      lacks:
        i === 4
          ? 'No outcomes are reported: send “API Called” with outcome: "success" or "failure".'
          : `No failures are reported: send “${skill.name}” with outcome: "failure" when it does not work.`,
    })),
  },
  nextAt: SAMPLE_NOW + 17 * 3_600_000,
  fits: [],
  decisions: [],
}
