import { type AbilityFit, abilityOf, hash53 } from '@fireball/core'
import type { Answer } from './answers.ts'
import { createDice } from './bootstrap.ts'
import { type LogProgram, rowsOf, timeOf } from './evidence.ts'

/** What the 90 % interval of an ability is worth against what the user then did. */
export interface Coverage {
  /** Groups: one user's next answers in one skill, each on an item not met before. */
  readonly groups: number
  readonly answers: number
  /** Share of groups whose number of right answers lies in the middle 90 % of what the interval foretells; .90 is exact. */
  readonly covered: number
  /** The same, had p no interval: what chance alone explains. */
  readonly byPointAlone: number
}

/** A group is told from at least so many answers in the skill, and is so many answers long. */
const GROUP = { after: 3, fewest: 5, most: 10, perUser: 3 } as const
const Z90 = 1.645
/** Middles of equal shares of the normal distribution. Source: Abramowitz & Stegun 26.2.23. */
const NODES: readonly number[] = Array.from({ length: 25 }, (_, i) => {
  const share = (i + 0.5) / 25
  const t = Math.sqrt(-2 * Math.log(Math.min(share, 1 - share)))
  const z =
    t -
    (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3)
  return share < 0.5 ? -z : z
})

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit))
const logitOf = (p: number): number => Math.log(p / (1 - p))

/** Probability of each number of successes, of tries with these probabilities. */
const countsOf = (ps: readonly number[]): readonly number[] =>
  ps.reduce<readonly number[]>(
    (sums, p) =>
      Array.from({ length: sums.length + 1 }, (_, k) => (sums[k] ?? 0) * (1 - p) + (sums[k - 1] ?? 0) * p),
    [1],
  )

/** Where a count lies in what was foretold, 0 to 1 evenly if that is right; a tie is parted by the dice. */
const placeOf = (logits: readonly number[], sd: number, count: number, dice: () => number): number => {
  let below = 0
  let at = 0
  for (const z of NODES) {
    const chances = countsOf(logits.map(logit => sigmoid(logit + sd * z)))
    for (let k = 0; k < count; k++) below += chances[k] ?? 0
    at += chances[count] ?? 0
  }
  return (below + dice() * at) / NODES.length
}

/**
 * How often the interval holds what a user then does. An ability cannot be seen, its outcomes can: with the ability normal
 * on the logit scale as wide as the interval says, the number of right answers among the next ones has a distribution, and
 * should lie in its middle 90 % nine times of ten.
 */
export const measureCoverage = (
  users: readonly (readonly Answer[])[],
  program: LogProgram,
  fit: AbilityFit,
  perDay: number,
): Coverage => {
  const dice = createDice(7)
  const tally = { groups: 0, answers: 0, covered: 0, byPointAlone: 0 }
  const isCovered = (place: number): boolean => place >= 0.05 && place <= 0.95
  const tell = (answers: readonly Answer[], skill: string): boolean => {
    const signal = program.signalOf.get(skill)?.hash
    const places = answers.flatMap(({ skills }, n) => (skills.length === 1 && skills[0] === skill ? [n] : []))
    const cut = places[GROUP.after]
    if (cut === undefined) return false
    const met = new Set(answers.slice(0, cut).map(({ item }) => item))
    const group = places
      .flatMap(n => answers[n] ?? [])
      .slice(GROUP.after)
      .filter(({ item }) => !met.has(item) && met.add(item))
      .slice(0, GROUP.most)
    if (group.length < GROUP.fewest) return false
    const rows = rowsOf(answers.slice(0, cut), program, perDay)
    const first = answers[cut]
    const told = group.map(({ item }) =>
      abilityOf({
        skill,
        rows: rows.filter(row => row.signal === signal),
        elsewhere: rows.filter(row => row.signal !== signal),
        fit,
        now: first === undefined ? 0 : timeOf(first, cut, perDay),
        context: item === '' ? undefined : hash53(item),
        signal,
      }),
    )
    const logits = told.map(({ logit }) => logit)
    const widths = told.map(({ low, high }) => (logitOf(high) - logitOf(low)) / 2 / Z90)
    const sd = widths.reduce((sum, width) => sum + width, 0) / widths.length
    const count = group.filter(({ isRight }) => isRight).length
    tally.groups++
    tally.answers += group.length
    if (isCovered(placeOf(logits, sd, count, dice))) tally.covered++
    if (isCovered(placeOf(logits, 0, count, dice))) tally.byPointAlone++
    return true
  }
  for (const answers of users) {
    const skills = new Map<string, number>()
    for (const { skills: all } of answers)
      for (const skill of all) skills.set(skill, (skills.get(skill) ?? 0) + 1)
    const most = [...skills].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([skill]) => skill)
    let groups = 0
    for (const skill of most) if (groups < GROUP.perUser && tell(answers, skill)) groups++
  }
  const { groups, answers, covered, byPointAlone } = tally
  return { groups, answers, covered: covered / groups, byPointAlone: byPointAlone / groups }
}
