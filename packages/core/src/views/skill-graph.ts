import type { Skill } from '../program/program.ts'
import type { SkillView } from './skill.ts'

type Views = Readonly<Record<string, SkillView>>

const isAble = (views: Views, key: string): boolean => views[key]?.able === true

/**
 * The skills still missing before `wanted` are all there, prerequisites first; empty when ready. A fading skill and a
 * prerequisite of a missing one count as missing until shown; what an able skill once required does not.
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
    skill.requires?.forEach(visit)
    missing.push(skill)
  }
  wanted.forEach(visit)
  return missing
}

/** Skills within reach: not yet able, all prerequisites able. In the program's order. */
export const frontier = (skills: readonly Skill[], views: Views): readonly Skill[] =>
  skills.filter(skill => !isAble(views, skill.key) && (skill.requires ?? []).every(key => isAble(views, key)))
