export type { Before, Passing } from './before.ts'
export type { Consent, ConsentLevel } from './consent.ts'
export { createFireball, type Fireball, type FireballOptions } from './create-fireball.ts'
export type { Surface } from './drawing.ts'
export type { Fault, Handler, Happenings } from './emitter.ts'
export type {
  Answer,
  FireballEvents,
  FireballKeys,
  ShownKey,
  SlotName,
  SurveyAnswers,
  Track,
  TrackOptions,
} from './event-map.ts'
export { filterBy, type Lists } from './filter.ts'
export type { Explanation, FeatureState } from './fireball.ts'
export type { Progress } from './standing.ts'
