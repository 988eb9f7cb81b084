import { type AbilityFit, DAY_MS, type LearningReport, type SkillEvidence, UNFITTED } from '@fireball/core'
import type { ProgramStore } from '../program-store.ts'
import type { Queries } from '../store/driver.ts'
import { cutDay, ENOUGH } from './cut-day.ts'
import { declaredContexts } from './declared-contexts.ts'
import { difficultyOf } from './difficulty.ts'
import type { FitStore, LearningProgressRow, NewFit, RunEnd } from './fit-store.ts'
import type { LearnInput, LearnPort } from './learn-port.ts'
import { notEnough } from './not-enough.ts'
import { countOutcomes, skillEvidence } from './skill-evidence.ts'
import { readTrainingSet, type UserEvidence } from './training-set.ts'

/** What a run reads with, and reckons with. */
export interface LearnRunPorts {
  readonly store: Pick<Queries, 'all'>
  readonly fits: Pick<FitStore, 'read' | 'fit'>
  readonly programs: Pick<ProgramStore, 'live'>
  readonly learn: LearnPort
  readonly now: () => number
  /** A new id that sorts after all earlier ones. */
  readonly newId: () => string
}

/** How a run is watched and stopped. */
export interface LearnRunControl {
  /** Lets others go first; rejects when the run is to stop. */
  readonly rest: () => Promise<void>
  /** How far it is; called often. */
  readonly tell: (at: LearningProgressRow) => void
}

/** One run over one project's evidence. */
export type LearnRun = (
  ports: LearnRunPorts,
  project: string,
  control: LearnRunControl,
) => Promise<RunEnd | 'no-program'>

const loss = (value: number): string => value.toFixed(3)

/** Rows of the days before one. */
const before = (users: readonly UserEvidence[], day: number): readonly UserEvidence[] =>
  users.flatMap(user => {
    const rows = user.rows.filter(row => row.day < day)
    return rows.length === 0 ? [] : [{ ...user, rows }]
  })

/** Reads a project's evidence, fits, compares; writes nothing. What it answers is for the one who asked to keep. */
export const learnRun: LearnRun = async (
  { store, fits, programs, learn, now, newId },
  project,
  { rest, tell },
) => {
  const live = await programs.live(project)
  if (live === undefined) return 'no-program'
  const startedAt = now()
  const clock = performance.now()
  const tookMs = (): number => Math.round(performance.now() - clock)
  const { program, signals } = live
  const { skills } = program
  const set = await readTrainingSet({
    store,
    space: project,
    skills,
    signals,
    rest,
    onProgress: (done, total) => tell({ stage: 'reading', done, total }),
  })
  const { users } = set
  const row = await fits.read(project)
  const used = row.live === '' ? undefined : await fits.fit(project, row.live)
  const current = used?.fit ?? UNFITTED
  const evidence = skillEvidence(program, signals, users)
  const outcomes = countOutcomes(users)
  const report = (
    result: LearningReport['result'],
    say: string,
    fit: AbilityFit = current,
  ): LearningReport => ({
    at: startedAt,
    tookMs: tookMs(),
    result,
    say,
    outcomes,
    needed: ENOUGH.outcomes,
    users: users.length,
    accounts: set.accounts,
    share: set.share,
    skills: evidence.map(
      (one): SkillEvidence => ({ ...one, difficulty: difficultyOf(one.key, program, signals, fit) }),
    ),
  })

  const throughUsed = used === undefined ? undefined : Math.floor(used.through / DAY_MS)
  const cut = cutDay(users, throughUsed)
  const missing = notEnough({ evidence, outcomes, users, cut, hasFit: used !== undefined })
  if (missing !== undefined || cut === undefined)
    return { report: report('not-enough', missing ?? 'Not enough yet.') }

  const input: LearnInput = { users, skills, signals, rest }
  const trained = before(users, cut.since)
  tell({ stage: 'fitting', done: 0, total: 1 })
  const whole = await learn.fit({
    ...input,
    users: trained,
    now: cut.since * DAY_MS,
    onProgress: (done, total) => tell({ stage: 'fitting', done, total }),
  })
  const candidate = learn.publishable(whole, declaredContexts(program), set.accountsOf)
  if (candidate.version === current.version)
    return { report: report('rejected', 'Learned the same as before; nothing changes.') }

  tell({ stage: 'comparing', done: 0, total: 4 })
  const compared = await learn.compare({ ...input, ...cut, candidate, current })
  const predictions = []
  for (const [i, fit] of [candidate, current, UNFITTED].entries()) {
    tell({ stage: 'comparing', done: i + 1, total: 4 })
    predictions.push(
      fit.version === UNFITTED.version && i === 1
        ? undefined
        : await learn.predict({ ...input, ...cut, fit }),
    )
  }
  const [ofCandidate = null, , ofStarting = null] = predictions
  const ofCurrent = predictions[1] ?? ofStarting
  const result = !compared.isBetter ? 'rejected' : row.isHeld ? 'held' : 'live'
  const on = `${compared.outcomes.toLocaleString('en-US')} later outcomes`
  const figures = `log loss ${loss(ofCandidate?.logLoss ?? 0)} against ${loss(ofCurrent?.logLoss ?? 0)} of what was in use`
  const say =
    result === 'live'
      ? `Told ${on} better: ${figures}.`
      : result === 'held'
        ? `Told ${on} better: ${figures}. It waits, because someone chose what is in use.`
        : `Did not tell ${on} better: ${figures}. What is in use stays.`
  const id = newId()
  const made: NewFit = {
    id,
    createdAt: startedAt,
    throughDay: cut.since - 1,
    state: result === 'live' ? 'live' : result === 'held' ? 'candidate' : 'rejected',
    fit: candidate,
    figures: {
      outcomes: countOutcomes(trained),
      users: trained.length,
      tookMs: tookMs(),
      comparison: {
        from: cut.since * DAY_MS,
        to: (cut.until + 1) * DAY_MS - 1,
        outcomes: compared.outcomes,
        gain: compared.gain,
        low: compared.low,
        high: compared.high,
      },
      candidate: ofCandidate,
      current: ofCurrent,
      starting: ofStarting,
    },
  }
  return {
    report: report(result, say, result === 'live' ? candidate : current),
    made,
    decision: { id: newId(), at: startedAt, by: 'Fireball', kind: result, fit: id, say },
  }
}
