import type { Row } from '../person.ts'
import { type AbilityFigures, spanOf } from './ability-figures.ts'
import { UNFITTED } from './ability-fit.ts'
import { rowsOfAll } from './tally.ts'

const count = (rows: readonly Row[]): AbilityFigures => {
  const shown = new Set<string>()
  let successes = 0
  let failures = 0
  let assisted = 0
  let last: number | null = null
  for (const row of rows) {
    successes += row.success
    failures += row.failure
    assisted += row.successAssisted
    if (row.success === 0) continue
    if (row.context !== '') shown.add(row.context)
    last = Math.max(last ?? row.last, row.last)
  }
  const logit = Math.LN2 + Math.log1p(successes / 2) - Math.log1p(failures)
  const span = spanOf(logit, { tries: successes + failures, spread: UNFITTED.spread })
  return { successes, failures, assisted, contexts: shown.size, last, fresh: span.p, ...span }
}

/**
 * One user's ability in every skill before anything was learned, by counting alone: what `abilitiesOf` says with
 * `UNFITTED`. All that a page needs of a product whose learning is not live.
 */
export const startingAbilities = ({
  skills,
  rowsOf,
}: {
  readonly skills: readonly { readonly key: string; readonly shownBy: readonly string[] }[]
  readonly rowsOf: Readonly<Record<string, readonly Row[]>>
}): Readonly<Record<string, AbilityFigures>> =>
  Object.fromEntries(skills.map(({ key, shownBy }) => [key, count(rowsOfAll(rowsOf, shownBy))]))
