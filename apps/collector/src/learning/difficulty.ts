import {
  type AbilityFit,
  type CompiledSignal,
  EASINESS_STEPS,
  type Program,
  type SkillEvidence,
} from '@fireball/core'

/** Someone who succeeds so often in a context of middling difficulty. */
const TYPICAL = 0.8

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit))

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.round(share * (sorted.length - 1))] ?? 0

/** How far a skill's learned contexts lie apart; null when none is known one by one. */
export const difficultyOf = (
  key: string,
  { skills }: Pick<Program, 'skills'>,
  signals: readonly CompiledSignal[],
  fit: AbilityFit,
): SkillEvidence['difficulty'] => {
  const shownBy = skills.find(one => one.key === key)?.shownBy ?? []
  const easier = signals
    .filter(one => shownBy.includes(one.key))
    .flatMap(one => Object.values(fit.signals[one.hash]?.contexts ?? {}))
    .sort((a, b) => a - b)
  if (easier.length === 0) return null
  const p = (more: number): number => sigmoid(Math.log(TYPICAL / (1 - TYPICAL)) + more / EASINESS_STEPS)
  return { hard: p(at(easier, 0.1)), easy: p(at(easier, 0.9)), contexts: easier.length }
}
