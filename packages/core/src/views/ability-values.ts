import { type AbilitySums, informationOf, levelOf } from './ability-sums.ts'

/** What the values of one prediction are made from. */
export interface AbilityGround {
  /** Of the skill itself, of all other skills, and of the next context alone. */
  readonly own: AbilitySums
  readonly elsewhere: AbilitySums
  readonly again: AbilitySums
  /** Distinct contexts with an unassisted success. */
  readonly contexts: number
  /** Of the skill, and how much easier the next context is; in logits. */
  readonly skillEasiness: number
  readonly contextEasiness: number
}

/**
 * How much information the prior is worth: of a user's level in one skill, in all others, in one context. The level
 * is over / (info + prior), one Newton step from “typical” in a Rasch model.
 * Source: G. Rasch 1960; one step towards its posterior mode, as Elo ratings take: doi:10.1016/j.compedu.2016.03.017
 */
const PRIOR_INFO = { own: 3, elsewhere: 2, again: 1 }
const THIS_MONTH = 2

/** The more is known about the skill itself, the less the other skills count. */
const elsewhereIn = ({ own, elsewhere }: AbilityGround, memory: number): number =>
  (levelOf(elsewhere, memory, PRIOR_INFO.elsewhere) * PRIOR_INFO.own) /
  (informationOf(own.info, memory) + PRIOR_INFO.own)

/** The values of all features, in the order of `ABILITY_FEATURES`. */
export const abilityValues = (ground: AbilityGround): readonly number[] => {
  const { own, again } = ground
  return [
    1,
    ground.skillEasiness,
    ground.contextEasiness,
    Math.log1p(own.successes / 2),
    Math.log1p(own.failures),
    Math.log1p(ground.contexts),
    Math.log1p(own.assisted),
    levelOf(own, 0, PRIOR_INFO.own),
    elsewhereIn(ground, 0),
    levelOf(own, 1, PRIOR_INFO.own),
    elsewhereIn(ground, 1),
    levelOf(own, 2, PRIOR_INFO.own),
    elsewhereIn(ground, 2),
    Math.log1p(again.successes / 2),
    Math.log1p(again.failures),
    levelOf(again, THIS_MONTH, PRIOR_INFO.again),
  ]
}
