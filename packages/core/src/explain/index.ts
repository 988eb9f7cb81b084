export {
  type AbilityExplanation,
  type Change,
  type ChangeCode,
  EVIDENCE_LINES,
  type EvidenceLine,
  type ExplainInput,
  explainAbility,
} from './ability.ts'
export {
  type ExplanationWords,
  QUADRANT_WORDS,
  STATE_WORDS,
  STUCK_WORDS,
  sayExplanation,
  sayGap,
} from './words.ts'
