import { LEAD_TYPES, type LeadType } from '@fireball/core'
import type { TrueAccount } from './truth.ts'

/** How often each type was taken for each: by what is true, then by what was said. */
export type Confusion = Readonly<Record<LeadType, Readonly<Record<LeadType, number>>>>

const forTypes = <T>(of: (type: LeadType) => T): Readonly<Record<LeadType, T>> =>
  Object.fromEntries(LEAD_TYPES.map(type => [type, of(type)])) as Record<LeadType, T>

/** Compares what is true of open trials with what was said of them; `said` is by id. Guards’ cases are of no type. */
export const confusionOf = (
  accounts: readonly Pick<TrueAccount, 'id' | 'expected'>[],
  said: ReadonlyMap<string, LeadType>,
): Confusion =>
  forTypes(type => {
    const taken = accounts.flatMap(({ id, expected }) => (expected.type === type ? (said.get(id) ?? []) : []))
    return forTypes(other => taken.filter(one => one === other).length)
  })

/** Of each type, the share that was told right; null where there was none. */
export const sharesRight = (confusion: Confusion): Readonly<Record<LeadType, number | null>> =>
  forTypes(type => {
    const all = LEAD_TYPES.reduce((sum, other) => sum + confusion[type][other], 0)
    return all === 0 ? null : confusion[type][type] / all
  })

const percent = (share: number | null): string => (share === null ? '–' : `${Math.round(share * 100)} %`)

/** As a table of plain text: truth by row, said by column, in the same order. */
export const confusionText = (confusion: Confusion): string => {
  const shares = sharesRight(confusion)
  const known = LEAD_TYPES.flatMap(type => shares[type] ?? [])
  const mean = known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0) / known.length
  const head = `${''.padEnd(26)}${LEAD_TYPES.map((_, i) => `${i + 1}`.padStart(5)).join('')}${'right'.padStart(8)}`
  const rows = LEAD_TYPES.map(
    (type, i) =>
      `${`${i + 1} ${type}`.padEnd(26)}${LEAD_TYPES.map(other => `${confusion[type][other]}`.padStart(5)).join('')}${percent(shares[type]).padStart(8)}`,
  )
  return [head, ...rows, `Told right, on the mean of the types: ${percent(mean)}`].join('\n')
}
