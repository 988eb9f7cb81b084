/** A skill as far as its place among the others goes. */
export interface LevelSkill {
  readonly key: string
  readonly requires: readonly string[]
}

/**
 * Skills in levels: those of the first build on nothing, those of each next on the ones before; within a level, beside
 * what they build on. Circles (which no published program has) end where they began.
 */
export const skillLevels = <T extends LevelSkill>(skills: readonly T[]): readonly (readonly T[])[] => {
  const byKey = new Map(skills.map(skill => [skill.key, skill]))
  const depths = new Map<string, number>()
  const depthOf = (key: string, trail: readonly string[]): number => {
    const known = depths.get(key)
    if (known !== undefined) return known
    const before = (byKey.get(key)?.requires ?? []).filter(one => byKey.has(one) && !trail.includes(one))
    const depth = before.length === 0 ? 0 : 1 + Math.max(...before.map(one => depthOf(one, [...trail, key])))
    depths.set(key, depth)
    return depth
  }
  const levels: T[][] = []
  for (const skill of skills) {
    const depth = depthOf(skill.key, [])
    while (levels.length <= depth) levels.push([])
    levels[depth]?.push(skill)
  }
  const places = new Map<string, number>()
  return levels.map(level => {
    const near = (skill: T): number =>
      Math.min(...skill.requires.flatMap(key => places.get(key) ?? []), Number.MAX_SAFE_INTEGER)
    const sorted = [...level].sort((a, b) => near(a) - near(b))
    sorted.forEach((skill, i) => {
      places.set(skill.key, i)
    })
    return sorted
  })
}
