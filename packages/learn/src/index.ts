export { auc, type Bin, bins, calibrationError, lossOf, type Scored } from './calibration.ts'
export { type Comparison, compareFits, FEWEST_USERS } from './compare-fits.ts'
export { easinessIn } from './easiness.ts'
export { type Examples, tellSteps, WIDTH } from './examples.ts'
export { type FitInput, fitAbility } from './fit-ability.ts'
export { type Judgement, judgeFit } from './judge-fit.ts'
export { fitLogistic, type Logistic, type LogisticInput, type Prior } from './logistic.ts'
export { nameFit } from './name-fit.ts'
export { type PairedGain, type PairedLoss, pairedGain } from './paired-gain.ts'
export type { Rest } from './pause.ts'
export {
  type AccountInput,
  accountValues,
  tellingSignals,
  type Values,
  WINDOW_DAYS,
} from './propensity/account-values.ts'
export { ABILITY_FAMILIES, EMPLOYEES, FAMILIES, type Family, nameFeature } from './propensity/feature.ts'
export { type EndedAccount, findLeaks, type Leak } from './propensity/find-leaks.ts'
export { type FittedPropensity, fitPropensity, type PropensityInput } from './propensity/fit-propensity.ts'
export { type AccountHistory, endedAccounts, type HistoryReading, snapshotsOf } from './propensity/history.ts'
export { type ChanceJudgement, judgeChances } from './propensity/judge-chances.ts'
export {
  type LearnedPropensity,
  type LearnPropensityInput,
  learnPropensity,
} from './propensity/learn-propensity.ts'
export { ENOUGH_ACCOUNTS } from './propensity/part-in-time.ts'
export {
  chanceOf,
  chanceParts,
  type PropensityFit,
  type PropensityWeight,
  tellChance,
} from './propensity/propensity-fit.ts'
export type { Snapshot } from './propensity/snapshot.ts'
export { type AccountsOf, FEWEST_ACCOUNTS, publishable } from './publishable.ts'
export { type LaterInput, type Told, tellLater } from './tell-later.ts'
export {
  type Course,
  type Evidence,
  layOut,
  type Step,
  type Task,
  type TrainingSet,
  type UserEvidence,
} from './training-set.ts'
