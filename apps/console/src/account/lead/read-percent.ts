import { err, ok, type Result } from '@fireball/core'

/** Reads a chance that somebody typed in percent, as 0–1; the error says what would do. */
export const readPercent = (typed: string): Result<number, string> => {
  const bare = typed.trim().replace(/\s*%$/, '').replace(',', '.')
  const percent = Number(bare)
  if (bare === '' || Number.isNaN(percent)) return err('Type a number from 0 to 100.')
  return percent < 0 || percent > 100
    ? err(`A chance lies between 0 and 100%; ${bare}% is none.`)
    : ok(percent / 100)
}
