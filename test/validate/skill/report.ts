import type { Figure } from './bootstrap.ts'
import type { Coverage } from './coverage.ts'
import type { Measured } from './measure.ts'
import type { Sequential } from './sequential.ts'

/** What others reached on exactly these files: published, and measured by the same split. */
const REFERENCES: Readonly<Record<string, string>> = {
  assistments09:
    'published PFA .72, DKT .75, Best-LR .77 (Gervet et al. 2020); measured BKT .716, PFA .712, Elo .760, Best-LR .763',
  statics:
    'published PFA .69, Best-LR .82, DKT .83 (Gervet et al. 2020); measured BKT .692, PFA .693, Elo .822, Best-LR .825',
  'intro-prog': 'published BKT .789, DKT .824, GLR .843 (Sarsa et al. 2022); measured BKT .818',
}

const whole = (value: number): string => Math.round(value).toLocaleString('en-US')
const short = (value: number): string =>
  Number.isNaN(value) ? ' –  ' : value.toFixed(4).replace(/^0/, '').padStart(5)
const drawn = ({ value, low, high }: Figure): string => `${short(value)}  [${short(low)}, ${short(high)}]`
const line = (name: string, figure: string, more = ''): string =>
  `  ${name.padEnd(46)} ${figure}${more === '' ? '' : `   ${more}`}`.trimEnd()

const covered = ({ groups, answers, covered, byPointAlone }: Coverage): readonly string[] =>
  groups === 0
    ? [line('90 % interval', 'nobody has enough answers to tell')]
    : [
        `  90 % interval: right answers among a user's next ${(answers / groups).toFixed(1)} on new items, ${whole(groups)} groups of the same users`,
        line('  in the middle 90 % of what it foretells', short(covered), '.90 is exact'),
        line('  the same, had p no interval', short(byPointAlone)),
      ]

/** One data set's figures as lines of text. */
export const report = (measured: Measured, sequential: Sequential | undefined): readonly string[] => {
  const { name, told, users, folds, fittedOn, auc, ece, transfer, fit, notes, viewDiffers } = measured
  const reference = REFERENCES[name]
  return [
    `${name}: ${whole(told)} answers of ${whole(users)} users told, fitted on ${whole(fittedOn)}${folds > 1 ? ` (mean of ${folds} folds)` : ''}`,
    ...notes.map(note => `  · ${note}`),
    line('next answer, AUC  [95 %]', drawn(auc), reference),
    line('calibration error (ECE, 10 equal bins)', drawn(ece)),
    ...(transfer.rows === 0
      ? [line('success in a context not met before', 'no such answers')]
      : [
          `  success in a context not met before, AUC (${whole(transfer.rows)} answers)`,
          line('  ability, with the item’s difficulty', drawn(transfer.withDifficulty)),
          line('  ability, no item’s difficulty known', drawn(transfer.noDifficulty)),
          line('  attempts on the skill (a usage counter)', drawn(transfer.attempts)),
          line('  everything the user did (activity)', drawn(transfer.activity)),
        ]),
    ...(sequential === undefined
      ? []
      : [
          `  what order is worth, AUC on ${whole(sequential.answers)} answers of ${whole(sequential.users)} training users`,
          line('  counters, order known exactly', short(sequential.exactOrder)),
          line('  counters by day, 20 answers a day', short(sequential.byDay)),
          line('  two-level Elo (sequential)', short(sequential.elo)),
          ...covered(sequential.coverage),
        ]),
    line('view against running sums, farthest', viewDiffers.toExponential(1)),
    line(
      'fit',
      `${fit.version}: ${Object.entries(fit.weights)
        .map(([feature, weight]) => `${feature} ${weight}`)
        .join(', ')}; spread ${fit.spread}`,
    ),
    '',
  ]
}
