import type { Skill } from '../program/program.ts'
import { SKILL_DEFAULTS } from '../program/skill-default.ts'
import type { SkillState, SkillView } from './skill.ts'
import { missingSkills } from './skill-graph.ts'

/** What exactly is missing in one skill. */
export interface Gap {
  readonly key: string
  readonly name: string
  readonly state: SkillState
  /** Unassisted successes in so many more contexts are needed. */
  readonly contextsLeft: number
  readonly p: number
  readonly threshold: number
  /** What its events would have to say for the ability to be shown at all. */
  readonly lacks: SkillView['lacks']
}

/** What is missing before all of `wanted` are there: their prerequisites first, without what is had. */
export const gapsTo = (
  wanted: readonly string[],
  skills: readonly Skill[],
  views: Readonly<Record<string, SkillView>>,
): readonly Gap[] =>
  missingSkills(wanted, skills, views).flatMap(({ key, name, threshold = SKILL_DEFAULTS.threshold }) => {
    const view = views[key]
    if (view === undefined) return []
    const { state, needed, contexts, p, lacks } = view
    return [{ key, name, state, contextsLeft: Math.max(0, needed - contexts), p, threshold, lacks }]
  })
