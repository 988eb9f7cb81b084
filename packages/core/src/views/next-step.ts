import type { Facts } from '../facts.ts'
import { readPath } from '../json.ts'
import type { Checklist, Feature, Goal, Skill } from '../program/program.ts'
import { frontier, missingSkills } from './skill-graph.ts'

/** What a next step is chosen from; a public program has it all. */
export interface StepsProgram {
  readonly skills: readonly Skill[]
  readonly features: readonly Feature[]
  readonly checklists: readonly Checklist[]
  readonly goals?: readonly Goal[] | undefined
  readonly goalFact?: string | undefined
}

/** A skill within reach, and what learning it next is worth. */
export interface NextSkill {
  readonly key: string
  /** That the tries still needed, each unassisted in a new context, all succeed. */
  readonly chance: number
  /** How much of what is wanted it covers: a wanted skill that still lacks n skills counts 1/n for each of them. */
  readonly value: number
  /** `chance · value` */
  readonly gain: number
  /** The chosen goal that it leads to. */
  readonly goal?: Goal
}

/** What counts how much: the user's own goal, then the checklist, then whatever a skill opens. Ours. */
const WEIGHTS = { goal: 1, checklist: 0.1, any: 0.01 } as const

/** The goal that the user chose, by its key or its name. */
export const goalOf = (
  { goals, goalFact = 'survey.goal' }: StepsProgram,
  { doc }: Facts,
): Goal | undefined => {
  const chosen = readPath(doc, goalFact)
  return goals?.find(({ key, name }) => key === chosen || name === chosen)
}

/** What a step of a checklist is worth, on the scale of a skill's gain. */
export const stepGain = (checklist: string, program: StepsProgram, facts: Facts): number =>
  goalOf(program, facts)?.checklist === checklist ? WEIGHTS.goal : WEIGHTS.checklist

/** The skills within reach, the one with the best expected gain first; of equal ones the program's order decides. */
export const nextSkills = (program: StepsProgram, facts: Facts): readonly NextSkill[] => {
  const { skills, features, checklists } = program
  const views = facts.skills
  const goal = goalOf(program, facts)
  const values: Record<string, number> = {}
  const toGoal: Skill[] = []
  const want = (weight: number, ...keys: readonly string[]): void => {
    const missing = missingSkills(keys, skills, views)
    for (const { key } of missing) values[key] = (values[key] ?? 0) + weight / missing.length
    if (weight === WEIGHTS.goal) toGoal.push(...missing)
  }
  for (const key of goal?.skills ?? []) want(WEIGHTS.goal, key)
  for (const { key, steps } of checklists)
    for (const { skill } of steps) if (skill) want(stepGain(key, program, facts), skill)
  for (const feature of features) want(WEIGHTS.any, ...(feature.skills ?? []))
  for (const { key } of skills) want(WEIGHTS.any, key)
  return frontier(skills, views)
    .flatMap((skill): NextSkill[] => {
      const view = views[skill.key]
      if (!view || view.lacks.length > 0) return []
      const chance = view.p ** Math.max(1, view.needed - view.contexts)
      const value = values[skill.key] ?? 0
      const gain = chance * value
      return [{ key: skill.key, chance, value, gain, ...(goal && toGoal.includes(skill) ? { goal } : {}) }]
    })
    .sort((a, b) => b.gain - a.gain)
}
