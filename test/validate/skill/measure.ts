import type { AbilityFit } from '@fireball/core'
import { fitAbility } from '@fireball/learn'
import type { Answer } from './answers.ts'
import { AUC, ECE, type Figure, type Fold, figureOf, foldOf } from './bootstrap.ts'
import { byUser, programFor, usersOf } from './evidence.ts'
import type { ReadOptions } from './read-log.ts'
import { type DataSet, readSet } from './sets.ts'
import { type Told, tellAnswers, tellByLedger, tellByView } from './tell.ts'

type Users = readonly (readonly Answer[])[]

/** Told of how far it is, from 0 to 1. */
export type OnProgress = (share: number, doing: string) => void

export interface MeasureOptions extends ReadOptions {
  /** Where the log has no time, so many answers make a day. */
  readonly perDay?: number | undefined
}

/** Success in a context not met before, after at least one other of the skill. */
export interface Transfer {
  readonly rows: number
  readonly withDifficulty: Figure
  readonly noDifficulty: Figure
  readonly attempts: Figure
  readonly activity: Figure
}

/** What was measured on one data set. */
export interface Measured {
  readonly name: string
  readonly notes: readonly string[]
  /** Answers and users of all folds that were told, and on how many the model was fitted. */
  readonly told: number
  readonly users: number
  readonly fittedOn: number
  readonly folds: number
  readonly auc: Figure
  readonly ece: Figure
  readonly transfer: Transfer
  readonly fit: AbilityFit
  /** Farthest that the view itself was from the running sums, on some users. */
  readonly viewDiffers: number
}

const FOLDS = 5
/** The view is asked itself for so many users of at most so many answers. */
const SAMPLE = { users: 5, answers: 150 }

/** Consecutive parts of a list, as equal as can be. */
const parted = <T>(list: readonly T[], parts: number): readonly (readonly T[])[] =>
  Array.from({ length: parts }, (_, part) =>
    list.slice(Math.round((part * list.length) / parts), Math.round(((part + 1) * list.length) / parts)),
  )

/** Fits on some users; the program's skills are those of all of them, so that unknown ones are told too. */
const fitOn = async (train: Users, test: Users, perDay: number, onShare: (share: number) => void) => {
  const program = programFor([...train, ...test].flatMap(answers => answers.flatMap(({ skills }) => skills)))
  const users = usersOf(train, program, perDay)
  const fit = await fitAbility({
    ...program,
    users,
    onProgress: (done, total) => onShare(done / total),
  })
  return { program, fit }
}

const countOf = (users: Users): number => users.reduce((sum, answers) => sum + answers.length, 0)

/**
 * Measures one data set: the model is fitted on train alone and asked about test once; without a given test, on five
 * folds of the users with two answers or more, in order of first appearance.
 */
export const measure = async (
  set: DataSet,
  { perDay = 1, ...options }: MeasureOptions,
  onProgress: OnProgress = () => {},
): Promise<Measured> => {
  onProgress(0, 'reading')
  const logs =
    set.kind === 'split'
      ? [readSet(set.train, options), readSet(set.test, options)]
      : [readSet(set.file, options)]
  const [first = { answers: [], notes: [] }, second] = logs
  const notes = [...new Set(logs.flatMap(log => log.notes))]
  const all = byUser(first.answers).filter(answers => second !== undefined || answers.length >= 2)
  const parts = parted(all, FOLDS)
  if (second === undefined && all.length < FOLDS)
    throw new Error(`${set.name}: ${all.length} users with two answers or more; five folds need five`)
  const rounds: readonly { readonly train: Users; readonly test: Users }[] =
    second !== undefined
      ? [{ train: all, test: byUser(second.answers) }]
      : parts.map((test, part) => ({ train: parts.flatMap((one, i) => (i === part ? [] : one)), test }))

  const told: (readonly Told[])[] = []
  let viewDiffers = 0
  let fitted: AbilityFit | undefined
  for (const [round, { train, test }] of rounds.entries()) {
    const say = (share: number, doing: string): void => onProgress((round + share) / rounds.length, doing)
    say(0.05, 'adding up evidence')
    const { program, fit } = await fitOn(train, test, perDay, share => say(0.2 + 0.6 * share, 'fitting'))
    say(0.8, 'telling')
    told.push(await tellAnswers(test, program, fit, perDay))
    const sample = test.filter(answers => answers.length <= SAMPLE.answers).slice(0, SAMPLE.users)
    const byLedger = await tellByLedger(sample, program, fit, perDay)
    tellByView(sample, program, fit, perDay).forEach((p, i) => {
      viewDiffers = Math.max(viewDiffers, Math.abs(p - (byLedger[i] ?? 0)))
    })
    fitted = fit
  }
  onProgress(1, 'drawing users again')
  const foldsOf = (p: (one: Told) => number | undefined): readonly Fold[] => told.map(one => foldOf(one, p))
  const figure = (p: (one: Told) => number | undefined): Figure => figureOf(foldsOf(p), AUC)
  if (fitted === undefined) throw new Error(`${set.name}: nothing to fit`)
  return {
    name: set.name,
    notes,
    told: told.reduce((sum, one) => sum + one.length, 0),
    users: rounds.reduce((sum, { test }) => sum + test.length, 0),
    fittedOn: Math.round(rounds.reduce((sum, { train }) => sum + countOf(train), 0) / rounds.length),
    folds: rounds.length,
    auc: figure(one => one.p),
    ece: figureOf(
      foldsOf(one => one.p),
      ECE,
    ),
    transfer: {
      rows: told.reduce((sum, one) => sum + one.filter(({ transfer }) => transfer !== undefined).length, 0),
      withDifficulty: figure(one => (one.transfer === undefined ? undefined : one.p)),
      noDifficulty: figure(one => one.transfer?.pNoDifficulty),
      attempts: figure(one => one.transfer?.attempts),
      activity: figure(one => one.transfer?.activity),
    },
    fit: fitted,
    viewDiffers,
  }
}
