/** A skill as the map draws it. */
export interface MapSkill {
  readonly key: string
  readonly requires: readonly string[]
}

/** Sizes of the map in px. */
export const MAP = { width: 196, height: 76, gapX: 44, gapY: 12 } as const

/** Where one skill stands. */
export interface Spot<T extends MapSkill> {
  readonly skill: T
  readonly x: number
  readonly y: number
}

/** Skills as a map: prerequisites to the left, lines from each to what builds on it. */
export interface SkillMap<T extends MapSkill> {
  readonly spots: readonly Spot<T>[]
  /** SVG paths. */
  readonly lines: readonly { readonly from: string; readonly to: string; readonly path: string }[]
  readonly width: number
  readonly height: number
}

/** Prerequisites that are in the list; others and circles (which no published program has) are left out. */
const depthOf = (key: string, skills: readonly MapSkill[], trail: readonly string[] = []): number => {
  const known = skills.find(one => one.key === key)?.requires ?? []
  const before = known.filter(one => !trail.includes(one) && skills.some(({ key: other }) => other === one))
  return before.length === 0 ? 0 : 1 + Math.max(...before.map(one => depthOf(one, skills, [...trail, key])))
}

/** Lays skills out in columns by depth; within a column, near the middle of what they build on. */
export const skillMap = <T extends MapSkill>(skills: readonly T[]): SkillMap<T> => {
  const rowOf = new Map<string, number>()
  const columns: T[][] = []
  for (const skill of skills) {
    const depth = depthOf(skill.key, skills)
    while (columns.length <= depth) columns.push([])
    columns[depth]?.push(skill)
  }
  const spots = columns.flatMap((column, depth) => {
    const middle = (skill: T): number => {
      const rows = skill.requires.flatMap(key => rowOf.get(key) ?? [])
      return rows.length === 0 ? 0 : rows.reduce((sum, row) => sum + row, 0) / rows.length
    }
    const sorted = depth === 0 ? column : [...column].sort((a, b) => middle(a) - middle(b))
    return sorted.map((skill, row) => {
      rowOf.set(skill.key, row)
      return { skill, x: depth * (MAP.width + MAP.gapX), y: row * (MAP.height + MAP.gapY) }
    })
  })
  const lines = spots.flatMap(({ skill, x, y }) =>
    skill.requires.flatMap(key => {
      const before = spots.find(one => one.skill.key === key)
      if (before === undefined || before.x >= x) return []
      const [x1, y1, y2] = [before.x + MAP.width, before.y + MAP.height / 2, y + MAP.height / 2]
      const bend = x - MAP.gapX / 2
      return [
        {
          from: key,
          to: skill.key,
          path: `M${x1} ${y1}H${x - MAP.gapX}C${bend} ${y1} ${bend} ${y2} ${x} ${y2}`,
        },
      ]
    }),
  )
  const rows = Math.max(0, ...columns.map(column => column.length))
  return {
    spots,
    lines,
    width: Math.max(0, columns.length * (MAP.width + MAP.gapX) - MAP.gapX),
    height: Math.max(0, rows * (MAP.height + MAP.gapY) - MAP.gapY),
  }
}
