import { quantile } from '@fireball/core'
import type { BenchLine } from '../../scripts/bench.ts'
import type { EngineName } from '../../scripts/browser-process.ts'
import type { Verdict } from './trial.ts'

/** A rival's figure beside ours. */
export interface Theirs {
  readonly name: string
  readonly value: number
}

type Report = (line: BenchLine) => void

const rounded = (value: number): number => Math.round(value * 1000) / 1000

/** Reports our figure, once alone or once for each rival. */
export const reportBeside = (
  report: Report,
  line: Pick<BenchLine, 'metric' | 'value' | 'unit'>,
  rivals: readonly Theirs[] = [],
): void => {
  const value = rounded(line.value)
  if (rivals.length === 0) report({ ...line, value })
  for (const { name, value: theirs } of rivals) {
    const ratio = theirs === 0 ? {} : { ratio: rounded(line.value / theirs) }
    report({ ...line, value, vs: `${name}: ${rounded(theirs)}`, ...ratio })
  }
}

const sum = (verdicts: readonly Verdict[], of: (verdict: Verdict) => number): number =>
  verdicts.reduce((total, verdict) => total + of(verdict), 0)

const figuresOf = (verdicts: readonly Verdict[], name: string): readonly number[] =>
  verdicts.flatMap(({ figures }) => figures[name] ?? [])

/** What the trials of one engine came to. */
export const reportVerdicts = (report: Report, engine: EngineName, all: readonly Verdict[]): void => {
  const verdicts = all.filter(({ broken }) => broken === undefined)
  const count = (metric: string, value: number, unit = 'events') =>
    report({ metric: `sdk.${metric}.${engine}`, value: rounded(value), unit })
  const unacknowledged = sum(verdicts, one => one.unacknowledged)
  count('trials', verdicts.length, 'trials')
  count('trials_broken', all.length - verdicts.length, 'trials')
  count(
    'accepted',
    sum(verdicts, one => one.accepted),
  )
  count(
    'lost',
    sum(verdicts, one => one.lost.length),
  )
  count(
    'duplicated',
    sum(verdicts, one => one.duplicated),
  )
  if (unacknowledged > 0)
    count('extra_copies_per_unacked', sum(verdicts, one => one.copies) / unacknowledged, 'copies')
  count(
    'extra_copies_alive',
    sum(verdicts, one => one.copiesAlive),
    'copies',
  )
  count(
    'preflights',
    sum(verdicts, one => one.preflights),
    'requests',
  )
  const told = figuresOf(verdicts, 'told')
  if (told.length > 0)
    count(
      'lost_and_told',
      told.reduce((a, b) => a + b, 0),
    )
  const early = figuresOf(verdicts, 'early')
  if (early.length > 0)
    count(
      'early_retries',
      early.reduce((a, b) => a + b, 0),
      'requests',
    )
}

/** What the kills came to. */
export const reportKills = (report: Report, engine: EngineName, all: readonly Verdict[]): void => {
  const verdicts = all.filter(({ broken }) => broken === undefined)
  report({
    metric: `sdk.killed_lost.${engine}`,
    value: sum(verdicts, one => one.lost.length),
    unit: 'events',
  })
  report({ metric: `sdk.killed.${engine}`, value: verdicts.length, unit: 'kills' })
}

/** How long the heirs took. */
export const reportHandovers = (report: Report, engine: EngineName, verdicts: readonly Verdict[]): void => {
  const times = figuresOf(verdicts, 'handoverMs')
  for (const [name, p] of [
    ['p50', 0.5],
    ['p95', 0.95],
  ] as const)
    report({
      metric: `sdk.handover_ms.${name}.${engine}`,
      value: Math.round(quantile(times, p) ?? Number.NaN),
      unit: 'ms',
    })
}

/** How wrong instants and order are. */
export const reportClocks = (report: Report, verdicts: readonly Verdict[]): void => {
  const errors = figuresOf(verdicts, 'clockErrorMs')
  const inversions = figuresOf(verdicts, 'inversions').reduce((a, b) => a + b, 0)
  report({ metric: 'sdk.clock_error_ms.max', value: Math.max(...errors), unit: 'ms' })
  report({ metric: 'sdk.order_inversions', value: inversions, unit: 'events' })
}

/** What a person needs to see of a trial that went wrong, and how to see it again. */
export const describe = (engine: EngineName, part: string, verdict: Verdict, only: string): string => {
  const { scenario, seed, accepted, lost, duplicated, copiesAlive, figures, broken } = verdict
  const what =
    broken === undefined
      ? `lost ${lost.length} of ${accepted} (${lost.slice(0, 4).join(' ')}), duplicated ${duplicated}, copies while alive ${copiesAlive}${figures.early ? `, early ${figures.early}` : ''}${figures.told === undefined ? '' : `, told ${figures.told}`}`
      : `could not be carried through: ${broken}`
  return `${engine}, ${scenario}: ${what}\n  again: npm run bench -- sdk --part ${part} --engine ${engine} --seed ${seed} --trials 1${only && ` --only ${JSON.stringify(only)}`}`
}
