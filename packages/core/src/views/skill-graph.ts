import type { Skill } from '../program/program.ts'
import type { SkillView } from './skill.ts'

type Views = Readonly<Record<string, SkillView>>

const isAble = (views: Views, key: string): boolean => views[key]?.able === true

/**
 * Whether what builds on a skill may begin: it is able, or was done without help where nothing can ever show more,
 * because its signals cannot tell of a failure. That is as much as anybody can have of it; it is no ability.
 */
const isMet = (views: Views, key: string): boolean => {
  const { able = false, lacks = [], successes = 0 } = views[key] ?? {}
  return able || (lacks.includes('outcome') && successes > 0)
}

/**
 * The skills still missing before `wanted` are all there, prerequisites first; empty when ready. A fading skill and a
 * prerequisite of a missing one count as missing until shown; what an able skill once required does not. A skill that
 * can only be practised is missing where it is wanted itself, and met where another builds on it.
 */
export const missingSkills = (
  wanted: readonly string[],
  skills: readonly Skill[],
  views: Views,
): readonly Skill[] => {
  const missing: Skill[] = []
  const seen = new Set<string>()
  const visit = (key: string): void => {
    const skill = skills.find(one => one.key === key)
    if (skill === undefined || seen.has(key) || isAble(views, key)) return
    seen.add(key)
    for (const required of skill.requires ?? []) if (!isMet(views, required)) visit(required)
    missing.push(skill)
  }
  wanted.forEach(visit)
  return missing
}

/** Skills within reach: not yet able, all prerequisites met. In the program's order. */
export const frontier = (skills: readonly Skill[], views: Views): readonly Skill[] =>
  skills.filter(skill => !isAble(views, skill.key) && (skill.requires ?? []).every(key => isMet(views, key)))
