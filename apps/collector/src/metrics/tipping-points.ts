import { type CompiledSignal, dayOf, hash53, type ProductMetrics } from '@fireball/core'
import type { AccountBook, AccountBooks } from './account-books.ts'
import type { DayRange } from './range.ts'
import type { MergedRow } from './scan.ts'

/** One way in which an action may be followed by upgrading. */
export type TippingPoint = ProductMetrics['tippingPoints'][number]

/** What is tried: so many times, within so many days from the first; and so many days are given to convert. Ours. */
export const TIPPING = {
  times: [1, 2, 3, 5, 10, 20],
  days: [1, 3, 7, 14],
  horizonDays: 30,
  /** Accounts that did it, on each side, under which nothing is said. */
  minDid: 5,
  minConverted: 5,
  minLift: 1.2,
  shown: 8,
} as const

const { times: TIMES, days: DAYS } = TIPPING
const CELLS = TIMES.length * DAYS.length

/** Accounts of one half, those that converted, and of both those that did it so often within so many days. */
export interface Half {
  readonly accounts: number
  readonly converted: number
  /** By signal, then by cell (days × times). */
  readonly did: readonly (readonly number[])[]
  readonly both: readonly (readonly number[])[]
}

/** The half in which tipping points are looked for, and the one in which they have to hold. */
export interface TippingFigures {
  readonly found: Half
  readonly heldOut: Half
}

/** By the hash of its key, so that an account stays on its side for ever. */
export const isHeldOut = (account: string): boolean =>
  Number.parseInt(hash53(`tipping ${account}`), 36) % 2 === 1

/** Whether its whole horizon lies within the range, so that converting had its time. */
export const isOfCohort = ({ firstDay }: AccountBook, { from, to }: DayRange): boolean =>
  firstDay >= from && firstDay + TIPPING.horizonDays <= to

/** Paid within the horizon from its first day on. */
export const hasConverted = ({ firstDay, firstPaidAt }: AccountBook): boolean =>
  firstPaidAt !== null && dayOf(firstPaidAt) - firstDay <= TIPPING.horizonDays

const noHalf = (signals: number) => ({
  accounts: 0,
  converted: 0,
  did: Array.from({ length: signals }, () => new Array<number>(CELLS).fill(0)),
  both: Array.from({ length: signals }, () => new Array<number>(CELLS).fill(0)),
})

/** Counts for the accounts of a cohort what each did before it converted; on the day itself nobody knows what came first. */
export const createTippingCounts = (
  acts: readonly CompiledSignal[],
  books: AccountBooks,
  range: DayRange,
) => {
  const places = new Map(acts.map(({ hash }, place) => [hash, place]))
  const width = acts.length * DAYS.length
  const counts = new Map<string, Uint32Array>()
  return {
    add: ({ account, signal, day, readings }: MergedRow): void => {
      const place = places.get(signal)
      const book = place === undefined ? undefined : books.get(account)
      if (place === undefined || book === undefined || !isOfCohort(book, range)) return
      if (book.firstPaidAt !== null && day >= dayOf(book.firstPaidAt)) return
      const known = counts.get(account) ?? new Uint32Array(width)
      counts.set(account, known)
      for (const [i, days] of DAYS.entries())
        if (day - book.firstDay < days) {
          const at = place * DAYS.length + i
          known[at] = (known[at] ?? 0) + readings
        }
    },
    figures: (): TippingFigures => {
      const found = noHalf(acts.length)
      const heldOut = noHalf(acts.length)
      for (const [account, book] of books.entries()) {
        if (!isOfCohort(book, range)) continue
        const half = isHeldOut(account) ? heldOut : found
        const converted = Number(hasConverted(book))
        half.accounts++
        half.converted += converted
        const known = counts.get(account)
        if (known === undefined) continue
        for (let cell = 0; cell < CELLS * acts.length; cell++) {
          const place = Math.floor(cell / CELLS)
          const inner = cell % CELLS
          const n = known[place * DAYS.length + Math.floor(inner / TIMES.length)] ?? 0
          if (n < (TIMES[inner % TIMES.length] ?? 0)) continue
          const did = half.did[place]
          const both = half.both[place]
          if (did === undefined || both === undefined) continue
          did[inner] = (did[inner] ?? 0) + 1
          both[inner] = (both[inner] ?? 0) + converted
        }
      }
      return { found, heldOut }
    },
  }
}

const addTables = (a: Half['did'], b: Half['did']): Half['did'] =>
  a.map((row, i) => row.map((n, j) => n + (b[i]?.[j] ?? 0)))

const addHalves = (a: Half, b: Half): Half => ({
  accounts: a.accounts + b.accounts,
  converted: a.converted + b.converted,
  did: addTables(a.did, b.did),
  both: addTables(a.both, b.both),
})

/** Figures of two parts without an account in common, as one. */
export const addTippingFigures = (a: TippingFigures, b: TippingFigures): TippingFigures => ({
  found: addHalves(a.found, b.found),
  heldOut: addHalves(a.heldOut, b.heldOut),
})

const liftOf = ({ accounts, converted }: Half, did: number, both: number): number =>
  converted === 0 || did === 0 ? 0 : both / did / (converted / accounts)

/** Correlation of doing it and converting, −1 to 1. Source: Matthews (1975), doi:10.1016/0005-2795(75)90109-9 */
const phi = ({ accounts, converted }: Half, did: number, both: number): number => {
  const scatter = did * (accounts - did) * converted * (accounts - converted)
  return scatter === 0 ? 0 : (accounts * both - did * converted) / Math.sqrt(scatter)
}

/**
 * Of each signal the one threshold that goes best with converting in one half of the accounts, with the lift that it has
 * in the other half; the clearest first. Nothing where too few converted.
 */
export const tippingPoints = (
  acts: readonly CompiledSignal[],
  { found, heldOut }: TippingFigures,
): readonly TippingPoint[] => {
  if (found.converted < TIPPING.minConverted) return []
  const best = acts.flatMap(({ key, definition }, place) => {
    const cells = Array.from({ length: CELLS }, (_, cell) => {
      const did = found.did[place]?.[cell] ?? 0
      const both = found.both[place]?.[cell] ?? 0
      return { cell, did, both, phi: phi(found, did, both), lift: liftOf(found, did, both) }
    })
    const [top] = cells
      .filter(one => one.did >= TIPPING.minDid && one.lift >= TIPPING.minLift)
      .sort((a, b) => b.phi - a.phi || a.cell - b.cell)
    return top === undefined ? [] : [{ key, name: definition.name, place, top }]
  })
  return best
    .sort((a, b) => b.top.phi - a.top.phi || (a.key < b.key ? -1 : 1))
    .slice(0, TIPPING.shown)
    .map(({ key, name, place, top }) => {
      const did = heldOut.did[place]?.[top.cell] ?? 0
      const both = heldOut.both[place]?.[top.cell] ?? 0
      return {
        signal: key,
        name,
        times: TIMES[top.cell % TIMES.length] ?? 1,
        days: DAYS[Math.floor(top.cell / TIMES.length)] ?? 1,
        lift: top.lift,
        precision: top.both / top.did,
        recall: top.both / found.converted,
        heldOutLift:
          did < TIPPING.minDid || heldOut.converted < TIPPING.minConverted
            ? null
            : liftOf(heldOut, did, both),
      }
    })
}
