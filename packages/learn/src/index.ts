export { auc, type Bin, bins, calibrationError, lossOf, type Scored } from './calibration.ts'
export { type Comparison, compareFits, FEWEST_USERS } from './compare-fits.ts'
export { easinessIn } from './easiness.ts'
export { type Examples, tellSteps, WIDTH } from './examples.ts'
export { type FitInput, fitAbility } from './fit-ability.ts'
export { type Judgement, judgeFit } from './judge-fit.ts'
export { fitLogistic, type Logistic, type LogisticInput, type Prior } from './logistic.ts'
export { nameFit } from './name-fit.ts'
export type { Rest } from './pause.ts'
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
